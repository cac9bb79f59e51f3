"""Print the rows that changed between any two releases of a campaign, with bulk files or without, as JSON lines."""

import argparse
import sys
from pathlib import Path

from data_export.changes import change_lines
from data_export.errors import ExportError
from data_export.view import FolderView
from portal.errors import InputError
from portal.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which releases."""
    parser.add_argument("public", type=Path, help="folder of a public tree or of a mirror")
    parser.add_argument("campaign", help="id of the campaign")
    parser.add_argument("old", type=int, help="number of the earlier release")
    parser.add_argument("new", type=int, help="number of the later release")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """The lines of a change file on stdout; 0. Raises InputError where a release cannot be read."""
    views = []
    for number in (arguments.old, arguments.new):
        folder = arguments.public / "releases" / arguments.campaign / str(number)
        if not (folder / "SHA256SUMS").is_file():
            raise InputError([f"{folder}: is no release; give the folder that holds index.json, and numbers it has"])
        views.append(FolderView(arguments.public, arguments.campaign, number))
    try:
        for line in change_lines(*views):
            sys.stdout.write(line.decode())
    except ExportError as error:
        raise InputError([str(error)]) from error
    return 0
