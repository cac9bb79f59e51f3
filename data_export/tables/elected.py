"""elected: who is elected as the documents say; `standing` says with what force (R139 ¶77-82)."""

from collections.abc import Iterator
from typing import cast

from data_export.context import PartContext
from data_export.schema import Column, Kind, Row, Table, words
from data_export.tables import columns as c
from data_export.tables.corrections import DECISION
from data_export.tables.options import IDENTIFIER, PARTY, SEX
from data_export.tables.precincts import name_cells
from data_export.tables.results import VOTES
from data_export.view import ReleaseView
from portal.domain.determination.rules import Rule
from portal.domain.documents import ContestDocument
from portal.domain.documents.determination import DeterminationDocument, ListSeatsDocument
from portal.domain.statuses import Count

SEAT = Column("seat", Kind.INTEGER, words("Мандаттын номери", "Номер мандата", "Number of the seat"), required=True)
PERSON = Column(
    "person",
    Kind.INTEGER,
    words("Тизмедеги номери", "Номер в списке партии", "Number on the party's list; empty for candidates"),
)
COUNT = Column(
    "count",
    Kind.TEXT,
    words(
        "Эмне боюнча аныкталган: scanner АЭУ, protocol протоколдор",
        "По чему определено: scanner АСУ, protocol протоколы",
        "What it is determined from: scanner or protocol",
    ),
    required=True,
    values=tuple(Count),
)
STANDING = Column(
    "standing",
    Kind.TEXT,
    words(
        "certain калган добуштарга карабай, computed портал эсептеген, determined чечим бар, official расмий",
        "certain при любых остальных голосах, computed вычислено порталом, determined по решению, official официально",
        "certain however the remaining votes fall, computed by the portal, determined by decision, or official",
    ),
    required=True,
    values=("certain", "computed", "determined", "official"),
)
BASE = Column(
    "base", Kind.INTEGER, words("Жарактуу добуштар", "Действительных голосов", "Valid votes, the base of the share")
)


class Elected(Table):
    """One row per seat that was filled; a seat of a party list bears the party's name where the person is not known."""

    name = "elected"
    title = words("Шайлангандар", "Избранные", "Elected")
    columns = (
        c.CAMPAIGN,
        c.CONTEST,
        SEAT,
        c.POSITION,
        *c.named("name", c.NAME),
        IDENTIFIER,
        SEX,
        PARTY,
        VOTES,
        DECISION,
        PERSON,
        COUNT,
        STANDING,
        BASE,
    )
    primary_key = ("contest", "seat")
    references = (c.TO_CONTEST, c.TO_OPTION)

    def __init__(self, context: PartContext) -> None:
        super().__init__(context)
        self._decided: dict[str, str] = {}

    def release_rows(self, view: ReleaseView) -> Iterator[Row]:
        """No rows yet; the last act that determined or published the result of a contest ("": of all) is kept."""
        for decision in view.campaign["decisions"]:
            if decision["kind"] in ("determine", "official"):
                self._decided[decision["target"]] = decision["number"]
        yield from ()

    def contest_rows(self, contest: ContestDocument) -> Iterator[Row]:
        found = contest.get("determination")
        if found is None:
            return
        standing = _standing(found)
        decided = self._decided.get(contest["code"], self._decided.get(""))
        decision = decided if standing in ("determined", "official") else None
        for cells in _seats(contest, found):
            yield (
                self.context.campaign,
                contest["code"],
                *cells[:9],
                decision,
                cells[9],
                found["count"],
                standing,
                cells[10],
            )


def _standing(found: DeterminationDocument) -> str:
    if found["official"]:
        return "official"
    if found["status"] == "determined":
        return "determined"
    return "certain" if found["outcome"] == "open" else "computed"


def _seats(contest: ContestDocument, found: DeterminationDocument) -> Iterator[Row]:
    """Cells of the filled seats: seat, position, names, id, sex, party, votes, person, base."""
    for seat in found["seats"]:
        who = (seat["id"] or None, seat["sex"] or None, seat["party"] or None)
        yield (
            *(seat["seat"], seat["position"], *name_cells(seat["name"]), *who),
            *(seat["votes"], seat["person"] or None, seat["base"]),
        )
    count = contest["protocol"] if found["count"] == Count.PROTOCOL else contest["scanner"]
    places = {option["position"]: index for index, option in enumerate(contest["options"])}
    number = len(found["seats"])
    for row in found["lists"]:
        for _ in range(_nameless(row, found)):
            number += 1
            votes = count["votes"][places[row["position"]]]
            cells = (number, row["position"], *name_cells(row["name"]), None, None, None)
            yield (*cells, votes, None, found["valid_votes"])


def _nameless(row: ListSeatsDocument, found: DeterminationDocument) -> int:
    """Seats of a list whose person is not known; those beyond the end of the list are vacant."""
    position = row["position"]
    named = sum(seat["position"] == position for seat in found["seats"])
    vacant = [step["numbers"] for step in found["notices"] if step["rule"] == Rule.LIST_TOO_SHORT]
    return row["seats"] - named - sum(cast(int, step["seats"]) for step in vacant if step["position"] == position)
