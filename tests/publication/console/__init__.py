"""Tests of what the console of the publication shows."""
