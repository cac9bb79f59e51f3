"""gunicorn for every role: threads for slow clients, workers that are renewed now and then, no control socket.

Command line options win over this file; `python -m portal serve` uses it as it is. The application is loaded by each
worker for itself, so no database connection is ever shared across a fork; `post_fork` holds that for `--preload` too.
"""

import gc
from contextlib import suppress
from pathlib import Path
from typing import Any

worker_class = "gthread"
workers = 2
threads = 8
keepalive = 15
timeout = 30
graceful_timeout = 10
max_requests = 500_000
max_requests_jitter = 100_000
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_fork(server: Any, worker: Any) -> None:
    """Leave inherited database connections to the master: two processes on one connection mix their answers."""
    if not server.cfg.preload_app:
        return
    for shared in server.app.wsgi().extensions.values():
        store = getattr(shared, "store", None)
        if store is not None:
            store.engine.dispose(close=False)


def post_worker_init(worker: Any) -> None:
    """Structured logs in every role: without them an error is printed with all the values that were at hand, which
    takes seconds and shows what nobody should read. The name of the process says that it is ready (deploy/reload.py).
    """
    from portal.logs import configure_logs
    from portal.settings import load_settings

    configure_logs(load_settings().log_level)
    # What a worker has loaded lasts as long as it does; looking through it for cycles took a tenth of a page's time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)
    with suppress(OSError):
        Path("/proc/self/comm").write_text("ready", encoding="ascii")
