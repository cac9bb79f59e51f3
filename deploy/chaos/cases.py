"""All cases. Each breaks something, and gives back what did not hold meanwhile and afterwards."""

from collections.abc import Callable

from deploy.chaos.hosts import (
    gunicorn_frozen,
    gunicorn_killed,
    gunicorn_reloaded,
    log_disk_full,
    poisoned_queries,
    redis_stopped,
    slow_connections,
    stampede,
)
from deploy.chaos.publishers import clock_jumped, data_disk_full, publisher_killed
from deploy.chaos.scene import Scene
from deploy.chaos.stores import postgres_frozen, postgres_killed, standby_promoted

Case = Callable[[Scene], list[str]]

CASES: tuple[Case, ...] = (
    gunicorn_killed,
    gunicorn_frozen,
    gunicorn_reloaded,
    redis_stopped,
    log_disk_full,
    slow_connections,
    poisoned_queries,
    postgres_frozen,
    postgres_killed,
    data_disk_full,
    clock_jumped,
    publisher_killed,
    stampede,
    standby_promoted,
)
"""In this order: the promotion leaves the form without a standby."""
