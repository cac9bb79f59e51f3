"""Preparing campaigns, testing them, and carrying them from the test to the main instance (R53 ¶26-29, ¶54-61)."""
