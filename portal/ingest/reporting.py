"""The log of the intake. A full disk refuses log lines too; that must not change what a sender is told."""

from contextlib import suppress
from typing import Any

from portal.logs import get_logger

_log = get_logger("ingest")


def report(event: str, **fields: Any) -> None:
    """Log something that staff should know of; nothing happens when the log cannot be written."""
    with suppress(OSError, ValueError):
        _log.error(event, **fields)
