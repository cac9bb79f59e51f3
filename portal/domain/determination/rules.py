"""The table of rules by which results are determined: code, what it rests on, its source (docs/determination.md).

`paragraph`: the text says it. `parameter`: the campaign package says it. `inference`: the texts leave it open and the
portal says how it reads them, or that it does not decide.
"""

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What a rule rests on."""

    PARAGRAPH = "paragraph"
    PARAMETER = "parameter"
    INFERENCE = "inference"


class Rule(StrEnum):
    """Codes of the rules, as they stand in explanations of outcomes and in published documents."""

    TOOK_PART = "took_part"
    TOOK_PART_UNKNOWN = "took_part_unknown"
    BASIS_DIFFERS = "basis_differs"
    MORE_VOTES_THAN_VOTERS = "more_votes_than_voters"
    NO_VOTES = "no_votes"
    PARAMETER_MISSING = "parameter_missing"
    CANDIDATE_INVALIDATED = "candidate_invalidated"
    CANDIDATE_WITHDRAWN = "candidate_withdrawn"
    TURNOUT_TOO_LOW = "turnout_too_low"
    TURNOUT_REACHED = "turnout_reached"
    TURNOUT_UNKNOWN = "turnout_unknown"

    PRESIDENT_MAJORITY = "president_majority"
    PRESIDENT_NO_MAJORITY = "president_no_majority"
    PRESIDENT_SECOND_ROUND = "president_second_round"
    PRESIDENT_NEXT_STANDS = "president_next_stands"
    PRESIDENT_ONE_STANDS = "president_one_stands"
    PRESIDENT_TWO_NONE_ELECTED = "president_two_none_elected"
    PRESIDENT_ONE_NONE_ELECTED = "president_one_none_elected"
    PRESIDENT_NOBODY_LEFT = "president_nobody_left"
    PRESIDENT_WINNER_WITHDREW = "president_winner_withdrew"
    PRESIDENT_SECOND_PLACE_TIE = "president_second_place_tie"
    PRESIDENT_PLURALITY = "president_plurality"
    PRESIDENT_ROUND_TWO_TIE = "president_round_two_tie"
    PRESIDENT_ROUND_TWO_AGAINST_ALL = "president_round_two_against_all"
    PRESIDENT_ROUND_TWO_NONE = "president_round_two_none"

    AGAINST_ALL_ABOVE = "against_all_above"
    AGAINST_ALL_NOT_ABOVE = "against_all_not_above"
    MOST_VOTES = "most_votes"
    MOST_VOTES_LOCAL = "most_votes_local"
    SEX_CAP = "sex_cap"
    SEX_CAP_LOCAL = "sex_cap_local"
    OTHER_SEX_TAKES_SEAT = "other_sex_takes_seat"
    TIE_BY_DOCUMENTS = "tie_by_documents"
    TIE_UNDECIDED = "tie_undecided"
    NO_ONE_WITHOUT_VOTES = "no_one_without_votes"
    VACANCY = "vacancy"
    SEX_UNKNOWN = "sex_unknown"
    SEX_MANDATES = "sex_mandates"

    LIST_THRESHOLD_PASSED = "list_threshold_passed"
    LIST_THRESHOLD_MISSED = "list_threshold_missed"
    LIST_NONE_PASSED = "list_none_passed"
    LIST_QUOTA = "list_quota"
    LIST_WHOLE_SEATS = "list_whole_seats"
    LIST_REMAINDER_SEAT = "list_remainder_seat"
    LIST_DIVISOR_SEAT = "list_divisor_seat"
    LIST_CAP = "list_cap"
    LIST_TIE = "list_tie"
    LIST_TIE_UNDECIDED = "list_tie_undecided"
    LIST_SEATS_LEFT = "list_seats_left"
    LIST_PERSON = "list_person"
    LIST_PERSON_PREFERRED = "list_person_preferred"
    LIST_PERSON_PASSED_OVER = "list_person_passed_over"
    LIST_SEX_UNKNOWN = "list_sex_unknown"
    LIST_PREFERENCES_TIE = "list_preferences_tie"
    LIST_PREFERENCES_MISSING = "list_preferences_missing"
    LIST_TOO_SHORT = "list_too_short"

    QUESTION_ADOPTED = "question_adopted"
    QUESTION_NOT_ADOPTED = "question_not_adopted"

    THIRD_PRECINCTS = "third_precincts"
    THIRD_CANDIDATES = "third_candidates"
    THIRD_CANDIDATES_OPEN = "third_candidates_open"
    THIRD_PRECINCTS_OTHERWISE = "third_precincts_otherwise"
    THIRD_CANDIDATES_OTHERWISE = "third_candidates_otherwise"
    RE_VOTE_CHANGES = "re_vote_changes"
    RE_VOTE_CHANGES_NOTHING = "re_vote_changes_nothing"
    RE_VOTE_REPLACES = "re_vote_replaces"
    PRECINCT_EXCLUDED = "precinct_excluded"
    BOUNDS = "bounds"
    SIGNED_DIFFERS = "signed_differs"
    DECLARED_INVALID = "declared_invalid"
    DECLARED_NOT_HELD = "declared_not_held"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: `text` is a paragraph ("R139 ¶78") or the parameter's key or the matter left open."""

    basis: Basis
    text: str


def _paragraph(text: str) -> Source:
    return Source(Basis.PARAGRAPH, text)


def _parameter(text: str) -> Source:
    return Source(Basis.PARAMETER, text)


def _inference(text: str) -> Source:
    return Source(Basis.INFERENCE, text)


RULES: dict[Rule, Source] = {
    Rule.TOOK_PART: _parameter("participation_basis; R139 ¶47, ¶79"),
    Rule.TOOK_PART_UNKNOWN: _inference("R139 ¶78 needs a number that is missing"),
    Rule.BASIS_DIFFERS: _parameter("participation_basis; R139 ¶47, ¶79"),
    Rule.MORE_VOTES_THAN_VOTERS: _inference("figures contradict each other; R139 ¶51"),
    Rule.NO_VOTES: _inference("no text names a winner without a vote"),
    Rule.PARAMETER_MISSING: _parameter("the key that the step names"),
    Rule.CANDIDATE_INVALIDATED: _paragraph("R139 ¶76"),
    Rule.CANDIDATE_WITHDRAWN: _inference("R139 ¶78 speaks of withdrawal before the second round only"),
    Rule.TURNOUT_TOO_LOW: _parameter("turnout_minimum"),
    Rule.TURNOUT_REACHED: _parameter("turnout_minimum"),
    Rule.TURNOUT_UNKNOWN: _parameter("turnout_minimum"),
    Rule.PRESIDENT_MAJORITY: _paragraph("R139 ¶78"),
    Rule.PRESIDENT_NO_MAJORITY: _paragraph("R139 ¶78"),
    Rule.PRESIDENT_SECOND_ROUND: _paragraph("R139 ¶78"),
    Rule.PRESIDENT_NEXT_STANDS: _paragraph("R139 ¶78"),
    Rule.PRESIDENT_ONE_STANDS: _paragraph("R139 ¶78"),
    Rule.PRESIDENT_TWO_NONE_ELECTED: _paragraph("R139 ¶78"),
    Rule.PRESIDENT_ONE_NONE_ELECTED: _inference("R139 ¶78 is silent on a ballot with one candidate"),
    Rule.PRESIDENT_NOBODY_LEFT: _inference("R139 ¶78 is silent when no candidate is left"),
    Rule.PRESIDENT_WINNER_WITHDREW: _inference("R139 ¶78 is silent on a winner who withdrew"),
    Rule.PRESIDENT_SECOND_PLACE_TIE: _inference("R139 ¶78 has no rule for equal votes"),
    Rule.PRESIDENT_PLURALITY: _paragraph("R139 ¶78"),
    Rule.PRESIDENT_ROUND_TWO_TIE: _parameter("second_round_tie; R139 ¶78 has no rule for equal votes"),
    Rule.PRESIDENT_ROUND_TWO_AGAINST_ALL: _parameter("second_round_against_all; R139 ¶78 has no rule"),
    Rule.PRESIDENT_ROUND_TWO_NONE: _paragraph("R139 ¶78"),
    Rule.AGAINST_ALL_ABOVE: _paragraph("R139 ¶79; local elections: parameter against_all"),
    Rule.AGAINST_ALL_NOT_ABOVE: _paragraph("R139 ¶79; local elections: parameter against_all"),
    Rule.MOST_VOTES: _paragraph("R139 ¶79"),
    Rule.MOST_VOTES_LOCAL: _parameter("seats of the contest"),
    Rule.SEX_CAP: _paragraph("R139 ¶79"),
    Rule.SEX_CAP_LOCAL: _parameter("max_one_sex, reserved_sex, reserved_seats"),
    Rule.OTHER_SEX_TAKES_SEAT: _inference("R139 ¶79 caps one sex and does not say who follows"),
    Rule.TIE_BY_DOCUMENTS: _paragraph("R139 ¶79; local elections: parameter ties"),
    Rule.TIE_UNDECIDED: _inference("R139 ¶79 needs the date and time of complete documents"),
    Rule.NO_ONE_WITHOUT_VOTES: _inference("nobody is elected without a single vote"),
    Rule.VACANCY: _inference("R139 ¶79 does not say who takes a seat that nobody may take"),
    Rule.SEX_UNKNOWN: _inference("R139 ¶79 needs the sex of every candidate"),
    Rule.SEX_MANDATES: _paragraph("R139 ¶79"),
    Rule.LIST_THRESHOLD_PASSED: _parameter("threshold, threshold_of, threshold_comparison"),
    Rule.LIST_THRESHOLD_MISSED: _parameter("threshold, threshold_of, threshold_comparison"),
    Rule.LIST_NONE_PASSED: _inference("no text says what follows"),
    Rule.LIST_QUOTA: _parameter("method"),
    Rule.LIST_WHOLE_SEATS: _parameter("method"),
    Rule.LIST_REMAINDER_SEAT: _parameter("method"),
    Rule.LIST_DIVISOR_SEAT: _parameter("method"),
    Rule.LIST_CAP: _parameter("party_cap; that the others share what is above it is inference"),
    Rule.LIST_TIE: _parameter("party_ties"),
    Rule.LIST_TIE_UNDECIDED: _parameter("party_ties"),
    Rule.LIST_SEATS_LEFT: _inference("no text says who takes a seat that no list may take"),
    Rule.LIST_PERSON: _parameter("list_order"),
    Rule.LIST_PERSON_PREFERRED: _parameter("list_order, preference_threshold"),
    Rule.LIST_PERSON_PASSED_OVER: _parameter("list_sex_cap"),
    Rule.LIST_SEX_UNKNOWN: _parameter("list_sex_cap needs the sex of every person on the list"),
    Rule.LIST_PREFERENCES_TIE: _parameter("preference_ties"),
    Rule.LIST_PREFERENCES_MISSING: _inference("list_order is preferences, and not every counted protocol states them"),
    Rule.LIST_TOO_SHORT: _inference("no text says who takes a seat beyond the end of a list"),
    Rule.QUESTION_ADOPTED: _parameter("majority, majority_of, majority_comparison"),
    Rule.QUESTION_NOT_ADOPTED: _parameter("majority, majority_of, majority_comparison"),
    Rule.THIRD_PRECINCTS: _paragraph("R139 ¶81 (1); scope: parameter invalidity_scope"),
    Rule.THIRD_CANDIDATES: _paragraph("R139 ¶81 (2); scope: parameter invalidity_scope"),
    Rule.THIRD_CANDIDATES_OPEN: _inference("R139 ¶81 (2): votes at invalidated precincts are not counted twice"),
    Rule.THIRD_PRECINCTS_OTHERWISE: _parameter("participation_basis; R139 ¶47, ¶79, ¶81 (1)"),
    Rule.THIRD_CANDIDATES_OTHERWISE: _parameter("participation_basis; R139 ¶47, ¶79, ¶81 (2)"),
    Rule.RE_VOTE_CHANGES: _paragraph("R139 ¶75"),
    Rule.RE_VOTE_CHANGES_NOTHING: _paragraph("R139 ¶75"),
    Rule.RE_VOTE_REPLACES: _inference("R139 ¶75: the figures of a re-vote take the place of the invalidated ones"),
    Rule.PRECINCT_EXCLUDED: _paragraph("R139 ¶75"),
    Rule.BOUNDS: _inference("arithmetic: what voters not yet counted can still change"),
    Rule.SIGNED_DIFFERS: _paragraph("R139 ¶77"),
    Rule.DECLARED_INVALID: _paragraph("R139 ¶78, ¶79, ¶81"),
    Rule.DECLARED_NOT_HELD: _paragraph("R139 ¶79"),
    Rule.SUSPENDED: _paragraph("R139 ¶78"),
}
"""Every rule and its source; a test holds that none is missing."""
