"""Facts of a re-vote (R139 ¶75): a series of their own beside the first vote, which stays readable."""

from dataclasses import replace
from datetime import timedelta

from portal.domain.decisions import DecisionKind
from portal.domain.facts import RegisteredDecision
from portal.domain.visible import OtherVote, VisiblePrecinct
from tests.publication.facts import DAY, LATE, at, decision, facts, protocol, scanner, seen, turnout

WEEK = 7 * 24 * 60
FIRST = (scanner(1, (30, 10)), protocol(2, (30, 10)))
AGAIN = (scanner(11, (9, 12), received=WEEK), protocol(12, (8, 12), received=WEEK + 60))


def called() -> list[RegisteredDecision]:
    return [
        decision(5, DecisionKind.INVALIDATE_PRECINCT, day=DAY + timedelta(1)),
        decision(6, DecisionKind.SET_RE_VOTE, day=DAY + timedelta(2)),
    ]


def hands(visible: VisiblePrecinct) -> list[list[int]]:
    return [list(version.votes.values()) for version in visible.protocols.get("1", ())]


def test_until_the_re_vote_is_in_the_first_vote_is_shown() -> None:
    visible = seen(WEEK - 1, facts(*FIRST, *AGAIN), decisions=called())
    assert (hands(visible), visible.votes, visible.other_votes) == ([[30, 10]], {}, {})


def test_a_re_vote_with_fewer_votes_is_held_by_nobody_and_replaces_both_counts() -> None:
    visible = seen(LATE + WEEK, facts(*FIRST, *AGAIN), decisions=called())
    assert (hands(visible), visible.votes, visible.held, visible.corrected) == ([[8, 12]], {"1": 1}, (), frozenset())
    assert visible.scanner == {"1": (AGAIN[0],)}
    assert visible.other_votes == {"1": (OtherVote(0, (FIRST[0],), (FIRST[1],)),)}


def test_machine_count_of_a_re_vote_is_never_beside_the_hand_count_of_the_first() -> None:
    visible = seen(WEEK + 30, facts(*FIRST, *AGAIN), decisions=called())
    assert (visible.scanner, visible.protocols) == ({"1": (AGAIN[0],)}, {})


def test_a_later_protocol_of_the_re_vote_is_held_like_any_other() -> None:
    lower = protocol(13, (1, 1), received=WEEK + 90, version=3)
    visible = seen(LATE + WEEK, facts(*FIRST, *AGAIN, lower), decisions=called())
    assert (hands(visible), [held.seq for held in visible.held]) == ([[8, 12]], [13])


def test_a_paper_signed_on_the_day_of_the_act_is_of_the_first_vote() -> None:
    same_day = replace(protocol(12, (31, 10), received=WEEK), signed_at=at(2 * 24 * 60))
    visible = seen(LATE + WEEK, facts(*FIRST, same_day), decisions=called())
    assert (hands(visible), visible.votes) == ([[30, 10], [31, 10]], {})


def test_without_a_decision_a_lower_later_protocol_is_held() -> None:
    visible = seen(LATE + WEEK, facts(*FIRST, AGAIN[1]))
    assert (hands(visible), [held.seq for held in visible.held]) == ([[30, 10]], [12])


def test_a_re_vote_of_one_contest_leaves_the_others_alone() -> None:
    only = [decision(6, DecisionKind.SET_RE_VOTE, target="1-1:2", day=DAY + timedelta(2))]
    visible = seen(LATE + WEEK, facts(*FIRST, AGAIN[1]), decisions=only)
    assert (hands(visible), visible.votes) == ([[30, 10]], {})


def test_turnout_of_a_re_vote_stays_out_of_the_voting_days_series() -> None:
    again = turnout(14, 3, WEEK - 600, received=WEEK - 590)
    visible = seen(LATE + WEEK, facts(turnout(1, 5, -60), again), decisions=called())
    assert [report.identified for report in visible.turnout] == [5]
    assert visible.held == ()
