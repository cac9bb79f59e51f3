"""Entering a paper: one call from what was typed to what became of it (R53 ¶42-45).

Order of the questions: did somebody enter it since the page was opened; may it be entered; can every field be read; do
both people of a double entry agree; does a refuse ratio break (then nothing is saved and the attempt is logged with its
figures); are written reasons wanted; then it is stored. Each outcome is a value, so the page can show everything that
was typed again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.documents import FindingDocument
from portal.domain.facts import PrecinctFacts, Protocol
from portal.domain.form_parts import Severity
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.scheme import Scheme
from portal.entry.admission import (
    Admission,
    History,
    NotAdmitted,
    admit,
    is_changed,
    is_same_sitting,
    may_retype,
    retype_window,
)
from portal.entry.checks import Broken, as_protocols, broken_ratios, refusing, source_findings, wanting_reason
from portal.entry.double import Agreement, compare, is_double
from portal.entry.known import current
from portal.entry.moments import read_moment
from portal.entry.past import Past
from portal.entry.sheet import SIGNED_DATE, SIGNED_TIME, Figures, Problem, Sheet, read_sheet
from portal.entry.texts import NAME_LIMIT, TEXT_LIMIT, flaw_of
from portal.store.models import EntryBasis, EntryOutcome
from portal.store.queries.entry import Attempt
from portal.store.record.entry import record_attempt
from portal.store.record.protocols import record_protocols


class Became(StrEnum):
    """What became of a submission."""

    STORED = "stored"
    REFUSED = "refused"
    NOT_ADMITTED = "not_admitted"
    OVERTAKEN = "overtaken"
    UNREADABLE = "unreadable"
    REASONS_WANTED = "reasons_wanted"
    WAITS_FOR_SECOND = "waits_for_second"
    READINGS_DIFFER = "readings_differ"


@dataclass(frozen=True)
class Typed:
    """What came from the page: texts by field name, and who sent it under which clocks."""

    raw: Mapping[str, str]
    person: str
    system_now: datetime
    election_now: datetime
    slip: bool = False
    """What is typed corrects a slip of the last entry."""
    known: int | None = None
    """Attempts at the paper that the page told of when it was opened; None: it told of none."""

    def text(self, name: str) -> str:
        """The text of a field without spaces around it."""
        return self.raw.get(name, "").strip()

    @property
    def attendees(self) -> tuple[str, str]:
        """The chair of the УИК and the responsible member of the ОИК/ТИК (R53 ¶43)."""
        return self.text("chair"), self.text("member")


@dataclass(frozen=True)
class Outcome:
    """What became of it, with all that a page or an audit event needs to say so."""

    became: Became
    not_admitted: NotAdmitted | None = None
    problems: Sequence[Problem] = ()
    broken: Sequence[Broken] = ()
    findings: Sequence[FindingDocument] = ()
    differing: Sequence[str] = ()
    figures: Figures = field(default_factory=dict)
    admission: Admission | None = None
    facts: Sequence[int] = ()
    attempt: int = 0
    overtaken_by: Sequence[Attempt] = ()


@dataclass(frozen=True)
class PaperCase:
    """What one paper is judged by: its sheet, its precinct with all that is known of it, and its past.

    `vote` is the vote of the precinct that the paper is of: 0 the first, 1 the first re-vote … (R139 ¶75).
    """

    scheme: Scheme
    precinct: Precinct
    sheet: Sheet
    facts: PrecinctFacts
    past: Past
    vote: int = 0

    @property
    def history(self) -> History:
        """What happened to this vote's paper so far."""
        return self.past.of(self.vote)

    def as_typed(self, typed: "Typed") -> "PaperCase":
        """The case of the vote to which the typed time of signing belongs; one that cannot be read changes nothing."""
        moment = read_moment(self.sheet.zone, typed.text(SIGNED_DATE), typed.text(SIGNED_TIME))
        return self if moment is None else replace(self, vote=self.past.votes.at(self.sheet.paper.contest, moment))

    @property
    def not_before(self) -> datetime:
        """No protocol is signed before the precinct opened."""
        campaign = self.scheme.campaign
        opens = self.precinct.opens or campaign.opens
        return datetime.combine(campaign.voting_date, opens, self.sheet.zone).astimezone(UTC)

    def admission(self, typed: Typed) -> Admission | NotAdmitted:
        """Whether this person may enter the paper now."""
        if not typed.slip:
            return admit(self.history)
        found = may_retype(self.history, typed.system_now, retype_window(self.scheme.campaign.parameters))
        if isinstance(found, NotAdmitted):
            return found
        return is_same_sitting(self.history, typed.person, typed.attendees) or found


def submit(session: Session, case: PaperCase, typed: Typed) -> Outcome:
    """Judge and, if nothing speaks against it, store the paper. A refusal is recorded in the same transaction.

    Whatever the outcome, the caller commits: a refused attempt and a first reading are kept.
    """
    case = case.as_typed(typed)
    if typed.known is not None and (newer := case.past.attempts[typed.known :]):
        return Outcome(Became.OVERTAKEN, overtaken_by=newer, figures=as_read(case, typed))
    admission = case.admission(typed)
    if isinstance(admission, NotAdmitted):
        return Outcome(Became.NOT_ADMITTED, not_admitted=admission)
    agreed: Agreement | None = None
    if is_double(case.scheme):
        agreed = compare(session, case.sheet, admission.number, typed.person)
        if agreed.barred:
            return Outcome(Became.NOT_ADMITTED, not_admitted=NotAdmitted.SECOND_PERSON_NEEDED, admission=admission)
    figures, problems = _read(case, typed, agreed)
    problems += [*_people_problems(typed), *_text_problems(typed)]
    if problems:
        return Outcome(Became.UNREADABLE, problems=problems, figures=figures, admission=admission)
    if agreed is not None and not agreed.done:
        agreed = agreed.typed(session, case.sheet, figures, typed.person, typed.system_now)
        if not agreed.done:
            became = Became.READINGS_DIFFER if agreed.differing else Became.WAITS_FOR_SECOND
            return Outcome(became, differing=agreed.differing, figures=agreed.mine, admission=admission)
        figures = dict(agreed.mine)
    if typed.slip and (same := is_changed(case.history, figures)):
        return Outcome(Became.NOT_ADMITTED, not_admitted=same, figures=figures, admission=admission)
    return _judge(session, case, typed, admission, figures)


def _read(case: PaperCase, typed: Typed, agreed: Agreement | None) -> tuple[dict[str, int | str | None], list[Problem]]:
    """The figures typed now; where two readings agree already, those, and where they differ, this person's own."""
    if agreed is not None and agreed.done:
        return dict(agreed.mine), []
    figures, problems = read_sheet(case.sheet, typed.raw, typed.election_now, case.not_before)
    if agreed is None or not agreed.differing:
        return figures, problems
    wanted = set(agreed.differing)
    problems = [each for each in problems if each.field.replace("_date", "_at") in wanted]
    return {**agreed.mine, **{name: figures[name] for name in agreed.differing}}, problems


def as_read(case: PaperCase, typed: Typed) -> Figures:
    """The figures that can be read of what was typed, whether the paper may be entered or not."""
    return read_sheet(case.sheet, typed.raw, typed.election_now, case.not_before)[0]


def _people_problems(typed: Typed) -> list[Problem]:
    problems = [Problem(name, "empty") for name in ("chair", "member") if not typed.text(name)]
    problems += [
        Problem(f"{name}_confirms", "not_confirmed") for name in ("chair", "member") if not _ticked(typed, name)
    ]
    return problems


def _text_problems(typed: Typed) -> list[Problem]:
    """Names and notes that cannot be kept as they are; nothing is cut off."""
    names = {"chair": NAME_LIMIT, "member": NAME_LIMIT, "present": TEXT_LIMIT, "opinions_text": TEXT_LIMIT}
    return [Problem(name, flaw) for name, limit in names.items() if (flaw := flaw_of(typed.raw.get(name, ""), limit))]


def _ticked(typed: Typed, name: str) -> bool:
    return typed.text(f"{name}_confirms") == "yes"


def _judge(session: Session, case: PaperCase, typed: Typed, admission: Admission, figures: Figures) -> Outcome:
    protocols = as_protocols(case.sheet, figures, typed.election_now)
    broken = broken_ratios(
        case.scheme,
        case.precinct,
        case.sheet,
        protocols,
        case.facts,
        awaits_remote=typed.text("awaits_remote") == "yes",
    )
    outcome = Outcome(Became.REFUSED, broken=broken, figures=figures, admission=admission)
    if refused := refusing(broken):
        attempt = _log(session, case, typed, outcome, EntryOutcome.REFUSED, [each.document() for each in refused])
        return replace(outcome, attempt=attempt)
    outcome = replace(outcome, findings=source_findings(case.scheme, case.precinct, case.facts, protocols))
    wanted = wanting_reason(broken)
    unread = {finding["code"] for finding in outcome.findings} - set(typed.text("seen").split())
    reasons = [name for name in typed.raw if name.startswith("reason.")]
    flawed = [Problem(name, flaw) for name in reasons if (flaw := flaw_of(typed.raw[name]))]
    if unread or flawed or any(not typed.text(each.key) for each in wanted):
        return replace(outcome, became=Became.REASONS_WANTED, problems=flawed)
    return _store(session, case, typed, outcome, protocols)


def _store(session: Session, case: PaperCase, typed: Typed, outcome: Outcome, protocols: Sequence[Protocol]) -> Outcome:
    reasoned = [replace(each, reasons=_reasons(typed, outcome, each.contest)) for each in protocols]
    facts = record_protocols(session, case.sheet.paper.campaign, _changed(case, reasoned), typed.person)
    attempt = _log(session, case, typed, outcome, EntryOutcome.STORED, [], facts)
    return replace(outcome, became=Became.STORED, facts=facts, attempt=attempt)


def _reasons(typed: Typed, outcome: Outcome, contest: str) -> dict[str, str]:
    """Written reasons of one section: for its own ratios, for those of the whole paper, for findings about it."""
    reasons = {
        each.result.code: typed.text(each.key)
        for each in outcome.broken
        if each.result.severity is Severity.WARN and each.contest in ("", contest)
    }
    for finding in outcome.findings:
        if finding["contest"] in ("", contest) and (text := typed.text(f"reason..{finding['code']}")):
            reasons[finding["code"]] = text
    return reasons


def _changed(case: PaperCase, protocols: list[Protocol]) -> list[Protocol]:
    """Of a remote paper typed again the sections that differ from what is stored; of any other paper everything."""
    if case.sheet.paper.kind is not ProtocolKind.REMOTE:
        return protocols
    votes = case.past.votes
    stored = current(case.facts, votes, {each.contest: votes.of(each) for each in protocols})
    changed = [
        each for each in protocols if each.contest not in stored or _content(each) != _content(stored[each.contest])
    ]
    return changed or protocols


def _content(protocol: Protocol) -> tuple[object, ...]:
    """Everything of a protocol that stands on the paper."""
    people = (protocol.members, protocol.signed, protocol.opinions)
    figures = (dict(protocol.lines), dict(protocol.votes), dict(protocol.preferences))
    return (protocol.signed_at, *figures, *people, dict(protocol.reasons))


def _log(
    session: Session,
    case: PaperCase,
    typed: Typed,
    outcome: Outcome,
    ended: EntryOutcome,
    broken: list[dict[str, object]],
    facts: Sequence[int] = (),
) -> int:
    admission = outcome.admission or Admission(EntryBasis.FIRST, case.history.next_number)
    notes = {name: text for name in ("present", "opinions_text") if (text := typed.text(name))}
    return record_attempt(
        session,
        case.sheet.paper,
        number=admission.number,
        basis=admission.basis,
        outcome=ended,
        decision=admission.decision,
        attendees=typed.attendees,
        figures=outcome.figures,
        broken=broken,
        notes=notes,
        at=typed.system_now,
        by=typed.person,
        facts=facts,
    )
