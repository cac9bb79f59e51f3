"""Copy all that a portal has published into a folder that any web server can serve; run it again for what is new."""

import argparse
from pathlib import Path

from portal.errors import CheckFailed, InputError
from portal.mirror.copy import mirror
from portal.publication.transparency.errors import TransparencyError
from portal.settings import Settings
from portal.verify.source import SourceError, open_source


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where to where."""
    parser.add_argument("source", help="address of a portal or of a mirror, or a folder that holds index.json")
    parser.add_argument("folder", type=Path, help="folder of the copy; it is made where it does not exist")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line that says what was copied; 0. Raises InputError, CheckFailed: the copy then stays as it was served."""
    try:
        done = mirror(open_source(arguments.source), arguments.folder)
    except SourceError as error:
        raise InputError([str(error)]) from error
    except FileNotFoundError as error:
        raise CheckFailed([f"{error}: is missing at the source"]) from error
    except TransparencyError as error:
        raise CheckFailed([f"log: {error}"]) from error
    checked = "hashes and log checked" if done.logged else "hashes checked; the source has no log"
    redacted = f", {done.redacted} redacted" if done.redacted else ""
    print(f"{arguments.folder}: {done.parts} parts, {done.files} files, {done.bytes} bytes{redacted}; {checked}")
    return 0
