"""Servers of other makers that `bench.load` holds ours against."""
