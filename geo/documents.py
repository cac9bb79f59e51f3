"""Shapes of the published documents that maps are made of; docs/schemas/geo-*.json are made from these."""

from typing import NotRequired, TypedDict

from portal.domain.names import NamesDocument


class MapTurnout(TypedDict):
    """Newest turnout: voters identified, base, and percent as the unit's own document states it."""

    as_of: str
    total: int
    voters: int | None
    percent: str | None


class MapCount(TypedDict):
    """Votes of a contest by the count that its page shows first; `leaders` are indexes of the options."""

    count: str
    base: int
    votes: list[int]
    shares: list[str | None]
    leaders: list[int]


class MapPlace(TypedDict):
    """A territory: `hours` maps an hour to total and percent, progress is received, expected and percent."""

    name: NamesDocument
    status: str
    flags: list[str]
    voters: int | None
    turnout: MapTurnout | None
    hours: dict[str, list[int | str | None]]
    scanner: list[int | str | None]
    protocol: list[int | str | None]
    findings: int
    differences: int
    contests: dict[str, MapCount]


class MapPrecinct(TypedDict):
    """A precinct; its turnout is that of the home list, and its progress has no percent."""

    kind: str
    status: str
    flags: list[str]
    voters: int | None
    turnout: MapTurnout | None
    hours: dict[str, list[int | str | None]]
    scanner: list[int | None]
    protocol: list[int | None]
    findings: int
    differences: int
    contests: dict[str, MapCount]


class MapIndexDocument(TypedDict):
    """geo/values.json: the rows of the top level by code."""

    v: int
    rows: dict[str, MapPlace]


class MapValuesDocument(TypedDict):
    """geo/values/<territory>.json: a territory's own row, those of its children and of the precincts attached to it."""

    v: int
    code: str
    own: MapPlace
    children: dict[str, MapPlace]
    precincts: dict[str, MapPrecinct]


class DrawnDocument(TypedDict):
    """geo/drawn.json: whether any area of a precinct is schematic, the ground nearest to it and not its borders."""

    v: int
    schematic_precincts: bool


class LocateRow(TypedDict):
    """A precinct that can be found; longitude before latitude, rings are flat lists, holes included."""

    precinct: str
    territory: str
    kind: str
    schematic: bool
    point: list[int] | None
    rings: list[list[int]]


class LocateDocument(TypedDict):
    """geo/locate.json: points and borders of precincts, `scale` units in a degree (WGS 84)."""

    v: int
    scale: int
    rows: list[LocateRow]


class ShapesFrame(TypedDict):
    """One static map: size in pixels, the `d` of an SVG path by code, and which codes are schematic."""

    width: int
    height: int
    shapes: dict[str, str]
    schematic: list[str]


class ShapesDocument(TypedDict):
    """geo/shapes.json: a frame of regions, one of districts, and one per contest of several territories.

    `precincts` has a frame of precincts for each contest within one territory; older geometry lacks it.
    """

    v: int
    regions: ShapesFrame | None
    districts: ShapesFrame | None
    contests: dict[str, ShapesFrame]
    precincts: NotRequired[dict[str, ShapesFrame]]
