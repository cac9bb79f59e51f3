"""Every line that is logged while a request is answered carries the id that nginx gave it and wrote down too."""

import re
from uuid import uuid4

from flask import Flask, request
from structlog.contextvars import bind_contextvars, clear_contextvars

HEADER = "X-Request-Id"
_ID = re.compile(r"[0-9a-f]{32}")


def name_requests(app: Flask) -> None:
    """Bind the id before anything else happens; what is no id of nginx is replaced by a new one."""

    @app.before_request
    def bind() -> None:
        given = request.headers.get(HEADER, "")
        clear_contextvars()
        bind_contextvars(request=given if _ID.fullmatch(given) else uuid4().hex)
