"""Preference votes of one protocol against the votes of its lists: no person has more than the list, no list too many.

Preferences are marked on ballots that were given to the list, so a person has at most one for each of its votes, and
all persons together at most `preference_marks` for each (docs/decisions/0014-preference-votes.md). The texts of the
regulations know no preferences: both rules follow from what a preference is.
"""

from collections.abc import Iterator, Mapping

from portal.domain.configuration import Contest
from portal.domain.control_ratios import RatioResult
from portal.domain.determination.list_persons import ListOrder, preference_marks
from portal.domain.determination.parameters import ParameterError, Reader
from portal.domain.facts import Preferences
from portal.domain.form_parts import RatioScope, Severity
from portal.domain.names import Names
from portal.domain.rules import Rule

PERSON_WITHIN_LIST = Rule(
    code="L1",
    form="",
    relation="preferences(person) <= votes(list)",
    scope=RatioScope.PROTOCOL.value,
    severity=Severity.REFUSE,
    source="",
    messages=Names(
        ky="{position}-позиция: тизмедеги {person}-талапкердин {left} артыкчылык добушу бар, ал эми тизмеге берилген "
        "добуштар {right}.",
        ru="Позиция {position}: у кандидата № {person} списка {left} преференций, а голосов за список {right}.",
        en="Position {position}: person No. {person} of the list has {left} preference votes, the list has {right} "
        "votes.",
    ),
)
LIST_WITHIN_MARKS = Rule(
    code="L2",
    form="",
    relation="preferences(list) <= preference_marks × votes(list)",
    scope=RatioScope.PROTOCOL.value,
    severity=Severity.REFUSE,
    source="",
    messages=Names(
        ky="{position}-позиция: тизмедеги талапкерлердин артыкчылык добуштары чогуу {left}, тизменин {votes} "
        "бюллетенинде {right} гана болушу мүмкүн.",
        ru="Позиция {position}: у кандидатов списка вместе {left} преференций, а {votes} бюллетеней за список "
        "допускают не больше {right}.",
        en="Position {position}: the persons of the list have {left} preference votes together, the {votes} ballots "
        "for the list bear at most {right}.",
    ),
)
PREFERENCE_RULES: Mapping[str, Rule] = {rule.code: rule for rule in (PERSON_WITHIN_LIST, LIST_WITHIN_MARKS)}
"""The rules by code. They hold only where a protocol states preferences and stand in no campaign's published rules."""


def are_typed(contest: Contest, parameters: Mapping[str, str]) -> bool:
    """True when protocols of the contest state preferences: it has lists, and a rule of the package speaks of them."""
    reader = Reader(parameters, contest.code)
    by_rule = reader.text("list_order") == ListOrder.PREFERENCES or reader.text("preference_marks") is not None
    return by_rule and bool(contest.listed)


def marks_of(parameters: Mapping[str, str], contest: str) -> int | None:
    """Preference marks that a ballot of the contest may bear; None for no limit, or for one that cannot be read."""
    try:
        return preference_marks(parameters, contest)
    except ParameterError:
        return None


def excess(
    contest: Contest, preferences: Preferences, votes: Mapping[int, int], marks: int | None
) -> Iterator[RatioResult]:
    """Every rule that the preferences break, in the order of the lists; `values` name position and person."""
    for option in (each for each in contest.options if each.persons):
        given = {person.number: preferences.get((option.position, person.number), 0) for person in option.persons}
        own, together = votes.get(option.position, 0), sum(given.values())
        for person, number in given.items():
            if number > own:
                place = {"position": option.position, "person": person}
                yield _broken(PERSON_WITHIN_LIST, place, number, own)
        if marks is not None and together > marks * own:
            yield _broken(LIST_WITHIN_MARKS, {"position": option.position, "votes": own}, together, marks * own)


def _broken(rule: Rule, values: Mapping[str, int], left: int, right: int) -> RatioResult:
    return RatioResult(rule.code, rule.severity, rule.source, (), values, left, right, holds=False)
