"""Luoshi 落实: from the plan to the street, and back."""
