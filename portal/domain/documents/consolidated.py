"""Documents of consolidated protocols."""

from typing import NotRequired, TypedDict

from portal.domain.documents.precinct import FindingDocument
from portal.domain.names import NamesDocument


class CommissionDocument(TypedDict):
    """избирательная комиссия that signed: oik or tik, the commission above it, its contest (ОИК), its name."""

    kind: str
    parent: str
    contest: str
    name: NamesDocument


class ConsolidatedDocument(TypedDict):
    """сводный протокол of one commission for one contest as signed, beside the sums as computed (R139 ¶67-70).

    `lines` by line id of `form` ("": the campaign names none), `votes` in the order of the contest's options. `current`
    is False for one that a later signed protocol replaced. The computed figures are sums of the same kind of protocol
    over the commission's precincts, without invalidated ones; None in a replaced protocol, and where the commission
    covers only a part of a row of the contest. `findings` are X7, one for every figure that differs. `members` of the
    commission, those who `signed`, separate `opinions`: None where they are not known. `about` is the commission as the
    campaign gives it, absent where it gives none.
    """

    commission: str
    territory: str
    kind: str
    form: str
    signed_at: str
    current: bool
    uik_count: int | None
    ordinary_count: int | None
    remote_count: int | None
    lines: dict[str, int]
    votes: list[int]
    computed_lines: dict[str, int] | None
    computed_votes: list[int] | None
    findings: list[FindingDocument]
    members: int | None
    signed: int | None
    opinions: int | None
    about: NotRequired[CommissionDocument]
