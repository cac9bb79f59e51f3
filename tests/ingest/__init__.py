"""Tests of the machine intake."""
