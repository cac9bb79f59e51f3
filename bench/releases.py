"""Import, full release, data part and light release of one campaign, each as the program that an operator runs."""

import shutil
import tomllib
from pathlib import Path

from bench.measure import MEGABYTE, Run, answer, portal, run
from bench.packages import Subject
from bench.table import Figure, Report, Target
from geo.values import INDEX as MAPS

LIGHT = 7
"""Light releases after the first, which warms the publisher up."""
COLD = 5


def measure_releases(report: Report, subject: Subject, folder: Path) -> Path:
    """Add the figures of a campaign; the home with its release is left in `folder` and returned."""
    package = folder / "package"
    subject.write(package)
    campaign = campaign_of(package)
    imports, documents, parts, wholes, lights = [], [], [], [], []
    for number in range(subject.repeats):
        home = folder / f"home-{number}"
        portal(home, "init")
        imports.append(portal(home, "import", package))
        staged = _copy(home, folder / "documents")
        documents.append(run(["bench.documents", campaign], staged))
        part = folder / "part"
        lights.append(portal(home, "data-part", staged / "public", campaign, "1", part))
        shutil.rmtree(part)
        parts.append(portal(home, "data-part", staged / "public", campaign, "1", part, "--office"))
        weight = sum(path.stat().st_size for path in part.rglob("*.csv.gz") if "excel-ru" not in path.parts)
        shutil.rmtree(part)
        if subject.goals.memory is None:
            wholes.append(portal(home, "publish", "--campaign", campaign))
        if number + 1 < subject.repeats:
            shutil.rmtree(home)
    goals = subject.goals
    _add(report, subject.name, "import", imports, goals.imported, "python -m portal import")
    _add(report, subject.name, "full release, documents", documents, goals.documents, "without its data part")
    _add(report, subject.name, "data part, all formats", parts, goals.data_part, "python -m portal data-part --office")
    _add(report, subject.name, "data part, strict formats", lights, goals.light_part, "python -m portal data-part")
    report.add(Figure(subject.name, "its CSV files, gzip", "MB", [weight / MEGABYTE], goals.weight, note="all tables"))
    if wholes:
        _add(report, subject.name, "full release with data part", wholes, goals.whole, "python -m portal publish")
    peaks = [max(steps) / MEGABYTE for steps in zip(*([r.peak for r in s] for s in (imports, documents, parts)))]  # noqa: B905
    report.add(
        Figure(subject.name, "peak memory", "MB", peaks, goals.memory, note="largest process of import, release, part")
    )
    _maps(report, subject, campaign, folder / "documents")
    _light(report, subject, package, campaign, home)
    if not wholes:
        shutil.rmtree(home / "public", ignore_errors=True)
        (folder / "documents" / "public").rename(home / "public")
    shutil.rmtree(folder / "documents")
    return home


def published(subject: Subject, folder: Path) -> Path:
    """A home that holds the campaign with its release, without bulk files; nothing is measured."""
    home = folder / "home"
    subject.write(folder / "package")
    portal(home, "init")
    portal(home, "import", folder / "package")
    run(["bench.documents", campaign_of(folder / "package")], home)
    return home


def campaign_of(package: Path) -> str:
    """The id that a package gives its campaign."""
    return str(tomllib.loads((package / "campaign.toml").read_text(encoding="utf-8"))["id"])


def _light(report: Report, subject: Subject, package: Path, campaign: str, home: Path) -> None:
    """Releases of one more scanner report in a store that holds the published, running campaign."""
    staged = _copy(home, home.parent / "light")
    shutil.rmtree(staged / "public", ignore_errors=True)
    shutil.rmtree(staged / "publisher", ignore_errors=True)
    warm = answer(run(["bench.light", str(package), str(LIGHT)], staged))
    note = f"warm publisher, {warm['files']} files rewritten"
    report.add(Figure(subject.name, "light release", "s", warm["seconds"], subject.goals.light, warm["cpu"], note))
    cold = []
    for number in range(COLD):
        run(["bench.record", campaign, str(number)], staged)
        cold.append(portal(staged, "publish", "--campaign", campaign))
    _add(report, subject.name, "light release, cold", cold, None, "python -m portal publish, with its start")
    shutil.rmtree(staged)


def _maps(report: Report, subject: Subject, campaign: str, home: Path) -> None:
    """What the maps cost, in the home with the first release; nothing where the campaign has none."""
    if not (home / "public" / "releases" / campaign / "1" / MAPS).exists():
        return
    took = answer(run(["bench.maps", campaign, str(LIGHT)], home))
    note = "once for each geometry"
    report.add(Figure(subject.name, "map files", "s", took["drawings"], subject.goals.drawing, note=note))
    note = "values of the touched territories"
    report.add(Figure(subject.name, "maps in a light release", "s", took["values"], subject.goals.values, note=note))


def _copy(home: Path, target: Path) -> Path:
    """A copy of a home with what its database holds, without what it published."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(home, target, ignore=shutil.ignore_patterns("public", "publisher", "said.txt"))
    return target


def _add(report: Report, part: str, name: str, runs: list[Run], target: Target | None, note: str) -> None:
    report.add(Figure(part, name, "s", [r.seconds for r in runs], target, [r.cpu for r in runs], note))
