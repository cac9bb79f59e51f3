"""Measure and print the table: `python -m bench [--deep] [--only PART …] [--json PATH]`, or `make bench`."""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from bench.freshness import measure_freshness
from bench.intake import measure_intake
from bench.measure import ROOT, ProgramFailed
from bench.packages import subjects
from bench.pages import measure_pages
from bench.releases import measure_releases, published
from bench.serving import measure_serving
from bench.table import Report, machine

DEEP = ("ru27k", "ru2018")
WEB = "web"
INTAKE = "intake"
FRESHNESS = "freshness"
FRESHNESS_PORT = 8680
"""The first of ten ports of the production form that freshness is measured in."""
OTHERS = (WEB, INTAKE, FRESHNESS)
PAGES_OF = "demo"
"""The campaign whose pages are measured: 30 districts, 2,619 precincts, everything that a page can show."""
JSON = ROOT / "var" / "bench" / "bench.json"


def main(argv: Sequence[str]) -> int:
    """Measure what was asked for; 0 when all of it ran, whatever the figures are, 1 when a program failed."""
    found = subjects()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--deep", action="store_true", help=f"also {' and '.join(DEEP)}, which take minutes")
    parser.add_argument(
        "--only", action="append", choices=[*found, *OTHERS], help="these parts; all of them without it"
    )
    parser.add_argument("--json", type=Path, default=JSON, metavar="PATH", help="where the figures are written")
    arguments = parser.parse_args(argv)
    wanted = arguments.only or [*found, *OTHERS]
    if not (arguments.deep or arguments.only):
        wanted = [name for name in wanted if name not in DEEP]
    report = Report()
    print(json.dumps(machine(), ensure_ascii=False), file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="natyija-bench-") as folder:
        _measure(report, wanted, Path(folder))
    for name in DEEP if not arguments.only else ():
        if name not in wanted:
            report.leave_out(name, "takes minutes; ask for it with --deep")
    print(report.text())
    report.write(arguments.json)
    print(f"written to {arguments.json}", file=sys.stderr)
    return 1 if report.failed else 0


def _measure(report: Report, wanted: Sequence[str], folder: Path) -> None:
    found = subjects()
    for name in wanted:
        if name in OTHERS:
            continue
        subject = found[name]
        if subject.missing:
            report.leave_out(name, subject.missing)
            continue
        with _reported(report, name):
            home = measure_releases(report, subject, folder / name)
            if name != PAGES_OF or WEB not in wanted:
                shutil.rmtree(home)
    if WEB in wanted:
        with _reported(report, WEB):
            _web(report, folder)
    if INTAKE in wanted:
        with _reported(report, INTAKE):
            measure_intake(report, folder / INTAKE)
    if FRESHNESS in wanted:
        with _reported(report, FRESHNESS):
            measure_freshness(report, FRESHNESS_PORT)


@contextmanager
def _reported(report: Report, name: str) -> Iterator[None]:
    """A part that fails is named in the report, and the others are measured all the same."""
    try:
        yield
    except ProgramFailed as error:
        report.fail(name, str(error))


def _web(report: Report, folder: Path) -> None:
    """Pages and serving, over the release that the campaign's part left or a new one."""
    subject = subjects()[PAGES_OF]
    homes = sorted((folder / subject.name).glob("home-*"))
    home = homes[-1] if homes else published(subject, folder / subject.name)
    campaign = orjson.loads((home / "public" / "index.json").read_bytes())["campaigns"][0]["id"]
    measure_pages(report, home, campaign)
    measure_serving(report, home, campaign)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
