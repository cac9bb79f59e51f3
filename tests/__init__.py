"""The tests mirror the source tree; `tests.depth` and `tests.services` are for all of them."""
