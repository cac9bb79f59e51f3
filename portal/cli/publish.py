"""Publish what has changed, one pass over one campaign or all of them."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from portal.domain.names import Names
from portal.publication.data_process import ReadyDataProcess, write_data_part
from portal.settings import Settings

if TYPE_CHECKING:
    from portal.publication.bulk import DataPart


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which campaign, and why."""
    parser.add_argument("--campaign", help="id of one campaign; all of them without it")
    parser.add_argument("--reason", default="", help="why, shown with the release; it never replaces approvals")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line per campaign; 0. Raises CheckFailed or StorageError: the former release then stays."""
    if arguments.campaign and not (settings.public / "releases" / arguments.campaign).exists():
        # A first release needs its bulk files at once: their process loads its libraries while we load ours.
        with _ready() as data_part:
            return _publish(arguments, settings, data_part)
    return _publish(arguments, settings, write_data_part)


@contextmanager
def _ready() -> Iterator[ReadyDataProcess]:
    process = ReadyDataProcess()
    try:
        yield process
    finally:
        process.stop()


def _publish(arguments: argparse.Namespace, settings: Settings, data_part: "DataPart") -> int:
    # Loaded only now: the second process starts before.
    from portal.cli._publication import open_publication
    from portal.publication.lock import publisher_lock
    from portal.store.queries.configuration import campaigns

    reason = Names(ky=arguments.reason, ru=arguments.reason, en=arguments.reason) if arguments.reason else None
    with open_publication(settings, data_part) as publication, publisher_lock(publication.store, settings.home):
        with publication.store.read() as session:
            wanted = [arguments.campaign] if arguments.campaign else campaigns(session)
        for campaign in wanted:
            n = publication.publish(campaign, reason)
            publication.write_due_bulk(campaign)
            print(f"{campaign}: release {n}" if n else f"{campaign}: nothing to publish")
        if not arguments.campaign and (n := publication.publish_site()):
            print(f"site: release {n}")
    return 0
