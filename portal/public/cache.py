"""The page cache: a WSGI layer in front of Flask that holds complete, compressed answers (two tiers of pages).

A hit costs dictionary look-ups only. An entry names every document of its page and is valid as long as
the newest snapshot still has those very documents; a page is made of one snapshot, so it never mixes two releases.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.test import create_environ

from portal.public import queries
from portal.public.encodings import SMALLEST, Encoding, chosen, encode
from portal.public.entries import Entries, Entry, Key, load_entry
from portal.public.finished import form_of
from portal.public.headers import PAGE
from portal.public.kept import KeptPages, tag
from portal.public.locks import KeyLocks
from portal.public.reading import Dependency
from portal.public.shared_cache import SharedCache
from portal.published.site import Site, Snapshot

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SNAPSHOT = "natyija.snapshot"
DEPENDENCIES = "natyija.dependencies"
RETRY = "natyija.retry"
ASK_AGAIN = ("X-Accel-Expires", "1")
"""Tells nginx, and nobody else, to ask again after a second: for pages that are not kept as finished ones."""
AT_ONCE = "X-Accel-Expires", "@{}"
"""The same for those that are, with the second before this one: an answer that nginx itself keeps may be of the release
before when the finished page goes. It is still shown while a new one is fetched, and while nobody answers.
"""
ATTEMPTS = 4
"""So often a page is made anew when a damaged file made the reader fall back to an older release."""


class Answer:
    """What the application answered: status, headers and body parts, not sent yet."""

    def __init__(self, app: "WSGIApplication", environ: "WSGIEnvironment") -> None:
        self.status = "500 Internal Server Error"
        self.headers: list[tuple[str, str]] = []
        self.exc_info: Any = None
        self.environ = environ
        self.parts: Iterable[bytes] = app(environ, self._start)

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None, /) -> Callable[[bytes], object]:
        self.status, self.headers, self.exc_info = status, list(headers), exc_info
        return _no_write

    @property
    def dependencies(self) -> tuple[Dependency, ...] | None:
        """What a page was made of; None for answers that are not kept."""
        found: tuple[Dependency, ...] | None = self.environ.get(DEPENDENCIES)
        return found if self.status.startswith("200") else None

    def read(self) -> bytes:
        """The whole body."""
        body = b"".join(self.parts)
        self.close()
        return body

    def close(self) -> None:
        """Gives back what the body holds (open files)."""
        close = getattr(self.parts, "close", None)
        if close is not None:
            close()

    def send(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Sends the answer as it is; without its body for HEAD."""
        start_response(self.status, self.headers, self.exc_info)
        if environ["REQUEST_METHOD"] == "HEAD":
            self.close()
            return ()
        return self.parts


class PageCache:
    """The layer itself; `allowed` says which query parameters mean something to a path."""

    def __init__(
        self,
        app: "WSGIApplication",
        site: Site,
        shared: SharedCache,
        allowed: Callable[[str], tuple[str, ...]],
        code_version: str,
        kept: KeptPages | None = None,
    ) -> None:
        self._kept = kept
        self._app = app
        self._site = site
        self._shared = shared
        self._allowed = allowed
        self._code_version = code_version
        self._entries = Entries()
        self._locks = KeyLocks()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return Answer(self._app, environ).send(environ, start_response)
        encoding = chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        entry = self._entries.get((environ["PATH_INFO"], environ.get("QUERY_STRING", ""), encoding))
        if entry is None or entry.generation != self._site.current().generation:
            found = self._find(environ, encoding)
            if isinstance(found, Answer):
                return found.send(environ, start_response)
            entry = found
        entry.used = True
        if (known := environ.get("HTTP_IF_NONE_MATCH")) and _names(known, entry.etag):
            start_response("304 Not Modified", self._told(entry.not_modified))
            return ()
        start_response("200 OK", self._told(entry.headers))
        return (entry.body,) if method == "GET" else ()

    def renew(self, path: str, encoding: Encoding) -> None:
        """Make the answer of an address without a query, as if a reader had asked, and keep it as a file."""
        environ = create_environ(path)
        found = self._find(environ, encoding)
        if isinstance(found, Answer):
            found.close()

    def _told(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The headers with what nginx is told at this moment."""
        if self._kept is None or ASK_AGAIN in headers or ("Cache-Control", PAGE) not in headers:
            return headers
        return [*headers, (AT_ONCE[0], AT_ONCE[1].format(int(time.time()) - 1))]

    def _find(self, environ: "WSGIEnvironment", encoding: Encoding) -> Entry | Answer:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if query:
            query = queries.canonical(queries.understood(query, self._allowed(path)))
        key = (path, query, encoding)
        found: Entry | Answer | None = self._valid(self._entries.get(key), self._site.current())
        if found is None:
            with self._locks.hold(key):
                found = self._shared_or_new(environ, key, encoding)
        if self._kept and not query and isinstance(found, Entry) and self._is_newest(found):
            self._kept.keep(path, encoding, found)
        return found

    def _is_newest(self, entry: Entry) -> bool:
        return entry.generation == self._site.current().generation

    def _shared_or_new(self, environ: "WSGIEnvironment", key: Key, encoding: Encoding) -> Entry | Answer:
        snapshot = self._site.current()
        held = self._entries.get(key)
        entry = self._valid(held, snapshot)
        if entry is not None:
            return entry
        shared_key = _digest((self._code_version, *key))
        if content := self._shared.get(shared_key):
            entry = self._valid(load_entry(content), snapshot)
            if entry is not None:
                self._entries.keep(key, entry)
                return entry
        answer, snapshot = self._make(environ, key[1], snapshot)
        dependencies = answer.dependencies
        if dependencies is None:
            if held is not None and answer.status.startswith("5"):
                # A page that was good a moment ago is better than an error: whole, of one release, with its time.
                answer.close()
                return held
            return answer
        entry = self._entry(answer, dependencies, key, encoding, snapshot)
        self._entries.keep(key, entry)
        self._shared.set(shared_key, entry.dump())
        return entry

    def _make(self, environ: "WSGIEnvironment", query: str, snapshot: Snapshot) -> tuple[Answer, Snapshot]:
        for _ in range(ATTEMPTS):
            own = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": query, SNAPSHOT: snapshot}
            answer = Answer(self._app, own)
            if not own.get(RETRY):
                break
            answer.close()
            snapshot = self._site.current()
        return answer, snapshot

    def _entry(
        self, answer: Answer, dependencies: tuple[Dependency, ...], key: Key, encoding: Encoding, snapshot: Snapshot
    ) -> Entry:
        body = answer.read()
        used: Encoding = encoding if len(body) >= SMALLEST else "identity"
        # The compressor's version is no part of it, nor is the clock: equal pages have equal tags on every host.
        digest = _digest((self._code_version, *key[:2], used, hashlib.sha256(body).hexdigest()))
        body = encode(body, used)
        etag = tag(digest, len(body))
        headers = [(n, v) for n, v in answer.headers if n.lower() not in ("content-length", "etag", "vary")]
        headers += [("Content-Encoding", used)] if used != "identity" else []
        headers += [("Content-Length", str(len(body))), ("ETag", etag), ("Vary", "Accept-Encoding")]
        lies_there = not key[1] and form_of(key[0], encoding, headers) is not None
        if self._kept and ("Cache-Control", PAGE) in headers and not lies_there:
            headers.append(ASK_AGAIN)
        return Entry(headers, body, etag, dependencies, snapshot.generation)

    def _valid(self, entry: Entry | None, snapshot: Snapshot) -> Entry | None:
        if entry is None:
            return None
        if entry.generation != snapshot.generation:
            if not snapshot.has_all(entry.dependencies):
                return None
            entry.generation = snapshot.generation
        return entry


def _names(header: str, etag: str) -> bool:
    """Whether If-None-Match names the tag; a proxy may have made it weak."""
    return header.strip() == "*" or any(part.strip().removeprefix("W/") == etag for part in header.split(","))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _no_write(_: bytes) -> None:
    raise RuntimeError("the application must return its body, not write it")
