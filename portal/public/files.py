"""Routes of files that are sent as they were published: data, scans, the log, and the style sheet."""

import hashlib
import mimetypes
import re
from http import HTTPStatus
from pathlib import Path

import orjson
from flask import Blueprint, redirect, request, send_file
from werkzeug.wrappers import Response

from portal import urls
from portal.access import PUBLIC, access
from portal.public import headers
from portal.public.cache import DEPENDENCIES
from portal.public.encodings import chosen
from portal.public.open_data.encoded import EncodedFiles, worth_encoding
from portal.public.reading import Reading
from portal.public.state import new_reading, state
from portal.published.errors import DamagedFile, NotPublished
from portal.published.files import parse_json, read_bytes
from portal.published.library import CHECKSUMS, DATA_FOLDER

blueprint = Blueprint("files", __name__)
_encoded = EncodedFiles()

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": headers.JSON,
    "jsonl": "application/jsonl",
    "md": "text/markdown; charset=utf-8",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "gz": "application/gzip",
    "br": "application/octet-stream",
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "webp": "image/webp",
}
_LOG_PATH = re.compile(r"checkpoint|tile/[0-9A-Za-z/._-]{1,200}")


@blueprint.get("/data/index.json", defaults={"name": "index.json"})
@blueprint.get("/data/keys.json", defaults={"name": "keys.json"})
@access(PUBLIC)
def site_file(name: str) -> Response:
    """The list of campaigns with their newest releases, and the public keys."""
    reading = new_reading()
    root = reading.snapshot
    if name == "index.json":
        return _small(_as_published(name, reading.index()), reading)
    try:
        content = read_bytes(state().site.library.root, name)
        parse_json(content, name)
    except DamagedFile:
        raise NotPublished(f"{name} of snapshot {root.generation}") from None
    return _pointer(content)


@blueprint.get("/data/<campaign:campaign>/latest.json")
@access(PUBLIC)
def latest(campaign: str) -> Response:
    """The pointer: number and time of the newest release."""
    reading = new_reading()
    release = reading.release(campaign)
    release.follow_pointer()
    return _small(_as_published(f"releases/{campaign}/latest.json", release.release.latest), reading)


@blueprint.get("/data/<campaign:campaign>/latest/<path:path>")
@access(PUBLIC)
def newest(campaign: str, path: str) -> Response:
    """To the lasting address of a file of the newest release."""
    release = new_reading().release(campaign).release
    number = release.number if path == CHECKSUMS else None
    if path == DATA_FOLDER + CHECKSUMS:
        number = release.latest["data"]
    number = number or release.listed(path).owner
    response = redirect(urls.data_file(campaign, number, path), HTTPStatus.FOUND)
    response.headers["Cache-Control"] = headers.POINTER
    return headers.share_with_everyone(response)


@blueprint.get("/data/<campaign:campaign>/r/<number:number>/<path:path>")
@access(PUBLIC)
def release_file(campaign: str, number: int, path: str) -> Response:
    """A file of a release; an unchanged one is redirected to the release that wrote it."""
    release = new_reading().release(campaign)
    for folder in ("", DATA_FOLDER):
        if path == folder + CHECKSUMS:
            return _send(release.release.checksums_file(number, folder), path, "", f"{campaign}-{number}")
    listed = release.release.past_listed(number, path)
    if listed.owner != number:
        response = redirect(urls.data_file(campaign, listed.owner, path), HTTPStatus.MOVED_PERMANENTLY)
        response.headers["Cache-Control"] = headers.LASTING
        return headers.share_with_everyone(response)
    place, encoding = release.past_file(number, path), chosen(request.headers.get("Accept-Encoding", ""))
    stored = release.stored_form(number, path, encoding) if path.startswith(DATA_FOLDER) else None
    return _send(place, path, listed.sha256, f"{campaign}-{number}", stored)


@blueprint.get("/scans/<regex('[0-9a-f]{64}'):sha256>.<regex('[a-z0-9]{1,5}'):extension>")
@access(PUBLIC)
def scan(sha256: str, extension: str) -> Response:
    """A published scan, checked against the hash that is its name."""
    path = f"scans/{sha256}.{extension}"
    place = state().site.library.scan(path, sha256)
    return _send(place, path, sha256, "scan")


@blueprint.get("/log/<path:path>")
@access(PUBLIC)
def log_file(path: str) -> Response:
    """The transparency log: its checkpoint and tiles."""
    place = state().site.library.root / "log" / path
    if not _LOG_PATH.fullmatch(path) or ".." in path or not place.is_file():
        raise NotPublished(path)
    lasting = path != "checkpoint" and ".p/" not in path
    media_type = "application/octet-stream" if path != "checkpoint" else "text/plain"
    response = send_file(place, mimetype=media_type, etag=_hash(place))
    response.headers["Cache-Control"] = headers.LASTING if lasting else headers.POINTER
    return headers.share_with_everyone(response)


def _as_published(path: str, document: object) -> bytes:
    """The bytes of a pointer as they were published, so that a copy of them is one; made anew where they moved on."""
    try:
        content = read_bytes(state().site.library.root, path)
        return content if parse_json(content, path) == document else orjson.dumps(document)
    except DamagedFile:
        return orjson.dumps(document)


def _small(content: bytes, reading: Reading) -> Response:
    """A small answer kept by the page cache."""
    request.environ[DEPENDENCIES] = reading.dependencies
    return _pointer(content)


def _pointer(content: bytes) -> Response:
    response = Response(content, content_type=headers.JSON)
    response.headers["Cache-Control"] = headers.POINTER
    return headers.share_with_everyone(response)


def _send(place: Path, path: str, sha256: str, prefix: str, stored: Path | None = None) -> Response:
    """A verified file, for ever; ranges and If-None-Match are understood, text is compressed where the client likes it.

    `sha256` is empty for lists of hashes, which no list names. `prefix` begins the name under which it is saved.
    `stored` is the file in the client's encoding where the release holds it; else it is made once and kept in memory.
    """
    ending = path.rsplit(".", 1)[-1].lower()
    media_type = MEDIA_TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    if path.endswith(CHECKSUMS):
        media_type = "text/plain; charset=utf-8"
    place = place.resolve()
    encoding = chosen(request.headers.get("Accept-Encoding", ""))
    text = bool(sha256) and worth_encoding(place, ending)
    # A range is one of the file as it is published, never of compressed bytes.
    if text and encoding != "identity" and "Range" not in request.headers:
        response = _stored(stored) if stored else Response(_encoded.get(place, sha256, encoding))
        response.headers["Content-Encoding"] = encoding
        response.set_etag(f"{sha256}-{encoding}")
        response.headers["Accept-Ranges"] = "none"
        response.make_conditional(request.environ)
    else:
        response = send_file(place, conditional=True, etag=sha256 or _hash(place))
    if text:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'{_disposition(path, ending)}; filename="{_saved_as(prefix, path)}"'
    response.headers["Cache-Control"] = headers.LASTING
    return headers.share_with_everyone(response)


def _stored(place: Path) -> Response:
    """The bytes of a compressed form, piece by piece, whatever range or date was asked for."""
    return send_file(place.resolve(), conditional=False, etag=False, max_age=None)


def _hash(place: Path) -> str:
    """The content's own hash as ETag: the same on every server and copy, and telling nothing of when it was written."""
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _disposition(path: str, ending: str) -> str:
    """Bulk files are saved; documents, descriptions and scans are shown."""
    shown = ending in ("json", "md") or path.endswith(CHECKSUMS) or not path.startswith(DATA_FOLDER)
    return "inline" if shown else "attachment"


def _saved_as(prefix: str, path: str) -> str:
    """A name that says campaign and release: kg2025-41-results.csv."""
    return f"{prefix}-{path.removeprefix(DATA_FOLDER).removeprefix('scans/').replace('/', '-')}"
