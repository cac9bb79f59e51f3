"""Write the bulk files of a published release into a new folder; the publisher runs this as its second process."""

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path

from data_export.about import LICENCES
from data_export.agreement import contest_disagreements, territory_disagreements
from data_export.errors import ExportError
from data_export.part import write_data_part
from data_export.recompute import recompute_from_csv
from data_export.view import FolderView
from portal.errors import CheckFailed, InputError
from portal.publication.data_process import BEHIND, TOLD
from portal.publication.leash import OPTION, hold
from portal.settings import Settings

BEHIND_OTHERS = 10
"""Steps of `nice` for a part that nobody waits for: a tenth of a core beside those who want all of it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to write, and where."""
    parser.add_argument("public", help="folder of the public tree; - for all arguments as JSON on standard input")
    parser.add_argument("campaign", nargs="?", help="id of the campaign")
    parser.add_argument("release", nargs="?", type=int, help="number of the release")
    parser.add_argument("folder", nargs="?", type=Path, help="folder to create")
    parser.add_argument(OPTION, type=int, help=argparse.SUPPRESS)
    parser.add_argument(BEHIND, action="store_true", help="leave the processor to everyone else")
    parser.add_argument("--office", action="store_true", help="also spreadsheets, a database file and one archive")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the files and recompute every total from the CSV (G2); 0. Raises CheckFailed when they disagree.

    Told to read standard input it waits for its task, with everything loaded; nothing there is nothing to do.
    """
    if arguments.leash is not None:
        hold(arguments.leash)
    if arguments.behind:
        os.nice(BEHIND_OTHERS)
    if arguments.public == TOLD:
        import pandas  # noqa: F401 (pyarrow loads it at the first array, in a second process where nobody waited)

        task = sys.stdin.read()
        return run(_parsed(json.loads(task)), settings) if task else 0
    if arguments.folder is None:
        raise InputError(["data-part: give PUBLIC CAMPAIGN RELEASE FOLDER, or - alone"])
    view = FolderView(Path(arguments.public), arguments.campaign, arguments.release)
    try:
        write_data_part(
            view,
            arguments.folder,
            office=arguments.office,
            licence=LICENCES[settings.licence],
            check=partial(_recompute, view),
            beside=True,
        )
    except ExportError as error:
        raise CheckFailed([f"G2 {error}"]) from error
    return 0


def _parsed(task: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(task)


def _recompute(view: FolderView, folder: Path) -> None:
    """Raise CheckFailed unless the totals of the CSV files are those of the documents."""
    totals = recompute_from_csv(folder)
    problems = [line for document in view.contests() for line in contest_disagreements(totals, document)]
    problems += [line for document in view.territories() for line in territory_disagreements(totals, document)]
    if problems:
        raise CheckFailed([f"G2 {problem}" for problem in problems])
