"""One precinct with all it has."""

from typing import NotRequired, TypedDict

from portal.domain.documents.totals import StatusDocument
from portal.domain.names import NamesDocument


class FindingDocument(TypedDict):
    """несоответствие as code + lines + values; the sentence is chosen when it is shown. `source` names
    the paragraph.
    """

    code: str
    severity: str
    source: str
    contest: str
    lines: list[str]
    values: dict[str, int]
    explanation: str


class RatioDocument(TypedDict):
    """One control ratio evaluated on a protocol: both sides and whether it holds."""

    code: str
    severity: str
    source: str
    lines: list[str]
    left: int
    right: int
    holds: bool


class DeviceReport(TypedDict):
    """The report of one scanner (ASU)."""

    device: str
    ballots_processed: int | None
    votes: list[int]
    reported_at: str


class ScannerDocument(TypedDict):
    """отчет АСУ: the machine result of a precinct for one contest, the sum over its devices."""

    ballots_processed: int | None
    votes: list[int]
    base: int
    shares: list[str | None]
    reported_at: str
    devices: list[DeviceReport]


class ProtocolDocument(TypedDict):
    """протокол: one version of a precinct's hand count for one contest. `lines` by line id of the form, as entered.

    `preferences` are preference votes in the order of the contest's options and their persons, absent where none are
    stated.
    """

    kind: str
    form: str
    version: int
    signed_at: str
    received_at: str
    lines: dict[str, int]
    votes: list[int]
    base: int
    shares: list[str | None]
    members: int | None
    signed: int | None
    opinions: int | None
    ratios: list[RatioDocument]
    reasons: dict[str, str]
    preferences: NotRequired[list[int]]


class DifferenceDocument(TypedDict):
    """Hand count against machine count for one option (`position`) or for the ballots (`position` None)."""

    position: int | None
    scanner: int
    protocol: int
    difference: int


class OtherVoteDocument(TypedDict):
    """Both counts of a vote that is not the one shown: 0 the first vote, 1 the first re-vote … (R139 ¶75).

    No sum holds them. `versions` are the protocols of that vote, newest first.
    """

    vote: int
    scanner: ScannerDocument | None
    versions: list[ProtocolDocument]


class ResultDocument(TypedDict):
    """Everything of one precinct for one contest. `remote` marks votes for a contest that is not the precinct's own.

    `counted` is False where the precinct's totals are invalidated (R139 ¶75). `versions` are the former protocols,
    newest first; `protocol` is the current one. `vote` is there where the figures are those of a re-vote (1 the first),
    `other_votes` where the precinct voted more than once: the figures of the votes that do not count stay readable.
    """

    contest: str
    remote: bool
    counted: bool
    status: StatusDocument
    scanner: ScannerDocument | None
    protocol: ProtocolDocument | None
    versions: list[ProtocolDocument]
    differences: list[DifferenceDocument]
    vote: NotRequired[int]
    other_votes: NotRequired[list[OtherVoteDocument]]


class PrecinctTurnout(TypedDict):
    """One accepted turnout report of a precinct."""

    as_of: str
    hour: str
    identified: int
    remote: int | None
    source: str
    home_percent: str | None


class ScanDocument(TypedDict):
    """A published scan; `url` is relative to the site root.

    `original_sha256` is there where a cleaned copy is published: the hash of the file as it came.
    """

    sha256: str
    kind: str
    contest: str
    url: str
    received_at: str
    released_at: str
    original_sha256: NotRequired[str]


class HeldDocument(TypedDict):
    """A fact that is held back: which series and since when, never its values."""

    series: str
    contest: str
    since: str


class DecisionDocument(TypedDict):
    """A registered and confirmed decision that concerns this unit."""

    number: str
    date: str
    body: str
    kind: str
    scope: str
    target: str
    reason: NamesDocument


class PrecinctDocument(TypedDict):
    """избирательный участок with all it has; stands inside the document of the territory it is attached to.

    `country` is an ISO 3166-1 alpha-2 code where a precinct abroad states its country.
    """

    number: str
    kind: str
    name: NamesDocument
    address: NamesDocument
    lat: str
    lon: str
    timezone: str
    opens: str
    closes: str
    voters: int | None
    chair: str
    secretary: str
    contests: list[str]
    status: StatusDocument
    turnout: list[PrecinctTurnout]
    final: PrecinctTurnout | None
    results: list[ResultDocument]
    remote_lines: dict[str, int]
    no_machine_result: NamesDocument | None
    findings: list[FindingDocument]
    scans: list[ScanDocument]
    held: list[HeldDocument]
    decisions: list[DecisionDocument]
    country: NotRequired[str]
