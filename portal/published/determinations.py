"""Determinations in words of the reader's language: steps as sentences, outcomes and labels (docs/determination.md)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.domain.determination.elected import elected_documents
from portal.domain.determination.labels import BY_FIGURES, LABELS, ONE_ELECTED, OUTCOMES, SEXES
from portal.domain.determination.messages import sentence
from portal.domain.determination.outcome import OutcomeKind, Step, Value
from portal.domain.determination.rule_messages import WORDS
from portal.domain.determination.rules import Rule
from portal.domain.documents import ContestDocument, OptionDocument
from portal.domain.documents.determination import (
    CampaignDetermination,
    CoverageDocument,
    DeterminationDocument,
    FractionDocument,
    SeatsByDocument,
    StepDocument,
)
from portal.domain.names import Language

__all__ = [
    "CampaignDetermination",
    "DeterminationDocument",
    "DeterminationWords",
    "Line",
    "SeatsByDocument",
    "elected_documents",
]

AGAINST_ALL = "against_all"
_KNOWN = frozenset(Rule)
_PARAGRAPH = re.compile(r"R139 ¶\d+(?:, ¶\d+)*(?: \(\d\))?")
_OTHERWISE = (Rule.THIRD_PRECINCTS_OTHERWISE, Rule.THIRD_CANDIDATES_OTHERWISE)


@dataclass(frozen=True, slots=True)
class ListedVotes:
    """Preference votes of one party's list: number, name, votes and whether the person is elected."""

    party: str
    persons: tuple[tuple[int, str, int, bool], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A step in words and what it rests on."""

    text: str
    source: str


class DeterminationWords:
    """Writes determinations in one language; `options` are those of the contest, by whose names steps speak."""

    def __init__(self, language: Language, options: Iterable[OptionDocument] = ()) -> None:
        self._language = language
        self._names = {option["position"]: self._option(option) for option in options}

    def label(self, key: str) -> str:
        """A heading or label."""
        return LABELS[key].document()[self._language]

    @property
    def labels(self) -> Mapping[str, str]:
        """All headings and labels by key."""
        return {key: names.document()[self._language] for key, names in LABELS.items()}

    def outcome(self, kind: str, by_act: bool = True) -> str:
        """What follows from the votes, by an act or else as the rules give it from the figures (R139 ¶77, ¶82); a word
        that is not known stands as it is.
        """
        names = (None if by_act else BY_FIGURES.get(kind)) or OUTCOMES.get(kind)
        return names.document()[self._language] if names else kind

    def heading(self, found: DeterminationDocument) -> str:
        """The outcome of a contest in words of the force that it has."""
        if self.act_stands(found):
            return self.label("act_stands")
        by_act = found["official"] or found["status"] in ("invalid", "not_held")
        alone = found["seats"][0]["sex"] if len(found["seats"]) == 1 and not found["lists"] else ""
        if found["outcome"] == "elected" and alone in ONE_ELECTED:
            return ONE_ELECTED[alone][0 if by_act else 1].document()[self._language]
        return self.outcome(found["outcome"], by_act)

    def act_stands(self, found: DeterminationDocument) -> bool:
        """Whether the commission's act says what the portal could not compute (R139 ¶77)."""
        decided = found["official"] or found["status"] == "determined"
        return found["outcome"] == OutcomeKind.UNDETERMINED and decided and not found["suspended"]

    def sex(self, value: str) -> str:
        """The word for a sex as the package writes it."""
        return SEXES[value].document()[self._language] if value in SEXES else value

    def name(self, position: int) -> str:
        """Name of the candidate, party or answer at a ballot position."""
        return self._names.get(position, f"№ {position}")

    def names(self, positions: Iterable[int]) -> str:
        """Several of them in a row."""
        return ", ".join(self.name(position) for position in positions)

    def lines(self, steps: Sequence[StepDocument]) -> list[Line]:
        """Steps in words; a rule of a newer portal that this one does not know is left out."""
        return [Line(self._sentence(step), self._source(step)) for step in steps if step["rule"] in _KNOWN]

    def took_part(self, found: DeterminationDocument, archive: bool = False) -> str:
        """What the voters of the figures are: those who took part, or those counted so far while more may come."""
        return self.label("took_part" if archive or found["extra"] == 0 else "counted_so_far")

    def basis(self, found: DeterminationDocument) -> str:
        """By what those who took part are counted: the campaign's basis, else ballots found; "" where it is votes."""
        held = found["participation"]
        known = {"signatures": held["signatures"], "ballots_found": held["ballots_found"]}
        used = next((key for key in (held["basis"], "ballots_found") if known.get(key) is not None), "")
        return WORDS[used].document()[self._language] if used else ""

    def preferences(self, contest: ContestDocument, found: DeterminationDocument) -> list[ListedVotes]:
        """Preference votes by list; () where no protocol states any."""
        stated = contest["protocol"].get("preferences") if found["count"] == "protocol" else None
        if stated is None:
            return []
        votes = iter(stated["votes"])
        elected = {(seat["position"], seat["person"]) for seat in found["seats"]}
        return [
            ListedVotes(
                self.name(option["position"]),
                tuple(
                    (
                        person["person"],
                        person["name"][self._language],
                        next(votes),
                        (option["position"], person["person"]) in elected,
                    )
                    for person in option["persons"]
                ),
            )
            for option in contest["options"]
            if option.get("persons")
        ]

    def exactness(self, found: DeterminationDocument) -> str:
        """Whether some completion reaches every bound of the lists; documents of former portals do not say it."""
        bounds = found["bounds"]
        return self.label("bounds_exact" if bounds and bounds.get("exact") else "bounds_not_exact")

    def third(self, found: DeterminationDocument, campaign: CampaignDetermination | None) -> list[Line]:
        """The tests of one third over the contest and over the whole country, and which the campaign follows."""
        lines = self.lines([*found["third"]["steps"], *(campaign["third"]["steps"] if campaign else [])])
        scope = "district" if found["third"]["in_force"] else "national"
        in_force = f"{self.label('third_in_force')}: {WORDS[scope].document()[self._language]}"
        return [*lines, Line(in_force, f"{self.label('parameter')} (R139 ¶81)")]

    def notices(self, found: DeterminationDocument, campaign: CampaignDetermination | None) -> list[Line]:
        """The contest's notices, and what of the test of one third in force the other basis would turn (¶47, ¶79)."""
        test = found["third"] if found["third"]["in_force"] or campaign is None else campaign["third"]
        turned = [step for step in test["steps"] if step["rule"] in _OTHERWISE]
        return self.lines([*found["notices"], *turned])

    def third_exceeded(self, found: DeterminationDocument, campaign: CampaignDetermination | None) -> str:
        """What follows where a test of the scope in force is above one third, "" elsewhere."""
        test = found["third"] if found["third"]["in_force"] or campaign is None else campaign["third"]
        return self.label("third_exceeded") if exceeded(test) else ""

    def label_of(self, found: DeterminationDocument) -> str:
        """What force the determination has: computed, determined or officially published by decision."""
        if found["official"]:
            return self.label("official")
        return self.label("determined" if found["status"] == "determined" else "computed")

    def _sentence(self, step: StepDocument) -> str:
        numbers = tuple(
            (name, self.sex(str(value)) if name == "sex" else _value(value)) for name, value in step["numbers"].items()
        )
        return sentence(Step(Rule(step["rule"]), numbers), self._language, self._names)

    def _source(self, step: StepDocument) -> str:
        """The paragraph, or what else the step rests on with the paragraph that it is read from."""
        paragraphs = ", ".join(dict.fromkeys(_PARAGRAPH.findall(step["source"])))
        if step["basis"] == "paragraph":
            return paragraphs
        return f"{self.label(step['basis'])} ({paragraphs})" if paragraphs else self.label(step["basis"])

    def _option(self, option: OptionDocument) -> str:
        return self.label(AGAINST_ALL) if option["kind"] == AGAINST_ALL else option["name"][self._language]


def outcome_words(language: Language) -> dict[str, str]:
    """Every outcome in words, as an act states it."""
    return {kind: names.document()[language] for kind, names in OUTCOMES.items()}


def exceeded(test: CoverageDocument) -> bool:
    """True where either test of one third is above it and the campaign follows this scope."""
    return test["in_force"] and (test["precincts_above_third"] or test["candidates_above_third"])


def _value(value: int | str | list[int] | FractionDocument) -> Value:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return Fraction(value["numerator"], value["denominator"])
    return value
