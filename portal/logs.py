"""Structured logs: one JSON object per line on stderr; event names are constants, ids are fields."""

import logging
import sys
from typing import cast

import structlog
from structlog.typing import FilteringBoundLogger

from portal.settings import LogLevel


def configure_logs(level: LogLevel) -> None:
    """Log events from this level on as JSON lines with a UTC time."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=_printer,
        cache_logger_on_first_use=False,
    )


def _printer(*_: object) -> structlog.PrintLogger:
    """Prints to the stderr of the moment, which may be another one than when logging was configured."""
    return structlog.PrintLogger(sys.stderr)


def get_logger(component: str) -> FilteringBoundLogger:
    """A logger whose events carry the component's name: `log.info("import.stored", campaign=…)`."""
    return cast(FilteringBoundLogger, structlog.get_logger(component=component))
