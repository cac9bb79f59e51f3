"""Check a published tree, byte by byte, against its transparency log (docs/verify.md)."""

import argparse
from pathlib import Path

from portal.errors import InputError
from portal.settings import Settings
from portal.verify.kept import KeptStateError
from portal.verify.source import SourceError
from portal.verify.tree import verify_tree


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which tree, and which state is kept from one run to the next."""
    parser.add_argument("place", nargs="?", help="folder or web address; the public tree of this home by default")
    parser.add_argument("--keep", type=Path, metavar="STATE", help="file that remembers the checkpoint seen")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line for each thing that was checked; 0 when all is as the log says, 3 otherwise."""
    try:
        report = verify_tree(arguments.place or settings.public, arguments.keep)
    except (SourceError, KeptStateError) as error:
        raise InputError([str(error)]) from error
    for line in report.lines():
        print(line)
    return 0 if report.ok else 3
