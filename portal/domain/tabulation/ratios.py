"""Control ratios of a published protocol, evaluated once and written beside its lines (G1), and those over the papers
of a precinct as they are judged before a paper is saved (R53 ¶44).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from portal.domain.control_ratios import Figures, RatioResult, evaluate_precinct, evaluate_protocol
from portal.domain.documents import RatioDocument
from portal.domain.facts import Protocol, ScannerReport, TurnoutReport
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.scheme import Scheme
from portal.domain.visible import VisiblePrecinct


def protocol_results(form: ProtocolForm, protocol: Protocol, *, remote: bool) -> tuple[RatioResult, ...]:
    """Every rule that can be evaluated on this version of the protocol."""
    return evaluate_protocol(
        form,
        protocol.lines,
        sum(protocol.votes.values()),
        protocol.members,
        protocol.signed,
        kind=ProtocolKind.REMOTE if remote else protocol.kind,
        contest_is_own=not remote,
    )


def precinct_results(scheme: Scheme, visible: VisiblePrecinct, own: tuple[str, ...]) -> tuple[RatioResult, ...]:
    """Rules over all current protocols of a precinct; `own` are its own contests."""
    if scheme.campaign.ordinary_form is None:
        return ()
    current = {code: versions[-1] for code, versions in visible.protocols.items()}
    figures = {code: Figures(p.lines, sum(p.votes.values())) for code, p in current.items()}
    return evaluate_precinct(
        scheme.campaign.ordinary_form,
        [found for code, found in figures.items() if code in own],
        scheme.campaign.remote_form,
        [found for code, found in figures.items() if code not in own],
        visible.remote_lines,
    )


def results_before_saving(
    ordinary: ProtocolForm | None,
    remote: ProtocolForm | None,
    own: Collection[str],
    papers: Mapping[str, Protocol],
    kind: ProtocolKind,
    *,
    awaits_remote: bool,
) -> tuple[RatioResult, ...]:
    """Rules over the papers of a precinct that name a paper of this kind and can be judged: all they name are in.

    `papers` are the current protocols by contest with those about to be saved, "" the lines filled once per precinct;
    `own` are the precinct's own contests. `awaits_remote` says that a remote paper is still to come.
    """
    if ordinary is None:
        return ()
    figures = {code: Figures(p.lines, sum(p.votes.values())) for code, p in papers.items() if code}
    far = [found for code, found in figures.items() if code not in own]
    once = papers.get("")
    complete = {"ordinary"} if set(own) <= figures.keys() else set()
    if far or once is not None or not awaits_remote:
        complete.add("remote")
    named = "remote" if kind is ProtocolKind.REMOTE else "ordinary"
    near = [found for code, found in figures.items() if code in own]
    results = evaluate_precinct(ordinary, near, remote, far, once.lines if once else None)
    kinds = {result.code: {name.partition(".")[0] for name in result.values} for result in results}
    return tuple(each for each in results if named in kinds[each.code] and kinds[each.code] <= complete)


def remote_votes_told(own: Collection[str], reports: Iterable[ScannerReport], turnout: Sequence[TurnoutReport]) -> bool:
    """True when machines or turnout tell of remote votes at a precinct with these own contests (R139 ¶52)."""
    counted = any(
        sum(report.votes.values()) or report.ballots_processed
        for report in reports
        if report.contest not in own and not report.zero
    )
    return counted or bool(turnout and turnout[-1].remote)


def ratio_documents(form: ProtocolForm, protocol: Protocol, *, remote: bool) -> list[RatioDocument]:
    """The evaluated rules as they are published beside the protocol."""
    return [
        {
            "code": result.code,
            "severity": result.severity,
            "source": result.source,
            "lines": list(result.lines),
            "left": result.left,
            "right": result.right,
            "holds": result.holds,
        }
        for result in protocol_results(form, protocol, remote=remote)
    ]
