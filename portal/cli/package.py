"""Turn a published release back into a campaign package that another instance can import."""

import argparse
from pathlib import Path

from data_export.errors import ExportError
from data_export.round_trip.package import write_package
from data_export.view import FolderView
from portal.errors import InputError
from portal.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which release, and where to."""
    parser.add_argument(
        "release", type=Path, help="folder of a release: …/releases/CAMPAIGN/N of a public tree or mirror"
    )
    parser.add_argument("folder", type=Path, help="folder to create")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """One line that names the package; 0. Raises InputError where the release cannot be read."""
    release = arguments.release.resolve()
    if not release.name.isdecimal() or not (release / "SHA256SUMS").is_file():
        raise InputError(
            [f"{arguments.release}: is no release; give the folder that holds release.json and SHA256SUMS"]
        )
    public = release.parents[2]
    try:
        write_package(FolderView(public, release.parent.name, int(release.name)), arguments.folder, public / "scans")
    except ExportError as error:
        raise InputError([str(error)]) from error
    print(f"{arguments.folder}: package of {release.parent.name}, release {release.name}")
    return 0
