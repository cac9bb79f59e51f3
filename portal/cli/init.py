"""Create the home and bring its database to the newest schema; doing it again changes nothing."""

import argparse

from portal.settings import Settings
from portal.staff.secrets import make_secrets
from portal.store.migrate import upgrade


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`init` takes no arguments."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Create what is missing; 0."""
    for folder in (settings.home, settings.public, settings.private):
        folder.mkdir(parents=True, exist_ok=True)
    settings.private.chmod(0o700)
    make_secrets(settings.home)
    upgrade(settings.store_url)
    print(f"home {settings.home} and its database are ready")
    return 0
