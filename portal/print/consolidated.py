"""The consolidated protocol and table of an ОИК/ТИК as computed (R53 ¶49-51, R139 ¶67-70).

A draft says on every page that it is one, and what is missing. Places for the signatures of all members, for their
number and for separate opinions (¶69) are left open until the signed protocol was entered; then they say what stands on
it, and every figure that differs is listed (X7). What is printed is a value with the attributes below
(`portal.entry.consolidated.ConsolidatedTable` is one): the printer knows no store.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from portal.domain.names import Language, Names
from portal.domain.statuses import ProtocolKind
from portal.print.typesetting import clock, number, typeset
from portal.print.words import word

COLUMNS = 16
"""Figures of a precinct in one band of the table; more make a second band below."""


class Commission(Protocol):
    """Whose protocol it is."""

    @property
    def code(self) -> str: ...
    @property
    def names(self) -> Names: ...


class SumLine(Protocol):
    """A line of the form and its sum."""

    @property
    def id(self) -> str: ...
    @property
    def names(self) -> Names: ...
    @property
    def value(self) -> int | None: ...


class SumOption(Protocol):
    """A position of the ballot and its votes."""

    @property
    def position(self) -> int: ...
    @property
    def names(self) -> Names: ...
    @property
    def votes(self) -> int: ...


class TableRow(Protocol):
    """One entered protocol."""

    @property
    def precinct(self) -> str: ...
    @property
    def lines(self) -> Mapping[str, int]: ...
    @property
    def votes(self) -> Mapping[int, int]: ...
    @property
    def counted(self) -> bool: ...


class MissingPaper(Protocol):
    """A paper that is not entered."""

    @property
    def precinct(self) -> str: ...
    @property
    def kind(self) -> ProtocolKind: ...


class Consolidated(Protocol):
    """A consolidated protocol with its table, of one contest and kind."""

    @property
    def campaign_names(self) -> Names: ...
    @property
    def zone(self) -> str: ...
    @property
    def commission(self) -> Commission: ...
    @property
    def contest_names(self) -> Names: ...
    @property
    def kind(self) -> ProtocolKind: ...
    @property
    def form_names(self) -> Names: ...
    @property
    def computed_at(self) -> datetime: ...
    @property
    def uik_count(self) -> int: ...
    @property
    def ordinary_count(self) -> int: ...
    @property
    def remote_count(self) -> int: ...
    @property
    def lines(self) -> Sequence[SumLine]: ...
    @property
    def options(self) -> Sequence[SumOption]: ...
    @property
    def rows(self) -> Sequence[TableRow]: ...
    @property
    def missing(self) -> Sequence[MissingPaper]: ...
    @property
    def complete(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """The protocol as signed on paper: when, by how many of how many members, and figures that differ: label, as
    signed, as computed.
    """

    signed_at: datetime
    members: int | None
    signed: int | None
    opinions: int | None
    differences: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Who signs: chair and members of the commission as far as they are known, and what was entered as signed."""

    chair: str = ""
    members: tuple[str, ...] = ()
    paper: SignedPaper | None = None


NOBODY = People()
OPEN = "______"


def consolidated_pdf(table: Consolidated, language: Language, people: People = NOBODY, *, test: bool = False) -> bytes:
    """Protocol and table as one PDF: the protocol on upright pages, the table on broad ones."""
    return typeset("consolidated.typ", content_of(table, language, people, test=test))


def content_of(
    table: Consolidated, language: Language, people: People = NOBODY, *, test: bool = False
) -> dict[str, Any]:
    """Every text of the paper in the order in which it is printed."""
    commission = table.commission.names.document()[language] or table.commission.code
    contest = table.contest_names.document()[language]
    return {
        "language": language,
        "title": word("consolidated", language),
        "table_title": word("consolidated_table", language),
        "kind": word(table.kind.value, language),
        "form": table.form_names.document()[language],
        "test": word("test", language) if test else "",
        "draft": "" if table.complete else word("draft", language),
        "campaign": table.campaign_names.document()[language],
        "commission": commission,
        "contest": contest,
        "computed_at": f"{word('computed_at', language)}: {clock(table.computed_at, table.zone)}",
        "counts": [
            [word("uik_count", language), str(table.uik_count)],
            [word("ordinary_count", language), str(table.ordinary_count)],
            [word("remote_count", language), str(table.remote_count)],
        ],
        "header": [word("line", language), word("name", language), word("value", language)],
        "lines": [[line.id, line.names.document()[language], number(line.value)] for line in table.lines],
        "options_header": [word("position", language), word("option", language), word("votes", language)],
        "options": [[str(o.position), o.names.document()[language], str(o.votes)] for o in table.options],
        "missing_title": word("missing", language),
        "missing": [f"№ {paper.precinct} ({word(paper.kind.value, language)})" for paper in table.missing],
        "bands": _bands(table, language),
        "chair": f"{word('commission_chair', language)} {people.chair}".strip(),
        "members": word("commission_members", language),
        "names": list(people.members),
        "signatures": _signatures(people, language),
        "signed": _signed(people.paper, table, language) if people.paper else None,
        "footer": f"{commission} · {contest}",
    }


def _signatures(people: People, language: Language) -> list[list[str]]:
    """Members, signatures and opinions: as entered, else the number of members known and places left open."""
    known = len(people.members) + bool(people.chair)
    paper = people.paper
    found = (paper.members, paper.signed, paper.opinions) if paper else (known or None, None, None)
    labels = ("members", "signed", "opinions")
    return [
        [word(label, language), OPEN if value is None else str(value)]
        for label, value in zip(labels, found, strict=True)
    ]


def _signed(paper: SignedPaper, table: Consolidated, language: Language) -> dict[str, Any]:
    return {
        "title": word("as_signed", language),
        "at": f"{word('signed_at', language)}: {clock(paper.signed_at, table.zone)}",
        "header": [word("name", language), word("as_signed", language), word("as_computed", language)],
        "rows": [list(row) for row in paper.differences],
        "none": "" if paper.differences else word("no_differences", language),
        "differences": word("differences", language),
    }


def _bands(table: Consolidated, language: Language) -> list[dict[str, Any]]:
    """The table in bands of columns that fit on a page; each row is a precinct, the last is the sum."""
    heads = [line.id for line in table.lines] + [f"№ {option.position}" for option in table.options]
    sums = [number(line.value) for line in table.lines] + [str(option.votes) for option in table.options]
    rows = [
        [number(row.lines.get(line.id)) for line in table.lines]
        + [number(row.votes.get(option.position)) for option in table.options]
        for row in table.rows
    ]
    names = [row.precinct if row.counted else f"{row.precinct} ({word('invalidated', language)})" for row in table.rows]
    bands = []
    for at in range(0, len(heads), COLUMNS):
        until = at + COLUMNS
        body = [[name, *cells[at:until]] for name, cells in zip(names, rows, strict=True)]
        bands.append(
            {
                "header": [word("precinct", language), *heads[at:until]],
                "rows": body,
                "sum": [word("sum", language), *sums[at:until]],
            }
        )
    return bands
