"""Looks inside a file that nobody trusts, in a process of its own with little memory, little time and no secrets."""
