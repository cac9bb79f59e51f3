"""Write a data part: one pass over the release feeds every table in the strict formats, another the office formats.

Nothing is listed before it was read back. Any failure removes the folder, so that a part is complete or absent.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from data_export.about import CC_BY_4, About, Licence
from data_export.archive import write_archive
from data_export.beside import Beside
from data_export.changes import write_changes
from data_export.compressed import GZIP, compress_texts
from data_export.context import PartContext
from data_export.datapackage import write_datapackage
from data_export.errors import ExportError
from data_export.exporters.base import Exporter, TableWriter
from data_export.exporters.csv_files import CsvExporter
from data_export.exporters.registry import EXPORTERS
from data_export.marked import mark_columns, marked
from data_export.part_files import PartFile, part_files
from data_export.readme import write_readmes
from data_export.schema import Row, Table
from data_export.seal import Sealed, seal, seal_folders, write_sums
from data_export.tables.registry import long_tables, wide_tables
from data_export.tables.results_wide import wide_rows
from data_export.view import ReleaseView


def write_data_part(
    view: ReleaseView,
    folder: Path,
    *,
    office: bool = False,
    licence: Licence = CC_BY_4,
    check: Callable[[Path], None] = lambda folder: None,
    beside: bool = False,
) -> list[Path]:
    """Write all bulk files of a release into a new folder; returns their paths, SHA256SUMS last.

    With `office` also the formats for archive, opening, slot and official parts, and every text compressed beside
    itself; `beside` makes these formats in a second process. `check` gets the folder once its CSV files are complete
    and may raise. Raises ExportError where a document does not fit the configuration or a file read back is not what
    was written, OSError where the disk refuses; the folder does not exist then. An existing folder is refused: parts
    are written once.
    """
    if folder.exists():
        raise ExportError(f"{folder}: exists already; a data part is written once, into a new folder")
    folder.mkdir(parents=True)
    about = describe(view, licence)
    try:
        with ExitStack() as stack:
            here, groups = _groups(office, beside)
            waiting = [_begin(stack, beside, view, folder, about, group) for group in groups]
            made = _write_formats(view, folder, about, here)
            check(folder)
            made = made.with_more(_write_texts(view, folder, about))
            packed: dict[str, Sealed] = {}
            if office:
                # While the other processes still write.
                packed = compress_texts(folder, made.sealed)
                archive = write_archive(folder, about, made.files, made.sealed)
                made = made.with_more(Made([archive], {archive.name: seal(folder / archive.name)}))
            for finish in waiting:
                made = made.with_more(finish())
        return _describe_part(folder, about, made, packed, lasting=office)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@dataclass(frozen=True, slots=True)
class Made:
    """Files that are complete, read back, and on the disk."""

    files: list[PartFile]
    sealed: dict[str, Sealed]

    def with_more(self, other: "Made") -> "Made":
        """These files and the others after them."""
        return Made([*self.files, *other.files], {**self.sealed, **other.sealed})


Formats = Sequence[type[Exporter]]


def _groups(office: bool, beside: bool) -> tuple[Formats, list[Formats]]:
    """The formats that are written in this process, and those that go together in another one each.

    CSV with its recomputation and compression takes as long as the other files of single tables, and as the files that
    hold all tables: the processes share the work evenly.
    """
    wanted = [chosen for chosen in EXPORTERS if office or not chosen.office]
    strict = [chosen for chosen in wanted if not chosen.office]
    if not beside:
        return strict, [[chosen for chosen in wanted if chosen.office]] if office else []
    apart = [chosen for chosen in wanted if chosen.office and "{table}" not in chosen.FILE_NAME]
    there = [chosen for chosen in wanted if chosen is not CsvExporter and chosen not in apart]
    return [CsvExporter], [there, apart] if apart else [there]


def _begin(
    stack: ExitStack, beside: bool, view: ReleaseView, folder: Path, about: About, formats: Formats
) -> Callable[[], Made]:
    """Begin formats in a process of their own, or put them off; what comes back waits for them."""
    if not beside:
        return lambda: _write_formats(view, folder, about, formats)
    second = Beside(_write_formats, view, folder, about, formats)
    stack.callback(second.stop)
    return second.result


def _write_formats(view: ReleaseView, folder: Path, about: About, formats: Formats) -> Made:
    """One pass over the release for these formats."""
    exporters = []
    with ExitStack() as opened:
        for chosen in formats:
            exporters.append(chosen(folder, about))
            opened.callback(exporters[-1].abandon)
        counts = _Pass(view, exporters, opened).run()
        for exporter in exporters:
            exporter.finish()
    for exporter in exporters:
        for table, rows in counts:
            if exporter.takes(table):
                exporter.check(table, rows)
    files = part_files(exporters, counts)
    return Made(files, {file.name: seal(folder / file.name) for file in files})


def _write_texts(view: ReleaseView, folder: Path, about: About) -> Made:
    """What changed since the former part, and the read-me files."""
    files = [write_changes(folder, view), *write_readmes(folder, about)]
    return Made(files, {file.name: seal(folder / file.name) for file in files})


def _describe_part(folder: Path, about: About, made: Made, packed: dict[str, Sealed], *, lasting: bool) -> list[Path]:
    """Describe what was made and list it; compressed forms of some files are there already."""
    sealed = dict(made.sealed)
    package = write_datapackage(folder, about, made.files, sealed)
    sealed[package.name] = seal(package)
    if lasting:
        left = {name: one for name, one in sealed.items() if f"{name}{GZIP}" not in packed}
        sealed |= packed | compress_texts(folder, left)
    sums = write_sums(folder, sealed)
    seal_folders(folder)
    return [folder / name for name in sealed] + [sums]


def describe(view: ReleaseView, licence: Licence) -> About:
    """What the files of a part say about themselves."""
    release, campaign = view.release, view.campaign
    return About(
        campaign=release["campaign"],
        name=campaign["name"],
        release=release["n"],
        kind=release["kind"],
        as_of=release["as_of"],
        published_at=release["published_at"],
        progress=campaign["status"]["progress"],
        test=release["test"],
        licence=licence,
    )


@dataclass
class _Output:
    """One table on its way into every format."""

    table: Table
    writers: list[TableWriter]
    test: bool
    count: int = field(default=0)

    def write(self, rows: Iterable[Row]) -> None:
        ready = marked(rows, test=self.test)
        self.count += len(ready)
        for writer in self.writers:
            writer.write(ready)

    def close(self) -> None:
        for writer in self.writers:
            writer.close()


class _Pass:
    """The one pass over the documents; wide rows wait in memory, so that few files are open at a time."""

    def __init__(self, view: ReleaseView, exporters: list[Exporter], opened: ExitStack) -> None:
        self.view = view
        self.opened = opened
        self.exporters = exporters
        self.test = view.release["test"]
        context = PartContext(view.configuration)
        self.long = [self._output(table) for table in long_tables(context)]
        self.wide = {table.contest: table for table in wide_tables(context)}
        self.waiting: dict[str, list[Row]] = {contest: [] for contest in self.wide}

    def run(self) -> list[tuple[Table, int]]:
        """Write everything; returns the tables with their numbers of rows."""
        for output in self.long:
            output.write(output.table.release_rows(self.view))
        for contest in self.view.contests():
            for output in self.long:
                output.write(output.table.contest_rows(contest))
        for territory in self.view.territories():
            for output in self.long:
                output.write(output.table.territory_rows(territory))
            for code, row in wide_rows(self.wide, territory):
                self.waiting[code].append(row)
        for output in self.long:
            output.close()
        return [(output.table, output.count) for output in (*self.long, *self._wide_outputs())]

    def _wide_outputs(self) -> Iterable[_Output]:
        for contest, table in self.wide.items():
            output = self._output(table)
            output.write(self.waiting.pop(contest))
            output.close()
            yield output

    def _output(self, table: Table) -> _Output:
        if self.test:
            mark_columns(table)
        writers = [exporter.open(table) for exporter in self.exporters if exporter.takes(table)]
        for writer in writers:
            self.opened.callback(writer.close)
        return _Output(table, writers, self.test)
