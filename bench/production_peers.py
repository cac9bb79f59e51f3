"""What the deployed stack is compared with: nginx over the same bytes, and a page kept by Flask-Caching."""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen

from flask import Flask, Response
from flask_caching import Cache

from bench.measure import ROOT, ProgramFailed
from deploy.local.places import LOOPBACK
from deploy.local.programs import find

PATIENCE = 60.0
PAGE = "BENCH_PAGE"
"""Environment variable with the folder that holds headers.json and body (bench.bare.save)."""
STATIC = """\
user {user};
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 4096; multi_accept on; }}
http {{
    default_type "text/html; charset=utf-8";
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=20000 inactive=60s;
    keepalive_requests 10000;
    charset off;
{headers}
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen {address}; root {folder}/files; location / {{ try_files $uri/page =404; }} }}
}}
"""


def save_page(folder: Path, path: str, body: bytes) -> None:
    """Keep the compressed body of an address where nginx finds it."""
    place = folder / "files" / path.strip("/") / "page"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)


@contextmanager
def static_nginx(folder: Path, port: int, answer: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Serves what was saved, with the deployed settings that matter for speed and the headers of an answer, but for
    those that nginx gives every file by itself; its process.
    """
    own = ("server", "date", "connection", "content-length", "content-type", "etag", "last-modified")
    headers = "\n".join(f'    add_header {name} "{value}";' for name, value in answer if name.lower() not in own)
    user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
    configuration = folder / "nginx.conf"
    configuration.write_text(
        STATIC.format(folder=folder, address=f"{LOOPBACK}:{port}", user=user, headers=headers), encoding="utf-8"
    )
    process = Popen([find("nginx"), "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"], stderr=DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def gunicorn(port: int, application: str, more: dict[str, str]) -> Iterator[int]:
    """A gunicorn with the settings of the deployed one, without nginx; its process. Raises ProgramFailed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("NATYIJA_")}
    settings = ["--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "--workers", "2"]
    command = [sys.executable, "-m", "gunicorn", *settings, "--bind", f"{LOOPBACK}:{port}", application]
    process = Popen(command, cwd=ROOT, env={**own, **more}, stderr=DEVNULL)
    try:
        wait_for(process, port, f"gunicorn with {application}")
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def caching_app(folder: Path) -> Flask:
    """One view kept by Flask-Caching, as its documentation shows it; every address is the same page."""
    headers = dict(json.loads((folder / "headers.json").read_text(encoding="utf-8")))
    body = (folder / "body").read_bytes()
    app = Flask(__name__)
    cache = Cache(app, config={"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 20000})

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    @cache.cached(timeout=600)
    def page(path: str) -> Response:
        return Response(body, headers=headers)

    return app


if PAGE in os.environ:
    app = caching_app(Path(os.environ[PAGE]))


def wait_for(process: "Popen[bytes]", port: int, name: str) -> None:
    """Come back once the process listens. Raises ProgramFailed when it ended, or does not within PATIENCE seconds."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((LOOPBACK, port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise ProgramFailed(f"{name} did not start") from None
            time.sleep(0.1)
