"""Tests of the checks before a release exists."""
