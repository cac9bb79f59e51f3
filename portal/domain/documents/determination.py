"""What follows from the votes of a contest and of a campaign: outcome, seats, explanation, tests and cross-checks."""

from typing import NotRequired, TypedDict

from portal.domain.documents.precinct import DecisionDocument
from portal.domain.names import NamesDocument


class FractionDocument(TypedDict):
    """An exact share or quotient."""

    numerator: int
    denominator: int


class StepDocument(TypedDict):
    """One step of an explanation: a rule of docs/determination.md, what it rests on, and the numbers it
    was applied to.
    """

    rule: str
    basis: str
    source: str
    numbers: dict[str, int | str | list[int] | FractionDocument]


class SeatDocument(TypedDict):
    """мандат: one filled seat. `person` is the number on a party's list, 0 otherwise; `share` is `votes` of `base`.

    `party` is the list's name where the seat goes to a person on it. `preferences` are the person's preference votes,
    absent where no protocol states any.
    """

    seat: int
    position: int
    person: int
    name: NamesDocument
    id: str
    sex: str
    party: str
    votes: int
    base: int
    share: str | None
    preferences: NotRequired[int]


class ListSeatsDocument(TypedDict):
    """Seats of one party list."""

    position: int
    name: NamesDocument
    seats: int


class ParticipationDocument(TypedDict):
    """Voters who took part by each basis (R139 ¶47, ¶79), None where no figure is held; `basis` is the campaign's own.

    `counted` is the number used for one third (R139 ¶81): by the basis, else ballots found, else votes.
    """

    basis: str
    signatures: int | None
    ballots_found: int | None
    counted: int


class ListBoundsDocument(TypedDict):
    """Seats that a party has however the voters not yet counted vote, and the most that it can have."""

    position: int
    name: NamesDocument
    at_least: int
    at_most: int


class BoundsDocument(TypedDict):
    """What voters not yet counted can change: ballot positions elected in every completion and in some; never a
    forecast.

    `lists` is filled for party lists, and so is `exact`: some completion reaches each bound; otherwise they hold in
    every completion, and some of what they allow may not happen. For a question the position is the answer that adopts
    it. `second_round_*` are filled in a President's first round.
    """

    certain: list[int]
    possible: list[int]
    second_round_certain: list[int]
    second_round_possible: list[int]
    settled: bool
    lists: list[ListBoundsDocument]
    exact: NotRequired[bool]


class OtherBasisDocument(TypedDict):
    """The voters of the tests of one third by the basis of participation that the campaign does not count by."""

    basis: str
    took_part: int
    at_precincts: int


class CoverageDocument(TypedDict):
    """What was invalidated, in voters, and the two tests of one third (R139 ¶81), which are never added to each other.

    `took_part` includes voters of invalidated precincts (`at_precincts`). `for_candidates` are votes of invalidated
    candidates at the other precincts, `for_candidates_elsewhere` those at invalidated ones. `in_force`: the campaign
    follows the tests of this scope. `otherwise` is there where the other basis has other numbers; a step tells of a
    test that it would turn.
    """

    scope: str
    in_force: bool
    took_part: int
    at_precincts: int
    for_candidates: int
    for_candidates_elsewhere: int
    precincts_above_third: bool
    candidates_above_third: bool
    steps: list[StepDocument]
    otherwise: NotRequired[OtherBasisDocument]


class ExcludedCount(TypedDict):
    """One count of an invalidated precinct: voters who took part and votes in the order of the options.

    `took_part_otherwise` are the voters by the basis that the campaign does not count by, where they are others.
    """

    took_part: int
    votes: list[int]
    took_part_otherwise: NotRequired[int]


class ExcludedDocument(TypedDict):
    """A precinct whose totals of the contest are invalidated (R139 ¶75). `voters` are those of the contest on its list.

    `remote` marks votes of voters of other districts. `re_vote_set`: a re-vote is called there. `decision` is the act
    that invalidated them, absent in releases of former versions of the portal.
    """

    precinct: str
    territory: str
    remote: bool
    voters: int | None
    re_vote_set: bool
    scanner: ExcludedCount | None
    protocol: ExcludedCount | None
    decision: NotRequired[DecisionDocument]


class ReVoteDocument(TypedDict):
    """Whether a re-vote at these precincts, by up to `voters` voters, could change the result (R139 ¶75)."""

    precincts: list[str]
    voters: int | None
    could_change: bool
    step: StepDocument


class SignedCommission(TypedDict):
    """A commission's consolidated protocols as signed, beside the sum of its precincts (None: not a row
    of the contest).
    """

    commission: str
    territory: str
    kinds: list[str]
    signed_at: str
    votes: list[int]
    computed: list[int] | None


class SignedDocument(TypedDict):
    """сводные протоколы: sums of the signed protocols, of the same precincts as computed, and their difference (R139
    ¶77).

    The sums are made over the commissions that can be compared; `whole`: they cover every row of the contest.
    """

    commissions: list[SignedCommission]
    votes: list[int]
    computed: list[int]
    difference: list[int]
    whole: bool
    steps: list[StepDocument]


class DeterminationDocument(TypedDict):
    """определение результатов as the portal computes it from preliminary data (R139 ¶77-81); official only by decision.

    `count` is what it is computed from. `outcome` is what is shown: "open" while voters who are not counted yet can
    change it, then only certain `seats` are listed; a declaration by decision replaces the `computed` one, whose
    explanation moves to `computed_steps`. `status` is what the decisions say. `extra` are the voters who may still be
    counted (None: unknown), `voters` those on the contest's lists. `possible` are the positions between which
    `open_seats` are open. `valid_votes` lack the votes of invalidated candidates, `made_invalid`, which
    `ballots_invalid` includes (R139 ¶76). `participants_shares` are the options' votes of all who took part, in percent
    by ballot position; None where the figures contradict each other. `acts` are the decision that governs the result
    and that of its official publication, absent while there is none.
    """

    count: str
    outcome: str
    computed: str
    status: str
    official: bool
    acts: NotRequired[list[DecisionDocument]]
    suspended: bool
    repeat_election: bool
    repeat_election_set: bool
    voters: int | None
    extra: int | None
    participation: ParticipationDocument
    valid_votes: int
    participants_shares: NotRequired[list[str | None]]
    ballots_invalid: int | None
    made_invalid: int
    seats: list[SeatDocument]
    lists: list[ListSeatsDocument]
    vacancies: int
    open_seats: int
    possible: list[int]
    second_round: list[int]
    bounds: BoundsDocument | None
    steps: list[StepDocument]
    notices: list[StepDocument]
    computed_steps: list[StepDocument]
    third: CoverageDocument
    excluded: list[ExcludedDocument]
    re_votes: list[ReVoteDocument]
    signed: SignedDocument | None


class SeatsByDocument(TypedDict):
    """Filled seats of one sex, party or region; `key` is "" where the package gives none."""

    key: str
    name: NamesDocument | None
    seats: int


class ElectedDocument(TypedDict):
    """Who is elected by the official determination: a candidate with one seat, or a party's list with its seats.

    `votes` and `share` are those of the option at this ballot position.
    """

    position: int
    name: NamesDocument
    sex: str
    seats: int
    votes: int
    share: str | None


class ContestDetermination(TypedDict):
    """The determination of a contest as a row of the campaign. `by_sex` and `by_party` count the filled seats.

    `elected` is there once the result is official and elects somebody (R139 ¶84). `otherwise` as in the contest's own
    tests of one third.
    """

    count: str
    outcome: str
    official: bool
    suspended: bool
    filled: int
    vacancies: int
    open_seats: int
    by_sex: dict[str, int]
    by_party: list[SeatsByDocument]
    took_part: int
    at_precincts: int
    for_candidates: int
    for_candidates_elsewhere: int
    elected: NotRequired[list[ElectedDocument]]
    otherwise: NotRequired[OtherBasisDocument]


class MandatesDocument(TypedDict):
    """Seats of each sex over the filled districts of parliament; `holds`: none has fewer than districts
    are filled (¶79).
    """

    filled_districts: int
    holds: bool
    steps: list[StepDocument]


class CampaignDetermination(TypedDict):
    """Seats of a campaign by sex, party and region; only filled seats, certain ones while votes are missing.

    `outcomes` counts contests that fill seats by outcome, `counts` all by the count they are computed from; `questions`
    counts questions by outcome, absent where there are none. `mandates` is None but for parliament. `official` and
    `suspended` are numbers of contests.
    """

    seats: int
    filled: int
    vacancies: int
    open_seats: int
    official: int
    suspended: int
    outcomes: dict[str, int]
    questions: NotRequired[dict[str, int]]
    counts: dict[str, int]
    by_sex: list[SeatsByDocument]
    by_party: list[SeatsByDocument]
    by_region: list[SeatsByDocument]
    mandates: MandatesDocument | None
    third: CoverageDocument
