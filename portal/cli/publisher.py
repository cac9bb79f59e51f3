"""Publish changes and schedule slots as they come, until it is stopped; a second publisher waits for the first."""

import argparse
import signal
from datetime import timedelta

from portal.cli._publication import open_publication
from portal.clocks import SystemClock
from portal.publication.lock import publisher_lock
from portal.publication.publisher import Publisher
from portal.publication.watch import watch
from portal.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`publisher` takes no arguments; its pace is in the settings."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Publish until SIGINT or SIGTERM; 0."""
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: stopped.append(received))
    with (
        open_publication(settings) as publication,
        publisher_lock(publication.store, settings.home),
        watch(publication.store) as seen,
    ):
        publisher = Publisher(
            publication=publication,
            watch=seen,
            system_clock=SystemClock(),
            coalesce=timedelta(seconds=settings.coalesce_seconds),
            data_every=timedelta(seconds=settings.data_seconds),
        )
        if settings.metrics_port:
            publisher.metrics.serve(settings.metrics_port)
        publisher.run(lambda: bool(stopped))
    return 0
