"""The cache's second level: Flask-Caching's backend, shared by workers where it is Redis.

A dead or slow Redis neither breaks nor slows pages: after one failure nobody asks it again for a while.
"""

import time
from typing import Any

from flask import Flask
from flask_caching import Cache

from portal.logs import get_logger
from portal.public.durations import HOURS, SECONDS

log = get_logger("public.cache")

KEPT_FOR = 1 * HOURS
LEFT_ALONE_FOR = 10 * SECONDS
TIMEOUT = 0.2  # seconds for a connection and for an answer
PREFIX = "natyija:"
SMALL = 64
"""Entries kept in the memory of a worker without Redis; its first level holds far more."""


class _PlainBytes:
    """Stores bytes as they are: what comes out of Redis is never unpickled."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, value: bytes | None) -> bytes | None:
        return value


class SharedCache:
    """get and set that never raise and never wait longer than the timeout."""

    def __init__(self, app: Flask, redis_url: str) -> None:
        self._failures: tuple[type[Exception], ...] = (OSError,)
        self._closed_until = 0.0
        config: dict[str, Any] = {
            "CACHE_TYPE": "SimpleCache",
            "CACHE_THRESHOLD": SMALL,
            "CACHE_DEFAULT_TIMEOUT": KEPT_FOR,
        }
        if redis_url:
            config |= self._redis_options(redis_url)
        cache = Cache(app, config=config)
        if redis_url:
            cache.cache.serializer = _PlainBytes()  # type: ignore[assignment]
        self._backend = cache.cache

    def _redis_options(self, url: str) -> dict[str, Any]:
        # Workers without Redis do not pay for its client.
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError
        from redis.retry import Retry

        self._failures = (OSError, RedisError)
        timeouts = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
        return {
            "CACHE_TYPE": "RedisCache",
            "CACHE_REDIS_URL": url,
            "CACHE_KEY_PREFIX": PREFIX,
            "CACHE_OPTIONS": timeouts,
        }

    def get(self, key: str) -> bytes | None:
        """The bytes kept under the key; None when there are none or the backend does not answer."""
        if time.monotonic() < self._closed_until:
            return None
        try:
            found = self._backend.get(key)
        except self._failures:
            self._leave_alone()
            return None
        return found if isinstance(found, bytes) else None

    def set(self, key: str, value: bytes) -> None:
        """Keeps the bytes if the backend takes them."""
        if time.monotonic() < self._closed_until:
            return
        try:
            self._backend.set(key, value)
        except self._failures:
            self._leave_alone()

    def _leave_alone(self) -> None:
        self._closed_until = time.monotonic() + LEFT_ALONE_FOR
        log.warning("cache.backend_unreachable", left_alone_for=LEFT_ALONE_FOR)
