"""The fields of a paper as the page shows them: what stands in each, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from flask_babel import gettext

from portal.domain.preferences import PREFERENCE_RULES
from portal.domain.statuses import ProtocolKind
from portal.entry.checks import Broken
from portal.entry.protocol import Became
from portal.entry.sheet import SIGNED_AT, SIGNED_DATE, SIGNED_TIME, Field, Problem, Section, typed_again
from portal.staff.commissions import said
from portal.staff.entry.paper_standing import Standing
from portal.staff.entry.words import problem_text
from portal.store.models import PaperStepKind
from portal.store.queries.entry import members_of

TEXTS = ("present", "opinions_text", "chair", "member")


def number_of(each: Field) -> str:
    """What stands before the name of a field: the line's id, the ballot position, or list and person on it."""
    if each.person is not None:
        return f"{each.position}.{each.person}"
    return each.line or str(each.position)


class Fields:
    """What every field of the page holds."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.case, self.typed, self.outcome = standing.case, standing.typed, standing.outcome

    def shown(self) -> dict[str, Any]:
        """Sections of the paper, its people, texts and ticks, and what cannot be read."""
        return {
            "sections": [self._section(section) for section in self.case.sheet.sections],
            "people": self._people(),
            "texts": {name: self.text(name) for name in TEXTS},
            "ticked": {name: self.typed.text(name) == "yes" for name in ("chair_confirms", "member_confirms")},
            "wrong": {each.field: problem_text(each.code, each.value) for each in self._unreadable},
            "problems": self._problems(),
        }

    def text(self, name: str) -> str:
        """What stands in a field: as it was typed, else what the last sitting or the campaign knows."""
        if name in self.typed.raw:
            return self.typed.raw[name]
        return self._before.get(name, "")

    @cached_property
    def labels(self) -> dict[str, str]:
        """What every field is called, in the order of the paper."""
        lines = {each.name: f"{number_of(each)} {said(each.names)}" for each in self.case.sheet.fields}
        return lines | {
            "members": gettext("Members of the precinct commission"),
            "signed": gettext("Members who signed"),
            "opinions": gettext("Separate opinions"),
            SIGNED_DATE: gettext("Date and time of signing"),
            "chair": gettext("Chair of the УИК"),
            "member": gettext("Responsible member of the commission"),
            "opinions_text": gettext("What the separate opinions say"),
            "present": gettext("Persons present at the count, one in each row"),
        }

    @cached_property
    def _before(self) -> dict[str, str]:
        attempts, agreement = self.case.history.attempts, self.standing.agreement
        if self.standing.by_slip and attempts and not agreement:
            last = attempts[-1]
            known = typed_again(self.case.sheet, last.figures)
            return {**known, **last.notes, "chair": last.chair, "member": last.member}
        members = members_of(self.standing.session, self.standing.mine.campaign, precinct=self.case.precinct.number)
        steps = [step.person for step in self.case.history.moves if step.step is PaperStepKind.CHECKED]
        chairs = [member.name for member in members if member.role == "chair"]
        chair = self.case.precinct.chair or next(iter(chairs), "")
        number = str(len(members)) if len(members) > 2 else ""
        before = {"chair": chair, "member": steps[-1] if steps else "", "opinions": "0", "members": number}
        if agreement and agreement.done:
            return before | typed_again(self.case.sheet, agreement.mine)
        return before if self.case.vote else before | {SIGNED_DATE: f"{self.case.scheme.campaign.voting_date:%Y-%m-%d}"}

    def _section(self, section: Section) -> dict[str, Any]:
        faults = self._faults
        votes = [each for each in section.fields if each.position is not None and each.person is None]
        return {
            "contest": section.contest,
            "name": said(section.names),
            "faults": faults.get(f"section.{section.contest}", []),
            "lines": [self._field(each, faults) for each in section.fields if each.position is None],
            "options": [self._field(each, faults) for each in votes],
            "options_faults": faults.get(f"options.{section.contest}", []),
            "lists": [found for each in votes if (found := self._list(section, each))["persons"]],
        }

    def _list(self, section: Section, party: Field) -> dict[str, Any]:
        """The persons of a party's list, for whom preference votes are typed."""
        faults = self._faults
        persons = [each for each in section.fields if each.position == party.position and each.person is not None]
        shown = [self._field(each, faults) for each in persons]
        return {
            "id": str(party.position),
            "name": said(party.names),
            "faults": faults.get(f"list.{section.contest}.{party.position}", []),
            "persons": shown,
            "shown": any(each["shown"] for each in shown),
        }

    def _field(self, each: Field, faults: Mapping[str, list[str]]) -> dict[str, Any]:
        return {
            "name": each.name,
            "id": number_of(each),
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
        agreement = self.standing.agreement
        if self.standing.mode == "differing" and agreement:
            return name in agreement.differing
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
        for problem in self._unreadable:
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
        if result.code in PREFERENCE_RULES:
            place = f"{each.contest}.{result.values['position']}"
            return [f"preference.{place}.{result.values['person']}" if "person" in result.values else f"list.{place}"]
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

    @property
    def _unreadable(self) -> Sequence[Problem]:
        return self.outcome.problems if self.outcome else ()

    def _problems(self) -> list[str]:
        """What cannot be read, by the label of its field; a reason is called by the code of its rule."""
        found = []
        for each in self._unreadable:
            name = each.field.removesuffix("_confirms")
            label = self.labels.get(name) or name.rpartition(".")[2]
            found.append(f"{label}: {problem_text(each.code, each.value)}")
        return found
