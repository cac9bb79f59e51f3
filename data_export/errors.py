"""Errors of the open data files."""


class ExportError(Exception):
    """A data part cannot be written, or what was written is not what was given; the message says which file and why."""
