"""Boundaries of a package: that they are GeoJSON about codes of the campaign; their shapes are looked at by `geo`."""

import json
from pathlib import Path
from typing import Any

from portal.package.configuration_files import ConfigurationFiles
from portal.package.problems import Problems


def read_boundaries(folder: Path, configuration: ConfigurationFiles, problems: Problems) -> tuple[Path, ...]:
    """The files boundaries/*.geojson, sorted; each is a feature collection whose features name a code or precinct."""
    files = tuple(sorted((folder / "boundaries").glob("*.geojson")))
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            document = json.loads(path.read_bytes())
        except ValueError as error:
            problems.add(name, getattr(error, "lineno", 1), getattr(error, "colno", 1), f"is not GeoJSON: {error}")
            continue
        features = document.get("features") if isinstance(document, dict) else None
        if not isinstance(features, list):
            problems.add(name, 1, 1, "is not a GeoJSON FeatureCollection")
            continue
        for number, feature in enumerate(features, 1):
            _check(name, number, feature, configuration, problems)
    return files


def _check(name: str, number: int, feature: Any, configuration: ConfigurationFiles, problems: Problems) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    given = properties if isinstance(properties, dict) else {}
    code, precinct = given.get("code"), given.get("precinct")
    if code is None and precinct is None:
        problems.add(name, 1, f"feature {number}", "has neither a property code nor a property precinct")
    known = str(code) in configuration.territories or str(code) in configuration.contests
    if code is not None and not known:
        problems.add(name, 1, f"feature {number}", f"code {code!r} is no territory and no contest")
    if precinct is not None and str(precinct) not in configuration.precincts:
        problems.add(name, 1, f"feature {number}", f"precinct {precinct!r} is unknown")
