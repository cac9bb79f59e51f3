"""Files that a page hands out."""

import json
from typing import Any

from werkzeug.wrappers import Response


def csv_file(text: str, name: str) -> Response:
    """A CSV file to keep."""
    return _file(text.encode(), "text/csv; charset=utf-8", name)


def json_file(document: Any, name: str) -> Response:
    """A JSON file to keep."""
    return _file(json.dumps(document, ensure_ascii=False, indent=1).encode(), "application/json", name)


def _file(body: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=media_type, headers=headers)
