"""Verified copies of the public tree that can be served themselves (docs/open-data.md)."""
