"""The other side of the comparison: a WSGI callable that always gives the same bytes and headers, nothing else."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ANSWER = "BENCH_ANSWER"
"""Environment variable with the folder that holds headers.json and body."""


def load(folder: Path) -> Callable[[Any, Any], Iterable[bytes]]:
    """The callable for the answer in a folder."""
    sent = headers(folder)
    body = (folder / "body").read_bytes()

    def bare(environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", sent)
        return (body,)

    return bare


def headers(folder: Path) -> list[tuple[str, str]]:
    """The headers of the answer in a folder."""
    return [
        (str(name), str(value)) for name, value in json.loads((folder / "headers.json").read_text(encoding="utf-8"))
    ]


def save(folder: Path, sent: list[tuple[str, str]], body: bytes) -> None:
    """Keep an answer; what the server itself adds is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = [header for header in sent if header[0].lower() not in ("server", "date", "connection")]
    (folder / "headers.json").write_text(json.dumps(kept), encoding="utf-8")
    (folder / "body").write_bytes(body)


if ANSWER in os.environ:
    app = load(Path(os.environ[ANSWER]))
