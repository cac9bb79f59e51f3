"""What `portal/app.py` hands to the explorers: they know the published releases and nothing of the public pages."""

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from portal.domain.names import Language
from portal.published.site import Site


class Backend(Protocol):
    """A cache of bytes, Flask-Caching's: never raises, never waits longer than its timeout."""

    def get(self, key: str) -> bytes | None:
        """The bytes kept under the key, if any."""

    def set(self, key: str, value: bytes) -> None:
        """Keeps the bytes if the backend takes them."""


@dataclass(frozen=True)
class Surroundings:
    """`template` renders within the frame of the public site, `words` (of a campaign in the archive where told so) and
    `formats` are its words and number formats,
    `encode` compresses for an Accept-Encoding header, `hold` is a lock by key, `code_version` changes with the code,
    `proxies` of ours stand before the application and name the caller's address.
    """

    site: Site
    backend: Backend
    hold: Callable[[Hashable], AbstractContextManager[None]]
    set_language: Callable[[Language], None]
    template: Callable[..., str]
    words: Callable[[Language, bool], Any]
    formats: Callable[[Language, str], Any]
    encode: Callable[[bytes, str], tuple[bytes, str]]
    code_version: str
    proxies: int = 0
