"""Consolidated protocols as signed beside the sums as computed (R139 ¶77: the CEC adds the signed protocols)."""

from collections.abc import Iterable, Sequence

from portal.domain.determination.derived import added, signed_differences
from portal.domain.documents import ContestDocument
from portal.domain.documents.determination import SignedCommission, SignedDocument, StepDocument
from portal.domain.facts import Consolidated
from portal.domain.hierarchy import Hierarchy
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.scheme import Scheme


def signed_document(scheme: Scheme, document: ContestDocument, signed: Iterable[Consolidated]) -> SignedDocument:
    """Both sums of a contest over the commissions directly below the CEC that signed, and their difference.

    A commission beneath another one that signed too is left out: its figures are part of the other's.
    """
    contest = scheme.contests[document["code"]]
    positions = contest.positions
    commissions: list[SignedCommission] = []
    covered: set[int] = set()
    for protocols in _top(scheme.hierarchy, current_protocols(signed)):
        territory = protocols[0].territory
        rows = commission_rows(scheme.hierarchy, document, territory)
        votes = added([protocol.votes for protocol in protocols])
        commissions.append(
            {
                "commission": protocols[0].commission,
                "territory": territory,
                "kinds": [protocol.kind.value for protocol in protocols],
                "signed_at": scheme.time(max(protocol.signed_at for protocol in protocols)),
                "votes": [votes.get(position, 0) for position in positions],
                "computed": None if rows is None else _sum(document, rows),
            }
        )
        covered.update(rows or ())
    compared = [commission for commission in commissions if commission["computed"] is not None]
    votes_signed = _columns([commission["votes"] for commission in compared], len(positions))
    computed = _columns([commission["computed"] or [] for commission in compared], len(positions))
    pairs = [dict(zip(positions, numbers, strict=True)) for numbers in (votes_signed, computed)]
    steps = signed_differences(*pairs)
    return {
        "commissions": commissions,
        "votes": votes_signed,
        "computed": computed,
        "difference": [one - other for one, other in zip(votes_signed, computed, strict=True)],
        "whole": len(covered) == len(document["territories"]) > 0,
        "steps": [_step(step.document()) for step in steps],
    }


def _step(document: dict[str, object]) -> StepDocument:
    return document  # type: ignore[return-value]


def current_protocols(signed: Iterable[Consolidated]) -> dict[str, list[Consolidated]]:
    """The newest protocol of each kind by commission; a recount takes the place of the ordinary one (R139 ¶73)."""
    newest: dict[tuple[str, bool], Consolidated] = {}
    for protocol in sorted(signed, key=lambda protocol: (protocol.signed_at, protocol.seq)):
        newest[protocol.commission, protocol.kind is ProtocolKind.REMOTE] = protocol
    found: dict[str, list[Consolidated]] = {}
    for (commission, _), protocol in sorted(newest.items()):
        found.setdefault(commission, []).append(protocol)
    return found


def _top(hierarchy: Hierarchy, by_commission: dict[str, list[Consolidated]]) -> list[list[Consolidated]]:
    places = {protocols[0].territory for protocols in by_commission.values()}

    def beneath(territory: str) -> bool:
        above = set(hierarchy.ancestors(territory)) | ({""} if territory else set())
        return bool(above & places)

    return [protocols for protocols in by_commission.values() if not beneath(protocols[0].territory)]


def commission_rows(hierarchy: Hierarchy, document: ContestDocument, territory: str) -> list[int] | None:
    """Indexes of a contest's rows within the commission's territory; all of them for the contest's own commission.

    None where its territory is only a part of a row.
    """
    rows = document["territories"]
    if territory in ("", document["territory"]):
        return list(range(len(rows)))
    found = [index for index, row in enumerate(rows) if hierarchy.within(row["code"], territory)]
    return found or None


def _sum(document: ContestDocument, rows: Sequence[int]) -> list[int]:
    votes = [document["territories"][index]["protocol"]["votes"] for index in rows]
    return _columns(votes, len(document["options"]))


def _columns(rows: Sequence[Sequence[int]], width: int) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)] if rows else [0] * width
