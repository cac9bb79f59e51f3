"""preference_votes: votes for persons on party lists, from every version of every protocol that states them."""

from collections.abc import Iterator

from data_export.context import PartContext
from data_export.schema import Column, Kind, Reference, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.list_persons import PERSON, ListPersons, listed
from data_export.tables.protocol_lines import VERSION, protocols
from portal.domain.documents import TerritoryDocument

VOTES = Column(
    "votes",
    Kind.INTEGER,
    words("Артыкчылык добуштары", "Голоса-преференции", "Preference votes"),
    required=True,
)
COUNTED = Column(
    "counted",
    Kind.INTEGER,
    words(
        "1: учурдагы версия, суммаларга кирет; 0: кирбейт",
        "1: действующая версия, входит в суммы; 0: не входит",
        "1: the current version, part of the sums; 0: left out",
    ),
    required=True,
)


class PreferenceVotes(Table):
    """One row per protocol version and person; the sum of counted rows is what determines the order of a list."""

    name = "preference_votes"
    title = words(
        "Тизмелердеги талапкерлер үчүн артыкчылык добуштары",
        "Преференции кандидатам списков",
        "Preference votes for persons on lists",
    )
    columns = (
        *(c.CAMPAIGN, c.CONTEST, c.TERRITORY, c.PRECINCT, c.PROTOCOL_KIND, VERSION),
        *(c.POSITION, PERSON, VOTES, COUNTED),
    )
    references = (
        *(c.TO_CONTEST, c.TO_TERRITORY, c.TO_PRECINCT, c.TO_OPTION),
        Reference(("contest", "position", "person"), "list_persons"),
    )

    def __init__(self, context: PartContext) -> None:
        super().__init__(context)
        self._listed = {code: listed(contest["options"]) for code, contest in context.contests.items()}

    @classmethod
    def wanted(cls, context: PartContext) -> bool:
        return ListPersons.wanted(context)

    def territory_rows(self, territory: TerritoryDocument) -> Iterator[Row]:
        for precinct in territory["precincts"]:
            for contest, counted, current, protocol in protocols(precinct):
                head = (self.context.campaign, contest, territory["code"], precinct["number"])
                version = (protocol["kind"], protocol["version"])
                votes = protocol.get("preferences", [])
                for place, number in zip(self._listed[contest], votes, strict=False):
                    yield (*head, *version, *place, number, int(counted and current))
