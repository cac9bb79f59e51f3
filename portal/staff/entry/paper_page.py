"""What the page of a paper shows: history, fields with what was typed, lines at fault, reasons wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.domain.form_parts import Severity
from portal.domain.rules import Rule, sentence
from portal.domain.statuses import ProtocolKind
from portal.entry.admission import Admission, NotAdmitted, admit, may_retype, retype_window
from portal.entry.checks import Broken, remote_expected, source_findings
from portal.entry.commission import CommissionView
from portal.entry.double import Agreement, compare, is_double
from portal.entry.papers import remote_contests
from portal.entry.protocol import Became, Outcome, PaperCase, Typed
from portal.entry.sheet import SIGNED_AT, SIGNED_DATE, SIGNED_TIME, Field, Section, typed_again
from portal.staff.entry.overview import paper_address, place, said
from portal.staff.entry.words import BASES, KINDS, NOT_ADMITTED, STEPS, every_rule, finding_text, problem_text
from portal.staff.pages import language, page
from portal.store.models import EntryBasis, EntryOutcome, PaperStepKind
from portal.store.queries.entry import members_of

UNPROCESSABLE = 422


@dataclass
class PaperPage:
    """The page after a GET (`outcome` None) or after a submission that was not stored."""

    session: Session
    mine: CommissionView
    case: PaperCase
    typed: Typed
    outcome: Outcome | None = None

    def response(self) -> Response:
        """The page; 422 while something keeps the paper from being stored."""
        broken = [self._broken(each) for each in self.outcome.broken] if self.outcome else []
        return page(
            "entry/paper.html",
            UNPROCESSABLE if self.outcome else 200,
            **place(self.mine),
            precinct=self.case.precinct,
            precinct_name=said(self.case.precinct.names),
            kind=gettext(KINDS[self.case.sheet.paper.kind]),
            paper_address=paper_address(self.mine, self.case.sheet.paper),
            remote=self.case.sheet.paper.kind is ProtocolKind.REMOTE,
            steps=self._steps(),
            step_choices=[(each.value, gettext(STEPS[each])) for each in self._possible_steps()],
            attempts=self._attempts(),
            mode=self.mode,
            not_admitted=gettext(NOT_ADMITTED[self.refusal]) if self.refusal else "",
            slip_ends=self._slip_ends(),
            refused=self.outcome is not None and self.outcome.became is Became.REFUSED,
            attempt=self.outcome.attempt if self.outcome else 0,
            problems=self._problems(),
            broken=broken,
            wanted=self._wanted(),
            findings=self._findings(),
            seen=" ".join(sorted({finding["code"] for finding in self.outcome.findings})) if self.outcome else "",
            districts=self._districts(),
            chosen=self.case.sheet.contests,
            sections=[self._section(section) for section in self.case.sheet.sections],
            people=self._people(),
            texts={name: self.text(name) for name in ("present", "opinions_text", "chair", "member")},
            ticked={name: self.typed.text(name) == "yes" for name in ("chair_confirms", "member_confirms")},
            wrong={each.field: problem_text(each.code, each.value) for each in self._unreadable()},
            awaits_remote=self._awaits_remote(),
            zone=self.case.sheet.zone.key,
            double=is_double(self.case.scheme),
        )

    @cached_property
    def admission(self) -> Admission | NotAdmitted:
        """What the paper may be entered by right of."""
        return admit(self.case.history)

    @cached_property
    def retype(self) -> Admission | NotAdmitted:
        """Whether the last entry may be retyped as a slip."""
        return may_retype(self.case.history, self.typed.system_now, retype_window(self.case.scheme.campaign.parameters))

    @cached_property
    def agreement(self) -> Agreement | None:
        """Where a double entry stands for this person; None without double entry."""
        granted = self.admission if isinstance(self.admission, Admission) else self.retype
        if not is_double(self.case.scheme) or not isinstance(granted, Admission):
            return None
        return compare(self.session, self.case.sheet, granted.number, self.typed.person)

    @property
    def mode(self) -> str:
        """enter, slip, differing, agreed (double entry) or closed."""
        granted = isinstance(self.admission, Admission)
        slip = not granted and isinstance(self.retype, Admission)
        if not granted and not slip:
            return "closed"
        if self.agreement and self.agreement.barred:
            return "closed"
        if self.agreement and self.agreement.done:
            return "agreed"
        if self.agreement and self.agreement.differing:
            return "differing"
        return "slip" if slip else "enter"

    @property
    def refusal(self) -> NotAdmitted | None:
        """Why the paper cannot be entered, or was not just now."""
        if self.outcome and self.outcome.not_admitted:
            return self.outcome.not_admitted
        if self.agreement and self.agreement.barred:
            return NotAdmitted.SECOND_PERSON_NEEDED
        return self.admission if self.mode == "closed" and isinstance(self.admission, NotAdmitted) else None

    @property
    def by_slip(self) -> bool:
        """True when what is typed now counts as retyping a slip."""
        return not isinstance(self.admission, Admission) and isinstance(self.retype, Admission)

    def text(self, name: str) -> str:
        """What stands in a field: as it was typed, else what the last sitting or the campaign knows."""
        if name in self.typed.raw:
            return self.typed.raw[name]
        return self._before.get(name, "")

    @cached_property
    def _before(self) -> dict[str, str]:
        attempts = self.case.history.attempts
        if self.by_slip and attempts and not self.agreement:
            last = attempts[-1]
            known = typed_again(self.case.sheet, last.figures)
            return {**known, **last.notes, "chair": last.chair, "member": last.member}
        members = members_of(self.session, self.mine.campaign, precinct=self.case.precinct.number)
        steps = [step.person for step in self.case.history.steps if step.step is PaperStepKind.CHECKED]
        chairs = [member.name for member in members if member.role == "chair"]
        chair = self.case.precinct.chair or next(iter(chairs), "")
        before = {"chair": chair, "member": steps[-1] if steps else "", "opinions": "0", "members": ""}
        if members:
            before["members"] = str(len(members)) if len(members) > 2 else ""
        if self.agreement and self.agreement.done:
            return before | typed_again(self.case.sheet, self.agreement.mine)
        return before | {SIGNED_DATE: f"{self.case.scheme.campaign.voting_date:%Y-%m-%d}"}

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        campaign = self.case.scheme.campaign
        return every_rule(campaign.ordinary_form, campaign.remote_form)

    def _section(self, section: Section) -> dict[str, Any]:
        faults = self._faults
        return {
            "contest": section.contest,
            "name": said(section.names),
            "faults": faults.get(f"section.{section.contest}", []),
            "lines": [self._field(each, faults) for each in section.fields if each.position is None],
            "options": [self._field(each, faults) for each in section.fields if each.position is not None],
            "options_faults": faults.get(f"options.{section.contest}", []),
        }

    def _field(self, each: Field, faults: Mapping[str, list[str]]) -> dict[str, Any]:
        return {
            "name": each.name,
            "id": each.line or str(each.position),
            "label": said(each.names),
            "value": self._value(each.name),
            "faults": faults.get(each.name, []),
            "optional": each.optional,
            "shown": self._is_shown(each.name),
        }

    def _value(self, name: str) -> str:
        """What stands in a number field; a field that two readings dispute is typed anew."""
        disputed = self.outcome is not None and self.outcome.became is Became.READINGS_DIFFER
        return "" if disputed else self.text(name)

    def _is_shown(self, name: str) -> bool:
        if self.mode == "differing" and self.agreement:
            return name in self.agreement.differing
        return True

    def _people(self) -> dict[str, Any]:
        names = ("members", "signed", "opinions", SIGNED_DATE, SIGNED_TIME)
        at = {SIGNED_DATE: SIGNED_AT, SIGNED_TIME: SIGNED_AT}
        return {
            name: {
                "value": self._value(name),
                "faults": self._faults.get(name, []),
                "shown": self._is_shown(at.get(name, name)),
            }
            for name in names
        }

    @cached_property
    def _faults(self) -> dict[str, list[str]]:
        """Codes of broken rules and sentences of unreadable fields, by field name."""
        found: dict[str, list[str]] = {}
        for problem in self._unreadable():
            found.setdefault(problem.field, []).append(problem_text(problem.code, problem.value))
        for each in self.outcome.broken if self.outcome else ():
            for name in self._fields_of(each):
                found.setdefault(name, []).append(each.result.code)
        return found

    def _fields_of(self, each: Broken) -> list[str]:
        """Fields of this paper that a broken rule is about."""
        result, sheet = each.result, self.case.sheet
        if "signed" in result.values:
            return ["members", "signed"]
        if "own_district" in result.values:
            return [f"section.{each.contest}"]
        own = "remote" if sheet.paper.kind is ProtocolKind.REMOTE else "ordinary"
        found = [f"options.{each.contest}"] if "options" in result.values else []
        for line in result.lines:
            kind, dot, id = line.partition(".")
            if dot and kind == own:
                found += [one.name for one in sheet.fields if one.line == id]
            elif not dot:
                found.append(f"line.{each.contest}.{line}")
        return found

    def _unreadable(self) -> list[Any]:
        return list(self.outcome.problems) if self.outcome else []

    def _problems(self) -> list[str]:
        labels = {each.name: f"{each.line or each.position} {said(each.names)}" for each in self.case.sheet.fields}
        labels |= {
            "members": gettext("Members of the precinct commission"),
            "signed": gettext("Members who signed"),
            "opinions": gettext("Separate opinions"),
            SIGNED_DATE: gettext("Date and time of signing"),
            "chair": gettext("Chair of the УИК"),
            "member": gettext("Responsible member of the commission"),
        }
        return [
            f"{labels.get(each.field.removesuffix('_confirms'), each.field)}: {problem_text(each.code, each.value)}"
            for each in self._unreadable()
        ]

    def _broken(self, each: Broken) -> dict[str, Any]:
        result = each.result
        values = {**result.values, "left": result.left, "right": result.right}
        rule = self._rules[result.code]
        return {
            "code": result.code,
            "contest": each.contest,
            "refuses": result.severity is Severity.REFUSE,
            "text": sentence(rule, values, language()),
            "source": result.source,
            "lines": ", ".join(result.lines),
            "key": each.key,
            "reason": self.typed.text(each.key),
        }

    def _wanted(self) -> bool:
        return self.outcome is not None and self.outcome.became is Became.REASONS_WANTED

    def _findings(self) -> list[dict[str, str]]:
        found = self.outcome.findings if self.outcome else ()
        if not self.outcome:
            found = source_findings(self.case.scheme, self.case.precinct, self.case.facts)
        names = {line.key: said(line.names) for line in self.case.sheet.form.lines}
        shown = []
        for place_, finding in enumerate(found):
            key = f"reason..{finding['code']}"
            first = finding["code"] not in {other["code"] for other in found[:place_]}
            text = finding_text(finding, language(), self._rules, names)
            shown.append(
                {
                    "code": finding["code"],
                    "text": text,
                    "key": key if first else "",
                    "reason": self.typed.text(key) or finding["explanation"],
                }
            )
        return shown

    def _districts(self) -> list[tuple[str, str]]:
        contests = self.case.scheme.contests
        return [(code, said(contests[code].names)) for code in remote_contests(self.mine, self.case.precinct)]

    def _awaits_remote(self) -> bool | None:
        """Whether a remote paper is still to come; None where the question does not arise."""
        if self.case.scheme.campaign.remote_form is None or self.case.sheet.paper.kind is ProtocolKind.REMOTE:
            return None
        if any(protocol.kind is ProtocolKind.REMOTE for protocol in self.case.facts.protocols):
            return None
        if self.outcome is not None:
            return self.typed.text("awaits_remote") == "yes"
        return remote_expected(self.case.scheme, self.case.precinct, self.case.facts)

    def _possible_steps(self) -> list[PaperStepKind]:
        taken = {step.step for step in self.case.history.steps}
        stored = any(attempt.facts for attempt in self.case.history.attempts)
        possible = [PaperStepKind.RECEIVED]
        if PaperStepKind.RECEIVED in taken:
            possible = [PaperStepKind.CHECKED, PaperStepKind.RETURNED, PaperStepKind.RECEIVED]
        if stored:
            possible.insert(0, PaperStepKind.PRINTOUT_SIGNED)
        return possible

    def _steps(self) -> list[dict[str, Any]]:
        return [
            {
                "step": gettext(STEPS[each.step]),
                "at": each.at,
                "person": each.person,
                "note": each.note,
                "by": each.recorded_by,
            }
            for each in self.case.history.steps
        ]

    def _attempts(self) -> list[dict[str, Any]]:
        return [
            {
                "number": each.number,
                "at": each.at,
                "by": each.recorded_by,
                "chair": each.chair,
                "member": each.member,
                "basis": gettext(BASES[each.basis])
                + (f" № {each.decision}" if each.basis is EntryBasis.DECISION else ""),
                "refused": each.outcome is EntryOutcome.REFUSED,
                "codes": ", ".join(broken["code"] for broken in each.broken),
                "facts": each.facts,
            }
            for each in self.case.history.attempts
        ]

    def _slip_ends(self) -> Any:
        begun = self.case.history.begun
        if not self.by_slip or begun is None:
            return None
        return begun.at + retype_window(self.case.scheme.campaign.parameters)
