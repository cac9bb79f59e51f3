"""Structured logs: one JSON object per line on stderr; event names are constants, ids are fields."""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger

from portal.settings import LogLevel


def configure_logs(level: LogLevel) -> None:
    """Log events from this level on as JSON lines with a UTC time."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=_printer,
        cache_logger_on_first_use=False,
    )


def _where(_: object, __: str, event: EventDict) -> EventDict:
    """Of an exception the types and places, never its words: they may hold what somebody typed."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = list(_chain(error))
    return event


def _chain(error: BaseException) -> Iterator[str]:
    """The exception and those behind it, each with the places where it passed, the innermost first."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(following.__traceback__)]
        yield " < ".join([type(following).__qualname__, *reversed(places)])
        following = following.__cause__ or following.__context__


def _printer(*_: object) -> structlog.PrintLogger:
    """Prints to the stderr of the moment, which may be another one than when logging was configured."""
    return structlog.PrintLogger(sys.stderr)


def get_logger(component: str) -> FilteringBoundLogger:
    """A logger whose events carry the component's name: `log.info("import.stored", campaign=…)`."""
    return cast(FilteringBoundLogger, structlog.get_logger(component=component))
