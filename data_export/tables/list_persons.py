"""list_persons: the persons of party lists, by their number on the list."""

from collections.abc import Iterable, Iterator

from data_export.context import PartContext
from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.options import IDENTIFIER, SEX, STATUS
from data_export.tables.precincts import name_cells
from data_export.view import ReleaseView
from portal.domain.documents import OptionDocument

PERSON = Column(
    "person",
    Kind.INTEGER,
    words("Тизмедеги номери", "Номер в списке партии", "Number on the party's list"),
    required=True,
)


def listed(options: Iterable[OptionDocument]) -> list[tuple[int, int]]:
    """Position and number of every person, in the order in which documents hold preference votes."""
    return [(option["position"], person["person"]) for option in options for person in option.get("persons", [])]


class ListPersons(Table):
    """One row per person of a party list."""

    name = "list_persons"
    title = words("Партиялардын тизмелериндеги талапкерлер", "Кандидаты списков партий", "Persons on party lists")
    columns = (c.CAMPAIGN, c.CONTEST, c.POSITION, PERSON, *c.named("name", c.NAME), IDENTIFIER, SEX, STATUS)
    primary_key = ("contest", "position", "person")
    references = (c.TO_CONTEST, c.TO_OPTION)

    @classmethod
    def wanted(cls, context: PartContext) -> bool:
        return any(listed(contest["options"]) for contest in context.contests.values())

    def release_rows(self, view: ReleaseView) -> Iterator[Row]:
        for contest in view.configuration["contests"]:
            for option in contest["options"]:
                for person in option.get("persons", []):
                    yield (
                        self.context.campaign,
                        contest["code"],
                        option["position"],
                        person["person"],
                        *name_cells(person["name"]),
                        person["id"] or None,
                        person["sex"] or None,
                        person["status"] or None,
                    )
