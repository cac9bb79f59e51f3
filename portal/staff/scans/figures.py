"""The stored numbers that stand beside a scan while it is checked."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from portal.domain.facts import PrecinctFacts, Protocol, ScannerReport
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import ProtocolKind
from portal.scans.kinds import ScanKind, protocols_of
from portal.staff.commissions import said
from portal.staff.pages import moment
from portal.store.queries.configuration import StoredConfiguration
from portal.store.queries.scans import StoredScan


@dataclass(frozen=True, slots=True)
class Figures:
    """One stored paper or report: what it is, what is said of it, and its numbers as pairs of name and text."""

    title: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str, str], ...]


def beside(stored: StoredConfiguration, facts: PrecinctFacts, scan: StoredScan) -> list[Figures]:
    """What the store holds of the paper on the scan; empty for a paper that is not entered, or has no numbers."""
    if kinds := protocols_of(scan.kind):
        return [_protocol(stored, each) for each in _current(facts.protocols, kinds, scan.contest)]
    if scan.kind in (ScanKind.ASU_INITIAL, ScanKind.ASU_FINAL):
        zero = scan.kind == ScanKind.ASU_INITIAL
        reports = [each for each in facts.scanner if each.zero is zero and scan.contest in ("", each.contest)]
        return [_scanner(stored, each) for each in reports]
    return []


def _current(protocols: Iterable[Protocol], kinds: tuple[ProtocolKind, ...], contest: str) -> list[Protocol]:
    """The newest version of each paper; a remote paper keeps its lines filled once per precinct."""
    newest: dict[tuple[str, ProtocolKind], Protocol] = {}
    for each in protocols:
        if each.kind in kinds and (contest in ("", each.contest) or not each.contest):
            newest[each.contest, each.kind] = each
    return [newest[key] for key in sorted(newest)]


def _protocol(stored: StoredConfiguration, protocol: Protocol) -> Figures:
    campaign = stored.campaign
    form = campaign.remote_form if protocol.kind is ProtocolKind.REMOTE else campaign.ordinary_form
    facts = (
        (gettext("Version"), str(protocol.version)),
        (gettext("Signed"), moment(protocol.signed_at)),
        (gettext("Entered"), moment(protocol.received_at)),
        (gettext("Members who signed"), _shares(protocol.signed, protocol.members)),
    )
    lines = _lines(form, protocol) if form else []
    votes = _votes(stored, protocol.contest, protocol.votes)
    return Figures(_title(stored, protocol.contest), facts, (*lines, *votes, *_preferences(stored, protocol)))


def _preferences(stored: StoredConfiguration, protocol: Protocol) -> list[tuple[str, str, str]]:
    """Preference votes in the order of the lists, where the paper states them."""
    options = next((each.options for each in stored.contests if each.code == protocol.contest), ())
    return [
        (f"№ {o.position}.{person.number}", said(person.names), str(votes))
        for o in options
        for person in o.persons
        if (votes := protocol.preferences.get((o.position, person.number))) is not None
    ]


def _lines(form: ProtocolForm, protocol: Protocol) -> list[tuple[str, str, str]]:
    """Lines in the order of the form; one of another scope has no value here and is left out."""
    wanted = form.contest_line_ids if protocol.contest else form.precinct_line_ids
    named = [(line, protocol.lines.get(line.id)) for line in form.lines if line.id in wanted]
    return [(line.id, said(line.names), "—" if value is None else str(value)) for line, value in named]


def _scanner(stored: StoredConfiguration, report: ScannerReport) -> Figures:
    facts = [(gettext("Device"), report.device or "—"), (gettext("Reported"), moment(report.reported_at))]
    if report.ballots_processed is not None:
        facts.append((gettext("Ballots processed"), str(report.ballots_processed)))
    return Figures(_title(stored, report.contest), tuple(facts), _votes(stored, report.contest, report.votes))


def _title(stored: StoredConfiguration, contest: str) -> str:
    if not contest:
        return str(gettext("Lines of the whole precinct"))
    return next((said(each.names) for each in stored.contests if each.code == contest), contest)


def _votes(stored: StoredConfiguration, contest: str, votes: object) -> tuple[tuple[str, str, str], ...]:
    options = next((each.options for each in stored.contests if each.code == contest), ())
    known = dict(votes) if isinstance(votes, dict) else {}
    return tuple((f"№ {o.position}", said(o.names), str(known.get(o.position, "—"))) for o in options)


def _shares(signed: int | None, members: int | None) -> str:
    people = {"signed": "—" if signed is None else signed, "members": "—" if members is None else members}
    return str(gettext("%(signed)s of %(members)s", **people))
