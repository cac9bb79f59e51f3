"""A private Redis on a unix socket that keeps nothing on disk."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.services.processes import TEMPORARY, Server, find_program


@contextmanager
def private_redis() -> Iterator[str]:
    """The address (`unix://…`) of a running, empty server; it is stopped on leaving."""
    folder = Path(tempfile.mkdtemp(prefix="natyija-redis-", dir=TEMPORARY))
    socket = folder / "redis.sock"
    client = redis.Redis(unix_socket_path=str(socket))
    server = None

    def answers() -> bool:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False

    try:
        options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no", "--dir", str(folder)]
        server = Server([find_program("redis-server"), *options], folder / "redis.log")
        server.wait_until(answers)
        yield f"unix://{socket}"
    finally:
        client.close()
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
