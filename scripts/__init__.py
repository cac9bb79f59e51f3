"""Helpers of `make`: setting up, and the checks of `make lint` that no ready tool makes."""
