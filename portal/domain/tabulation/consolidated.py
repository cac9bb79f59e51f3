"""Every consolidated protocol of a contest as signed, its figures beside the sums as computed (R139 ¶67-70, X7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.domain.documents import ConsolidatedDocument, ContestDocument
from portal.domain.documents.consolidated import CommissionDocument
from portal.domain.facts import Consolidated
from portal.domain.findings import Finding, signed_against_computed
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.counts import sum_counts
from portal.domain.tabulation.findings import finding_document
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.signed import commission_rows, current_protocols


def consolidated_documents(
    scheme: Scheme,
    document: ContestDocument,
    signed: Iterable[Consolidated],
    commissions: Mapping[str, CommissionDocument] | None = None,
) -> list[ConsolidatedDocument]:
    """The contest's protocols by commission and time of signing; only those in force are compared with the sums.

    `commissions` are those of the campaign by code.
    """
    protocols = sorted(signed, key=lambda protocol: (protocol.commission, protocol.signed_at, protocol.seq))
    in_force = {protocol.seq for kinds in current_protocols(protocols).values() for protocol in kinds}
    found = [_document(scheme, document, protocol, current=protocol.seq in in_force) for protocol in protocols]
    for row in found:
        if about := (commissions or {}).get(row["commission"]):
            row["about"] = about
    return found


def _document(
    scheme: Scheme, document: ContestDocument, protocol: Consolidated, *, current: bool
) -> ConsolidatedDocument:
    form = scheme.form(protocol.kind, remote=False)
    keys = {line.id: line.key for line in form.lines if line.id in protocol.lines} if form else {}
    positions = scheme.contests[document["code"]].positions
    computed = _computed(scheme, document, protocol) if current else None
    found: Sequence[Finding] = ()
    if computed:
        found = signed_against_computed(
            {key: protocol.lines[line] for line, key in keys.items()},
            computed.lines,
            protocol.votes,
            dict(zip(positions, computed.votes, strict=True)),
            document["code"],
        )
    return {
        "commission": protocol.commission,
        "territory": protocol.territory,
        "kind": protocol.kind.value,
        "form": form.id if form else "",
        "signed_at": scheme.time(protocol.signed_at),
        "current": current,
        "uik_count": protocol.uik_count,
        "ordinary_count": protocol.ordinary_count,
        "remote_count": protocol.remote_count,
        "lines": dict(protocol.lines),
        "votes": [protocol.votes.get(position, 0) for position in positions],
        "computed_lines": _by_line(keys, computed.lines) if computed else None,
        "computed_votes": list(computed.votes) if computed else None,
        "findings": [finding_document(finding) for finding in found],
        "members": protocol.members,
        "signed": protocol.signed,
        "opinions": protocol.opinions,
    }


@dataclass(frozen=True, slots=True)
class _Computed:
    """Sums of one kind of protocol: votes in the order of the options, lines by standard key."""

    votes: Sequence[int]
    lines: Mapping[str, int]


def _computed(scheme: Scheme, document: ContestDocument, protocol: Consolidated) -> _Computed | None:
    """None where the commission covers only a part of a row of the contest."""
    rows = commission_rows(scheme.hierarchy, document, protocol.territory)
    if rows is None:
        return None
    count = sum_counts(len(document["options"]), [document["territories"][index]["protocol"] for index in rows])
    remote = count.get("remote_lines", {})
    if protocol.kind is ProtocolKind.REMOTE:
        return _Computed(count["remote"], remote)
    return _Computed(count["home"], {key: value - remote.get(key, 0) for key, value in count["lines"].items()})


def _by_line(keys: Mapping[str, str], sums: Mapping[str, int]) -> dict[str, int]:
    return {line: sums[key] for line, key in keys.items() if key in sums}
