"""Print the protocol of determination of one contest as PDF, made of the newest published release."""

import argparse
from pathlib import Path

from portal.languages import DEFAULT, LANGUAGES
from portal.print.published_determination import published_protocol
from portal.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which contest, in which language, into which file."""
    parser.add_argument("campaign", help="id of the campaign")
    parser.add_argument("contest", help="code of the contest")
    parser.add_argument("file", type=Path, help="file to write; an existing one is replaced")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT, help="language of the protocol")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the file; 0. Raises InputError for a campaign or contest without a published determination."""
    made = published_protocol(settings.home / "public", arguments.campaign, arguments.contest, arguments.language)
    arguments.file.write_bytes(made.pdf)
    print(f"{arguments.file}: contest {arguments.contest}, release {made.release}, {len(made.pdf)} bytes")
    return 0
