"""What the README claims, measured beside peers on the same machine, in the same run.

    python benchmarks/NAME.py [--quick]

Each program prints its tables, the settings that make it durable and a machine-speed line, then one JSON line per
bar. `harness` starts servers and counts, `client` makes the load in a process of its own, `workload` and `district`
invent what is sent and where, `peers/` holds the programs that Luoshi is measured beside.
"""
