"""Recording what precincts and commissions report, one at a time or in bulk."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.domain.facts import Consolidated, NoMachineResult, Scan, ScannerReport, TurnoutReport
from portal.store.models import (
    ConsolidatedLineRow,
    ConsolidatedRow,
    ConsolidatedVoteRow,
    FactKind,
    NoMachineRow,
    ScannerRow,
    ScannerVoteRow,
    ScanRow,
    TurnoutRow,
)
from portal.store.record.spine import Entry, insert_facts, insert_rows


def record_turnout(session: Session, campaign: str, report: TurnoutReport, by: str) -> int:
    """Record one turnout report (R139 ¶35); its sequence number."""
    return record_turnouts(session, campaign, [report], by)[0]


def record_turnouts(session: Session, campaign: str, reports: Sequence[TurnoutReport], by: str) -> list[int]:
    """Record turnout reports; their sequence numbers in the same order."""
    entries = [Entry(report.precinct, report.received_at) for report in reports]
    seqs = insert_facts(session, campaign, FactKind.TURNOUT, entries, by)
    insert_rows(
        session,
        TurnoutRow,
        (
            {
                "seq": seq,
                "as_of": report.as_of,
                "identified": report.identified,
                "source": report.source.value,
                "remote": report.remote,
                "outside": report.outside,
            }
            for seq, report in zip(seqs, reports, strict=True)
        ),
    )
    return seqs


def record_scanner_report(session: Session, campaign: str, report: ScannerReport, by: str) -> int:
    """Record one отчет АСУ (R139 ¶50); its sequence number."""
    return record_scanner_reports(session, campaign, [report], by)[0]


def record_scanner_reports(session: Session, campaign: str, reports: Sequence[ScannerReport], by: str) -> list[int]:
    """Record scanner reports; their sequence numbers in the same order."""
    entries = [Entry(report.precinct, report.received_at) for report in reports]
    seqs = insert_facts(session, campaign, FactKind.SCANNER, entries, by)
    pairs = list(zip(seqs, reports, strict=True))
    insert_rows(
        session,
        ScannerRow,
        (
            {
                "seq": seq,
                "contest": report.contest,
                "device": report.device,
                "ballots_processed": report.ballots_processed,
                "reported_at": report.reported_at,
                "remote_voters": report.remote_voters,
                "zero": report.zero,
            }
            for seq, report in pairs
        ),
    )
    insert_rows(
        session,
        ScannerVoteRow,
        (
            {"seq": seq, "position": position, "votes": votes}
            for seq, report in pairs
            for position, votes in report.votes.items()
        ),
    )
    return seqs


def record_no_machine_result(session: Session, campaign: str, result: NoMachineResult, by: str) -> int:
    """Record that a precinct will have no scanner report, and why (R53 ¶38); its sequence number."""
    return record_no_machine_results(session, campaign, [result], by)[0]


def record_no_machine_results(
    session: Session, campaign: str, results: Sequence[NoMachineResult], by: str
) -> list[int]:
    """Record precincts without a machine result; their sequence numbers in the same order."""
    entries = [Entry(result.precinct, result.received_at) for result in results]
    seqs = insert_facts(session, campaign, FactKind.NO_MACHINE, entries, by)
    insert_rows(
        session,
        NoMachineRow,
        (
            {
                "seq": seq,
                "reason_ky": result.reason.ky,
                "reason_ru": result.reason.ru,
                "reason_en": result.reason.en,
            }
            for seq, result in zip(seqs, results, strict=True)
        ),
    )
    return seqs


def record_consolidated(session: Session, campaign: str, protocols: Sequence[Consolidated], by: str) -> list[int]:
    """Record сводные протоколы as signed (R139 ¶67-70); their sequence numbers in the same order."""
    entries = [Entry(None, protocol.received_at) for protocol in protocols]
    seqs = insert_facts(session, campaign, FactKind.CONSOLIDATED, entries, by)
    pairs = list(zip(seqs, protocols, strict=True))
    insert_rows(
        session,
        ConsolidatedRow,
        (
            {
                "seq": seq,
                "commission": protocol.commission,
                "territory": protocol.territory,
                "contest": protocol.contest,
                "kind": protocol.kind.value,
                "signed_at": protocol.signed_at,
                "uik_count": protocol.uik_count,
                "ordinary_count": protocol.ordinary_count,
                "remote_count": protocol.remote_count,
            }
            for seq, protocol in pairs
        ),
    )
    lines = ({"seq": seq, "line": line, "value": value} for seq, item in pairs for line, value in item.lines.items())
    votes = ({"seq": seq, "position": place, "votes": n} for seq, item in pairs for place, n in item.votes.items())
    insert_rows(session, ConsolidatedLineRow, lines)
    insert_rows(session, ConsolidatedVoteRow, votes)
    return seqs


def record_scan(session: Session, campaign: str, scan: Scan, by: str) -> int:
    """Record one scan whose file lies in the home under its sha256 already; its sequence number."""
    return record_scans(session, campaign, [scan], by)[0]


def record_scans(session: Session, campaign: str, scans: Sequence[Scan], by: str) -> list[int]:
    """Record scans; their sequence numbers in the same order."""
    entries = [Entry(scan.precinct, scan.received_at) for scan in scans]
    seqs = insert_facts(session, campaign, FactKind.SCAN, entries, by)
    insert_rows(
        session,
        ScanRow,
        (
            {
                "seq": seq,
                "contest": scan.contest,
                "kind": scan.kind,
                "sha256": scan.sha256,
                "extension": scan.extension,
                "released_at": scan.released_at,
            }
            for seq, scan in zip(seqs, scans, strict=True)
        ),
    )
    return seqs
