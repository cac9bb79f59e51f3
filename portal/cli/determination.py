"""Print the protocol of determination of one contest as PDF, made of the newest published release."""

import argparse
from pathlib import Path

from portal.errors import InputError
from portal.languages import DEFAULT, LANGUAGES
from portal.print.determination import determination_pdf
from portal.published.errors import NotPublished
from portal.published.site import Site
from portal.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which contest, in which language, into which file."""
    parser.add_argument("campaign", help="id of the campaign")
    parser.add_argument("contest", help="code of the contest")
    parser.add_argument("file", type=Path, help="file to write; an existing one is replaced")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT, help="language of the protocol")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the file; 0. Raises InputError for a campaign or contest without a published determination."""
    release = Site(settings.home / "public").current().releases.get(arguments.campaign)
    if release is None:
        raise InputError([f"campaign {arguments.campaign}: no release is published in {settings.home / 'public'}"])
    try:
        contest = release.contest(arguments.contest)
    except NotPublished as error:
        problem = f"contest {arguments.contest}: not in release {release.number} of the campaign"
        raise InputError([problem]) from error
    campaign = release.campaign_document()
    owner = release.listed(f"contests/{arguments.contest}.json").owner
    root = release.root_after(owner)
    published = f"№ {owner} · {release.past(owner)['published_at']}{f' · log {root}' if root else ''}"
    pdf = determination_pdf(
        contest, release.configuration(), arguments.language, campaign["voting_date"], published, campaign
    )
    arguments.file.write_bytes(pdf)
    print(f"{arguments.file}: contest {arguments.contest}, release {release.number}, {len(pdf)} bytes")
    return 0
