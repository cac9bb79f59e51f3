"""Publish what has changed, one pass over one campaign or all of them."""

import argparse

from portal.cli._publication import open_publication
from portal.domain.names import Names
from portal.publication.lock import publisher_lock
from portal.settings import Settings
from portal.store.queries.configuration import campaigns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which campaign, and why."""
    parser.add_argument("--campaign", help="id of one campaign; all of them without it")
    parser.add_argument("--reason", default="", help="why, shown with the release; it never replaces approvals")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line per campaign; 0. Raises CheckFailed or StorageError: the former release then stays."""
    reason = Names(ky=arguments.reason, ru=arguments.reason, en=arguments.reason) if arguments.reason else None
    with open_publication(settings) as publication, publisher_lock(publication.store, settings.home):
        with publication.store.read() as session:
            wanted = [arguments.campaign] if arguments.campaign else campaigns(session)
        for campaign in wanted:
            n = publication.publish(campaign, reason)
            publication.write_due_bulk(campaign)
            print(f"{campaign}: release {n}" if n else f"{campaign}: nothing to publish")
    return 0
