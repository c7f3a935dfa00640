"""The rows of `benchmarks/kernel.py`: one module a row, each gives numbers and prints its own table."""
