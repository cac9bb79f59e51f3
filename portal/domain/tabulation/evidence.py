"""What a determination looks at: the sums of one contest as the decisions leave them, and what they do not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.domain.configuration import Contest
from portal.domain.determination.contest import ContestFigures
from portal.domain.determination.inputs import (
    ListPerson,
    Participation,
    ParticipationBasis,
    PreferencesHeld,
    Standing,
    Totals,
)
from portal.domain.determination.parameters import ParameterError, Reader
from portal.domain.documents import ContestDocument, CountDocument
from portal.domain.documents.determination import ExcludedCount, ExcludedDocument, ParticipationDocument
from portal.domain.facts import Consolidated
from portal.domain.statuses import ContestKind, Count, OptionKind
from portal.domain.tabulation.scheme import Scheme

WITHDRAWN = "withdrawn"
"""Status of an option that stands on the ballot and cannot be elected."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the sums of a contest do not say.

    `voters` are those on its lists (None: unknown), `excluded` its invalidated precincts, `signed` the consolidated
    protocols that may be seen, `complete` the counts in which every precinct of the campaign is in.
    """

    voters: int | None = None
    excluded: Sequence[ExcludedDocument] = ()
    signed: Sequence[Consolidated] = ()
    complete: frozenset[Count] = frozenset()


@dataclass(frozen=True)
class Counted:
    """One contest under the decisions; all numbers are of the count that it is determined from."""

    scheme: Scheme
    document: ContestDocument
    evidence: Evidence

    @cached_property
    def name(self) -> Count:
        """The hand count as soon as one protocol is in, the scanners until then."""
        return Count.PROTOCOL if _is_in(self.document["protocol"]) else Count.SCANNER

    @cached_property
    def count(self) -> CountDocument:
        """The sums of that count."""
        return self.document["protocol"] if self.name is Count.PROTOCOL else self.document["scanner"]

    @property
    def contest(self) -> Contest:
        """The contest as it is configured."""
        return self.scheme.contests[self.document["code"]]

    @property
    def anything(self) -> bool:
        """True once any precinct is in."""
        return _is_in(self.count)

    @cached_property
    def votes(self) -> dict[int, int]:
        """Votes by ballot position, those of invalidated candidates included."""
        return dict(zip(self.contest.positions, self.count["votes"], strict=True))

    @cached_property
    def invalidated(self) -> frozenset[int]:
        """Positions whose votes count as invalid ballots (R139 ¶76)."""
        return self.scheme.decisions.invalidated_positions(self.contest.code)

    @property
    def made_invalid(self) -> int:
        """Votes of invalidated candidates, which count as invalid ballots."""
        return sum(self.votes.get(position, 0) for position in self.invalidated)

    @property
    def valid_votes(self) -> int:
        """Votes that count."""
        return self.count["base"] - self.made_invalid

    @property
    def ballots_invalid(self) -> int | None:
        """Invalid ballots of the protocols and those of invalidated candidates; None without protocols."""
        stated = self.count["lines"].get("ballots_invalid")
        return None if stated is None else stated + self.made_invalid

    @cached_property
    def figures(self) -> ContestFigures:
        """The contest as the rules of determination are given it."""
        campaign, contest = self.scheme.campaign, self.contest
        return ContestFigures(
            campaign_kind=campaign.kind,
            contest_kind=contest.kind,
            contest=contest.code,
            seats=contest.seats,
            standings=self._standings(),
            parameters=campaign.parameters,
            participation=self.participation,
            totals=Totals(self.evidence.voters, self.took_part, self.valid_votes),
            persons=self._persons(),
            preferences=self._preferences_held,
            second_round=campaign.continues_as == "second_round",
        )

    @cached_property
    def preferences(self) -> dict[tuple[int, int], int]:
        """Preference votes by ballot position and number on the list, as far as protocols state them."""
        stated = self.count.get("preferences")
        return dict(zip(self.contest.listed, stated["votes"], strict=True)) if stated else {}

    @property
    def _preferences_held(self) -> PreferencesHeld:
        stated, count = self.count.get("preferences"), self.count
        counted = count["received"] + count["remote_received"] - count["invalidated"]
        return PreferencesHeld(stated["received"] if stated else 0, counted)

    def _persons(self) -> dict[int, list[ListPerson]]:
        return {
            option.position: [
                ListPerson(
                    person.number,
                    person.sex,
                    self.preferences.get((option.position, person.number), 0),
                    person.status == WITHDRAWN,
                )
                for person in option.persons
            ]
            for option in self.contest.options
            if option.persons
        }

    @cached_property
    def electable(self) -> frozenset[int]:
        """Positions of candidates and parties that can still be elected."""
        kinds = (OptionKind.CANDIDATE, OptionKind.PARTY)
        return frozenset(
            s.position for s in self.figures.standings if s.kind in kinds and not s.invalidated and not s.withdrawn
        )

    @cached_property
    def participation(self) -> Participation:
        """Voters who took part; signatures are not kept by contest where remote voters signed (R139 ¶47, ¶52)."""
        by_contest = not self.count["remote_received"]
        signatures = self.count["lines"].get("voters_participated") if by_contest else None
        return Participation(signatures, self.count["ballots"])

    @cached_property
    def basis(self) -> ParticipationBasis:
        """The campaign's basis; without one signatures for the President (¶47), ballots found elsewhere (¶79)."""
        president = self.contest.kind is ContestKind.PRESIDENT
        usual = ParticipationBasis.SIGNATURES if president else ParticipationBasis.BALLOTS_FOUND
        reader = Reader(self.scheme.campaign.parameters, self.contest.code)
        try:
            return reader.choice("participation_basis", ParticipationBasis, usual)
        except ParameterError:
            return usual

    @cached_property
    def took_part(self) -> int:
        """Voters who took part: by the campaign's basis, else by ballots found, else the votes."""
        known = (self.participation.by(self.basis), self.count["ballots"], self.count["base"])
        return next(number for number in known if number is not None)

    def participation_document(self) -> ParticipationDocument:
        """Participation as it is published."""
        return {
            "basis": self.basis.value,
            "signatures": self.participation.signatures,
            "ballots_found": self.participation.ballots_found,
            "counted": self.took_part,
        }

    @cached_property
    def extra(self) -> int | None:
        """Voters of the contest who may still be counted, those of re-votes among them; None: unknown."""
        re_votes = [row["voters"] for row in self.evidence.excluded if row["re_vote_set"]]
        known = [voters for voters in re_votes if voters is not None]
        rest = self.extra_without_re_votes
        return None if rest is None or len(known) < len(re_votes) else rest + sum(known)

    @cached_property
    def extra_without_re_votes(self) -> int | None:
        """Voters of the contest who may still be counted; voters of an invalidated precinct voted there already.

        Where remote votes are possible a voter on that precinct's list may yet be counted elsewhere.
        """
        if self.complete:
            return 0
        if self.evidence.voters is None:
            return None
        gone = sum(self._gone(row) for row in self.evidence.excluded)
        lines = self.count["lines"]
        counted = max(self.count["ballots"] or 0, self.count["base"], lines.get("voters_participated", 0))
        return max(0, self.evidence.voters - gone - counted)

    @property
    def complete(self) -> bool:
        """True when nothing more can come: every own precinct, and where remote votes are possible the
        whole campaign.
        """
        count = self.count
        own = count["expected"] > 0 and count["received"] == count["expected"]
        if not own or not self._remote_possible:
            return own
        by_hand = self.name is Count.PROTOCOL
        missing = by_hand and count["remote_received"] < self.document["scanner"]["remote_received"]
        return self.name in self.evidence.complete and not missing

    @property
    def _remote_possible(self) -> bool:
        """True when voters of the contest may vote at precincts of other districts (R139 ¶32)."""
        seen = self.document["scanner"]["remote_received"] or self.document["protocol"]["remote_received"]
        districts = self.contest.kind is ContestKind.MULTI_MEMBER and len(self.scheme.contests) > 1
        return bool(seen) or (districts and self.scheme.campaign.remote_form is not None)

    def excluded_count(self, row: ExcludedDocument) -> ExcludedCount | None:
        """The figures of an invalidated precinct in this count."""
        return row["protocol"] if self.name is Count.PROTOCOL else row["scanner"]

    def _gone(self, row: ExcludedDocument) -> int:
        found = self.excluded_count(row)
        took_part = found["took_part"] if found else 0
        if row["remote"] or self._remote_possible or row["voters"] is None:
            return took_part
        return row["voters"]

    def _standings(self) -> tuple[Standing, ...]:
        withdrawn = self.scheme.decisions.withdrawn_positions(self.contest.code)
        return tuple(
            Standing(
                position=option.position,
                kind=option.kind,
                votes=self.votes[option.position],
                sex=option.sex,
                documents_complete_at=option.documents_complete_at,
                withdrawn=option.status == WITHDRAWN or option.position in withdrawn,
                invalidated=option.position in self.invalidated,
            )
            for option in self.contest.options
        )


def _is_in(count: CountDocument) -> bool:
    return bool(count["received"] or count["remote_received"])
