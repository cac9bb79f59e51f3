"""From a configuration and its border files to layers: what is given is taken, the rest is drawn schematically."""

from collections import defaultdict
from collections.abc import Iterable

import orjson
import shapely
from shapely.geometry import shape

from geo.cells import cells
from geo.geography import Geography, Site
from geo.layers import Layers, Shape, tidy
from geo.natural_earth import natural_earth
from geo.simplify import DISTRICTS, PRECINCTS, REGIONS, simplified
from portal.domain.configuration import Territory

CONTESTS_FILE = "contests.geojson"
"""In this border file a code names a contest even where a territory has the same code."""


def draw(geography: Geography) -> Layers:
    """The layers of a campaign, simplified and on the published grid; empty where it cannot be drawn."""
    layers = _given(geography)
    parents = {territory.parent for territory in geography.territories if territory.code in layers.territories}
    for code, unit in natural_earth(geography.territories).items():
        if code not in parents:
            layers.territories.setdefault(code, unit)
    layers.territories = _simplified_by_level(geography, layers.territories)
    layers.contests = simplified(layers.contests, DISTRICTS)
    layers.precincts = simplified(layers.precincts, PRECINCTS)
    Filling(geography, layers).run()
    layers.precincts = simplified(layers.precincts, PRECINCTS)
    _draw_contests(geography, layers)
    layers.contests = simplified(layers.contests, DISTRICTS)
    for layer in (layers.territories, layers.contests, layers.precincts):
        for code, drawn in layer.items():
            layer[code] = Shape(tidy(drawn.geometry), drawn.schematic)
    return layers


def _simplified_by_level(geography: Geography, shapes: dict[str, Shape]) -> dict[str, Shape]:
    """Only territories of one level are neighbours; those of two levels lie upon each other."""
    found: dict[str, Shape] = {}
    for level in sorted({territory.level for territory in geography.territories}):
        codes = [each.code for each in geography.territories if each.level == level and each.code in shapes]
        found.update(simplified({code: shapes[code] for code in codes}, REGIONS if level == 1 else DISTRICTS))
    return found


def _given(geography: Geography) -> Layers:
    """What the border files hold; files were checked when they were imported."""
    layers = Layers()
    codes = {territory.code for territory in geography.territories}
    contests = {contest.code for contest in geography.contests}
    for site in geography.sites:
        if site.lat and site.lon:
            layers.points[site.number] = (float(site.lon), float(site.lat))
    for name, path in sorted(geography.borders.items()):
        for row in orjson.loads(path.read_bytes())["features"]:
            properties, geometry = row["properties"], shape(row["geometry"])
            code = str(properties.get("code", ""))
            drawn = Shape(geometry, bool(properties.get("schematic", False)))
            if "precinct" in properties and geometry.geom_type == "Point":
                layers.points[str(properties["precinct"])] = (geometry.x, geometry.y)
            elif "precinct" in properties:
                layers.precincts[str(properties["precinct"])] = drawn
            elif code in contests and (name == CONTESTS_FILE or code not in codes):
                layers.contests[code] = drawn
            elif code in codes:
                layers.territories[code] = drawn
    return layers


class Filling:
    """Fills every territory that has an area with the cells of its precincts, territories without borders included."""

    def __init__(self, geography: Geography, layers: Layers) -> None:
        self.layers = layers
        self.children: dict[str, list[Territory]] = defaultdict(list)
        for territory in geography.territories:
            self.children[territory.parent].append(territory)
        self.sites: dict[str, list[Site]] = defaultdict(list)
        for site in geography.sites:
            self.sites[site.territory].append(site)

    def run(self) -> None:
        """Draw from the top down, beginning wherever a territory has an area."""
        for territory in self.children[""]:
            self._fill(territory.code)

    def _fill(self, code: str) -> None:
        """Draw what lies beneath a territory; one without an area gets that of its children."""
        children = [child.code for child in self.children[code]]
        if code not in self.layers.territories:
            for child in children:
                self._fill(child)
            self._gather(code, children)
            return
        bordered = [child for child in children if child in self.layers.territories]
        others = [child for child in children if child not in self.layers.territories]
        for child in bordered:
            self._fill(child)
        taken = [self.layers.territories[child].geometry for child in bordered]
        own = [site for part in (code, *self._beneath(others)) for site in self.sites[part]]
        taken += [self.layers.precincts[s.number].geometry for s in own if s.number in self.layers.precincts]
        area = self.layers.territories[code].geometry
        left = shapely.difference(area, shapely.union_all(taken)) if taken else area
        open_sites = {
            site.number: self.layers.points[site.number]
            for site in own
            if site.number not in self.layers.precincts and site.number in self.layers.points
        }
        if left.area > 0:
            for number, cell in cells(open_sites, left).items():
                self.layers.precincts[number] = Shape(cell, schematic=True)
        for child in others:
            self._gather_sites(child)

    def _beneath(self, codes: Iterable[str]) -> list[str]:
        found = []
        for code in codes:
            found += [code, *self._beneath(child.code for child in self.children[code])]
        return found

    def _gather(self, code: str, children: list[str]) -> None:
        known = [self.layers.territories[child] for child in children if child in self.layers.territories]
        if known:
            whole = shapely.union_all([each.geometry for each in known])
            self.layers.territories[code] = Shape(whole, any(each.schematic for each in known))

    def _gather_sites(self, code: str) -> None:
        """A territory without a border is where the cells of its precincts are."""
        for child in self.children[code]:
            self._gather_sites(child.code)
        numbers = [site.number for part in self._beneath([code]) for site in self.sites[part]]
        drawn = [self.layers.precincts[number].geometry for number in numbers if number in self.layers.precincts]
        if drawn:
            self.layers.territories[code] = Shape(shapely.union_all(drawn), schematic=True)


def _draw_contests(geography: Geography, layers: Layers) -> None:
    """Electoral districts without borders are where the precincts that vote in them are."""
    if len(geography.contests) < 2:
        return
    members: dict[str, list[Shape]] = defaultdict(list)
    for site in geography.sites:
        for code in site.contests:
            if site.number in layers.precincts:
                members[code].append(layers.precincts[site.number])
    for contest in geography.contests:
        drawn = members[contest.code]
        if contest.code not in layers.contests and contest.territory and drawn:
            whole = shapely.union_all([each.geometry for each in drawn])
            layers.contests[contest.code] = Shape(whole, any(each.schematic for each in drawn))
