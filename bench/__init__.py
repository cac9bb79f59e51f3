"""Benchmarks, run by `make bench`: figures with their targets, measured side by side where two things are compared."""
