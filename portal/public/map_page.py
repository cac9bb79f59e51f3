"""`…/map/`: the figures of regions and districts as a table and on a map (template over geo/values.json)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from portal import urls
from portal.languages import Language
from portal.public import map_assets
from portal.public.alphabet import alphabetical
from portal.public.map_measures import Measure, for_script, measures
from portal.public.map_words import script_words
from portal.public.pages.campaign import acts_on_the_whole
from portal.public.pages.page import CampaignPage, Table, is_preliminary
from portal.public.reading import Reading
from portal.published.shapes import AbroadPlace, Count, TerritoryEntry

INDEX = "geo/values.json"
LOCATE = "geo/locate.json"
DRAWN = "geo/drawn.json"
Row = Mapping[str, Any]
ABROAD = "abroad.json"


def map_url(language: str, campaign: str) -> str:
    """The map of a campaign."""
    return f"{urls.campaign(language, campaign)}map/"


class MapPage(CampaignPage):
    """The map of a campaign. Raises NotPublished for a campaign whose release has no geometry."""

    template = "map.html"
    tabular = True

    def __init__(
        self, reading: Reading, language: Language, path: str, arguments: Mapping[str, str], campaign: str
    ) -> None:
        super().__init__(reading, language, path, arguments, campaign)
        self.index: dict[str, Any] = self.release.document(INDEX)
        # The script reads every file as of one release, so the page must name the newest.
        self.release.follow_pointer()

    def document(self) -> dict[str, Any]:
        return self.index

    def context(self) -> dict[str, Any]:
        places = [place for place in self._places() if place["row"]["voters"] or place["row"]["scanner"][1]]
        campaign = self.release.campaign_document()
        return {
            "places": places,
            "status": campaign["status"],
            "acts": acts_on_the_whole(campaign["decisions"]),
            "preliminary": is_preliminary(campaign["status"]),
            "abroad": self._abroad(),
            "own": ", ".join(self.formats.name(entry["name"]) for entry in self._own),
            "schematic": self._schematic(),
            "contests": self.configuration["contests"],
            "measures": self._measures,
            "interactive": bool(map_assets.vendor_files()),
            "assets": {**map_assets.own_urls(), **map_assets.vendor_urls()},
            "script_url": self._script_url(),
            "config": self.config(),
            "where_url": where_url(self.language, self.campaign),
            "standalone_url": f"{map_url(self.language, self.campaign)}standalone.html",
            "index_url": self._file(INDEX),
            "geometry_urls": [(path, self._file(path)) for path in GEOMETRY],
        }

    def config(self) -> dict[str, Any]:
        """What the script of the map needs to know; every figure comes from the files of the release."""
        language, campaign = self.language, self.campaign
        formats = self.formats
        return {
            "base": urls.data_file(campaign, self.release.number, ""),
            "values": self.index["rows"],
            "pages": {
                "territory": urls.territory(language, campaign, ""),
                "precinct": urls.precinct(language, campaign, ""),
            },
            "where": where_url(language, campaign),
            "language": language,
            "decimal": formats.percent("0.1")[1],
            "group": formats.number(1111)[1],
            "percent": formats.percent("0.1")[3:],
            "measures": [
                for_script(measure, measure.name != "turnout" or bool(self._turnouts)) for measure in self._measures
            ],
            "own": [entry["code"] for entry in self._own],
            "words": script_words(),
        }

    @cached_property
    def _own(self) -> list[TerritoryEntry]:
        """Regions with precincts that belong to none of their districts: no shape of a district holds these."""
        rows = self.configuration["territories"]
        parents = {entry["parent"] for entry in rows}
        return [entry for entry in rows if entry["precincts"] and not entry["parent"] and entry["code"] in parents]

    @cached_property
    def _turnouts(self) -> list[Row]:
        return [row["turnout"] for row in self.index["rows"].values() if row["turnout"]]

    @cached_property
    def _measures(self) -> tuple[Measure, ...]:
        found = measures(point["percent"] for point in self._turnouts)
        if not self.release.fixed()["archive"]:
            return found
        # An archive offers what it holds; without turnout it opens with who led.
        missing = {kind.value for kind in Count} - set(self.counts)
        missing |= {"differences"} if missing else set()
        missing |= set() if self._turnouts else {"turnout"}
        return tuple(measure for measure in found if measure.name not in missing)

    def table(self) -> Table:
        """Regions and districts with the newest figures of every layer."""
        return Table(
            (
                *("territory", "parent", "name", "voters", "turnout_as_of", "turnout", "turnout_percent"),
                *("scanner_received", "scanner_expected", "protocol_received", "protocol_expected"),
                *("precincts_with_differences", "precincts_with_findings"),
            ),
            (
                (
                    *(place["code"], place["parent"], place["row"]["name"][self.language], place["row"]["voters"]),
                    *_turnout_cells(place["row"]),
                    *place["row"]["scanner"][:2],
                    *place["row"]["protocol"][:2],
                    *(place["row"]["differences"], place["row"]["findings"]),
                )
                for place in self._places()
            ),
        )

    def _places(self) -> Iterator[dict[str, Any]]:
        """Regions by turnout, each followed by its districts by turnout."""
        parents = {entry["parent"] for entry in self.configuration["territories"]}
        for code, row in by_turnout(self.index["rows"]):
            yield {"code": code, "parent": "", "row": row}
            if code not in parents:
                continue
            children = self.release.document(f"geo/values/{code}.json")["children"]
            for child, values in by_turnout(children):
                yield {"code": child, "parent": code, "row": values}

    def _abroad(self) -> list[AbroadPlace]:
        """Precincts abroad by country, sorted by its name, with their addresses; those of no stated country last."""
        document = self.release.optional(ABROAD)
        places: list[AbroadPlace] = document["places"] if document else []
        return sorted(places, key=lambda place: (not place["country"], alphabetical(place["name"][self.language])))

    def _schematic(self) -> bool:
        """Whether any area of a precinct is not its border; said where an older release does not tell."""
        drawn = self.release.optional(DRAWN)
        return drawn is None or drawn["schematic_precincts"]

    def _script_url(self) -> str:
        return self._file(f"geo/map.{self.language}.js")

    def _file(self, path: str) -> str:
        return urls.data_file(self.campaign, self.release.release.listed(path).owner, path)


GEOMETRY = (
    "geo/regions.geojson",
    "geo/territories.geojson",
    "geo/contests.geojson",
    "geo/precincts.geojson",
)


def where_url(language: str, campaign: str) -> str:
    """Where a location is sent to be answered with a precinct."""
    return f"{map_url(language, campaign)}where/"


def by_turnout(rows: Mapping[str, Row]) -> list[tuple[str, Row]]:
    """Rows from the highest turnout down, those without one last."""

    def key(item: tuple[str, Row]) -> tuple[bool, Decimal]:
        point = item[1]["turnout"]
        percent = point["percent"] if point else None
        return percent is None, -Decimal(percent or 0)

    return sorted(rows.items(), key=key)


def _turnout_cells(row: Row) -> tuple[Any, ...]:
    point = row["turnout"]
    return (point["as_of"], point["total"], point["percent"]) if point else (None, None, None)
