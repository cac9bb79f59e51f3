"""What the deployed stack is compared with: nginx over the same bytes, and a page kept by Flask-Caching."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen

from flask import Flask, Response
from flask_caching import Cache

from deploy.local.places import LOOPBACK
from deploy.local.programs import find

PAGE = "BENCH_PAGE"
"""Environment variable with the folder that holds headers.json and body (bench.bare.save)."""
STATIC = """\
user {user};
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ worker_connections 4096; multi_accept on; }}
http {{
    default_type text/html;
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=20000 inactive=60s;
    keepalive_requests 10000;
    gzip_static always;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen {address}; root {folder}/files; location / {{ try_files $uri/page =404; }} }}
}}
"""


def save_page(folder: Path, path: str, body: bytes) -> None:
    """Keep the compressed body of an address where nginx finds it."""
    place = folder / "files" / path.strip("/") / "page.gz"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)
    place.with_suffix("").touch()  # nginx looks for the plain file first.


@contextmanager
def static_nginx(folder: Path, port: int) -> Iterator[None]:
    """Serves what was saved, with the settings of the deployed nginx that matter for speed."""
    user = "root" if os.geteuid() == 0 else os.environ.get("USER", "nobody")
    configuration = folder / "nginx.conf"
    configuration.write_text(STATIC.format(folder=folder, address=f"{LOOPBACK}:{port}", user=user), encoding="utf-8")
    process = Popen([find("nginx"), "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"], stderr=DEVNULL)
    try:
        yield
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
