"""Lists across the country: one compact document per territory and an index over all of them."""

from typing import NotRequired, TypedDict

from portal.domain.documents.precinct import DecisionDocument
from portal.domain.documents.totals import StatusDocument
from portal.domain.names import NamesDocument


class MissingDocument(TypedDict):
    """A count of a contest that a precinct owes; `contest` is "" for a precinct without contests of its own.

    `why`: no_machine_result (its reason in `reason`), held or waiting.
    """

    count: str
    contest: str
    why: str
    reason: NamesDocument | None


class ListedDifference(TypedDict):
    """Hand count against machine count of a contest: `options` that differ; `ballots` None where they agree."""

    contest: str
    options: int
    scanner: int
    protocol: int
    largest: int
    ballots: int | None


class ListedFinding(TypedDict):
    """A finding by its code; `explained` where a reason was written down."""

    code: str
    contest: str
    explained: bool


class ListedScan(TypedDict):
    """A published scan; `url` is relative to the site root."""

    kind: str
    url: str


class ListedPrecinct(TypedDict):
    """A precinct in the lists. `former` counts replaced protocols, `minutes` runs from closing to the
    first protocol. `decisions` are those that name the precinct, absent where none does.
    """

    number: str
    kind: str
    status: StatusDocument
    missing: list[MissingDocument]
    differences: list[ListedDifference]
    findings: list[ListedFinding]
    former: int
    minutes: int | None
    scans: list[ListedScan]
    decisions: NotRequired[list[DecisionDocument]]


class DelayDocument(TypedDict):
    """Minutes from closing to protocol: fastest, median (the lower of two) and slowest of so many `precincts`."""

    precincts: int
    fastest: int
    median: int
    slowest: int


class TerritoryListDocument(TypedDict):
    """lists/<territory>.json: every precinct attached to a territory with what is missing, differs or was found."""

    code: str
    name: NamesDocument
    delay: DelayDocument | None
    rows: list[ListedPrecinct]


class ListNumbers(TypedDict):
    """Numbers of precincts: all, with a protocol that differs from the ASU report, with findings, and so on.

    `scans` counts the precincts that have at least one published scan of a kind; `files` all published scans.
    """

    precincts: int
    missing_scanner: int
    missing_protocol: int
    differences: int
    findings: int
    invalidated: int
    corrected: int
    recounted: int
    held: int
    no_machine_result: int
    with_scans: int
    files: int
    scans: dict[str, int]


class ListEntry(TypedDict):
    """One territory with attached precincts in the index; `above` are the codes of its ancestors, topmost first."""

    code: str
    name: NamesDocument
    above: list[str]
    numbers: ListNumbers


class ListsDocument(TypedDict):
    """lists/index.json: every territory with attached precincts, and the sums over all of them."""

    numbers: ListNumbers
    rows: list[ListEntry]
