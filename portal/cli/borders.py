"""Check a file of borders against a campaign package and add it to its boundaries/ folder (docs/maps.md)."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from portal.clocks import election_clock
from portal.errors import InputError
from portal.package.package import read_package
from portal.settings import Settings
from portal.store.values import NewConfiguration

if TYPE_CHECKING:
    from geo.borders import Report
    from geo.matching import Unit

LAYERS = ("regions", "territories", "contests", "precincts", "points")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The package, the file, which layer it is, and how to read it."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of the campaign package")
    parser.add_argument("file", type=Path, metavar="FILE", help="GeoJSON, GeoPackage, or a zipped Shapefile")
    parser.add_argument("--layer", required=True, choices=LAYERS, help="what the shapes are")
    parser.add_argument("--layer-name", default="", metavar="NAME", help="the layer of a GeoPackage")
    parser.add_argument("--crs", default="", metavar="EPSG:N", help="coordinate system where the file names none")
    parser.add_argument("--property", default="", metavar="NAME", help="property that holds the codes or names")
    parser.add_argument("--prefix", default="=", metavar="THEIRS=OURS", help="beginning of codes: KG=417, for example")
    parser.add_argument("--repair", action="store_true", help="mend invalid shapes")
    parser.add_argument("--skip-unmatched", action="store_true", help="leave out what is no unit of the campaign")
    parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check the file and write boundaries/<layer>.geojson; 0, or InputError with every problem and nothing written."""
    from geo.borders import Choices, read_borders
    from geo.errors import BordersRefused

    package = read_package(arguments.folder, election_clock(settings.home).now())
    theirs, _, ours = arguments.prefix.partition("=")
    choices = Choices(
        layer_name=arguments.layer_name,
        crs=arguments.crs,
        column=arguments.property,
        prefix=(theirs, ours),
        repair=arguments.repair,
        skip_unmatched=arguments.skip_unmatched,
    )
    boundaries = arguments.folder / "boundaries"
    try:
        found = units(package.configuration, arguments.layer)
        report = read_borders(arguments.file, arguments.layer, found, boundaries, choices)
    except BordersRefused as refused:
        raise InputError(list(refused.problems)) from None
    print_report(report)
    if not arguments.dry_run:
        boundaries.mkdir(exist_ok=True)
        target = boundaries / f"{arguments.layer}.geojson"
        staged = target.with_suffix(".new")
        staged.write_bytes(report.content)
        staged.replace(target)
        print(f"written: {target}; import the package to take it over")
    return 0


def units(configuration: NewConfiguration, layer: str) -> "dict[str, Unit]":
    """The units of a layer by code or number; a precinct lies in its territory, a contest in the one it is held in."""
    from geo.matching import Unit

    if layer in ("precincts", "points"):
        return {each.number: Unit(each.names, each.territory) for each in configuration.precincts}
    if layer == "contests":
        return {each.code: Unit(each.names, each.territory) for each in configuration.contests}
    top = layer == "regions"
    return {each.code: Unit(each.names, each.parent) for each in configuration.territories if bool(each.parent) != top}


def print_report(report: "Report") -> None:
    """Counts, then what has no counterpart on either side, then remarks."""
    print(f"{report.features} features, {report.matched} matched")
    for label in report.orphans:
        print(f"no unit of the campaign, left out: {label}")
    for code in report.missing:
        print(f"no border in the file: {code}")
    for note in report.notes:
        print(f"note: {note}")
