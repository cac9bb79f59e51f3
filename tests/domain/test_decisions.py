"""The state of a campaign is a fold over dated decisions; any past state can be asked (domain.md §3.10)."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.decisions import (
    RESTS_ON,
    SCOPES,
    ContestStatus,
    Decision,
    DecisionError,
    DecisionKind,
    DecisionScope,
    DecisionState,
    history,
    in_order,
    state_at,
)

DAY = date(2025, 12, 1)


def decision(kind=DecisionKind.INVALIDATE_PRECINCT, **fields):
    target = {
        DecisionScope.PRECINCT: "105",
        DecisionScope.CONTEST: "13",
        DecisionScope.OPTION: "13:4",
        DecisionScope.DECISION: "1",
        DecisionScope.TERRITORY: "5",
        DecisionScope.CAMPAIGN: "",
    }
    scope = fields.pop("scope", min(SCOPES[kind], key=lambda scope: (scope is DecisionScope.CAMPAIGN, scope)))
    values = {"number": "1", "date": DAY, "body": "CEC", "target": target[scope], **fields}
    return Decision(kind=kind, scope=scope, **values)


REVERSAL = {"number": "12", "date": date(2026, 2, 13), "sequence": 4}
DISTRICT_13 = [
    decision(DecisionKind.DECLARE_INVALID, number="501", date=date(2025, 12, 3), sequence=1),
    decision(DecisionKind.DETERMINE, number="510", date=date(2025, 12, 10), sequence=2, scope=DecisionScope.CAMPAIGN),
    decision(DecisionKind.SET_REPEAT_ELECTION, number="530", date=date(2025, 12, 30), sequence=3),
    decision(DecisionKind.REVERSE, **REVERSAL, target="501"),
    decision(DecisionKind.INVALIDATE_CANDIDATE, **REVERSAL, target="13:4"),
    decision(DecisionKind.RECOUNT, **REVERSAL, scope=DecisionScope.CONTEST, target="13"),
    decision(DecisionKind.DETERMINE, **REVERSAL, target="13"),
]


@pytest.mark.parametrize(
    ("day", "status", "repeat", "invalidated"),
    [
        (date(2025, 12, 2), ContestStatus.OPEN, False, set()),
        (date(2025, 12, 3), ContestStatus.INVALID, False, set()),
        (date(2025, 12, 10), ContestStatus.INVALID, False, set()),
        (date(2025, 12, 29), ContestStatus.INVALID, False, set()),
        (date(2025, 12, 30), ContestStatus.INVALID, True, set()),
        (date(2026, 2, 12), ContestStatus.INVALID, True, set()),
        (date(2026, 2, 13), ContestStatus.DETERMINED, False, {4}),
    ],
)
def test_district_13_can_be_asked_for_any_day_of_its_real_sequence(day, status, repeat, invalidated):
    state = state_at(DISTRICT_13, day)
    assert state.status("13") is status
    assert state.repeat_election_set("13") is repeat
    assert state.invalidated_positions("13") == invalidated
    determined = day >= date(2025, 12, 10)
    assert state.status("14") is (ContestStatus.DETERMINED if determined else ContestStatus.OPEN)


def test_repeat_election_returns_when_the_reversal_is_itself_reversed():
    back = decision(DecisionKind.REVERSE, number="90", date=date(2026, 3, 1), body="court", target="CEC:12")
    state = state_at([*DISTRICT_13, back])
    assert state.status("13") is ContestStatus.INVALID
    assert state.repeat_election_set("13")
    assert state.invalidated_positions("13") == frozenset()


def test_reversal_restores_an_invalidated_precinct_and_its_re_vote_lapses():
    rows = [
        decision(number="1", target="105"),
        decision(DecisionKind.SET_RE_VOTE, number="2", date=DAY + timedelta(1), target="105"),
    ]
    assert state_at(rows).precinct_invalidated("105", "13")
    assert state_at(rows).re_vote_set("105", "13")
    lifted = state_at([*rows, decision(DecisionKind.REVERSE, number="3", date=DAY + timedelta(2), target="1")])
    assert not lifted.precinct_invalidated("105", "13")
    assert not lifted.re_vote_set("105", "13")


def test_the_last_of_invalidation_and_re_vote_says_which_vote_counts():
    kinds = [DecisionKind.INVALIDATE_PRECINCT, DecisionKind.SET_RE_VOTE] * 2
    rows = [decision(kind, number=str(n), date=DAY + timedelta(n), target="105") for n, kind in enumerate(kinds)]
    assert [state_at(rows[:n]).counting_vote("105", "13") for n in range(5)] == [0, None, 1, None, 2]
    assert state_at(rows).counting_vote("106", "13") == 0


def test_a_re_vote_keeps_its_number_when_an_earlier_one_is_reversed():
    kinds = [DecisionKind.INVALIDATE_PRECINCT, DecisionKind.SET_RE_VOTE] * 2
    rows = [decision(kind, number=str(n), date=DAY + timedelta(n), target="105") for n, kind in enumerate(kinds)]
    state = state_at([*rows, decision(DecisionKind.REVERSE, number="9", date=DAY + timedelta(9), target="1")])
    assert state.counting_vote("105", "13") == 2
    assert [state.vote_on("105", "13", DAY + timedelta(n)) for n in range(6)] == [0, 0, 1, 1, 2, 2]


def test_a_re_vote_of_one_contest_is_a_vote_of_the_whole_precinct_only_when_asked_for_it():
    state = state_at([decision(DecisionKind.SET_RE_VOTE, target="105:13")])
    later = DAY + timedelta(1)
    assert [state.vote_on("105", contest, later) for contest in ("13", "14", "")] == [1, 0, 1]


def test_precinct_decision_may_concern_one_contest_only():
    state = state_at([decision(target="105:7")])
    assert state.precinct_invalidated("105", "7")
    assert not state.precinct_invalidated("105", "8")
    assert not state.precinct_invalidated("106", "7")


def test_campaign_decision_concerns_every_contest():
    state = state_at(
        [
            decision(DecisionKind.DETERMINE, scope=DecisionScope.CAMPAIGN),
            decision(DecisionKind.OFFICIAL, number="2", date=DAY + timedelta(9), scope=DecisionScope.CONTEST),
        ]
    )
    assert state.status("7") is ContestStatus.DETERMINED
    assert state.official("13") and not state.official("7")


def test_official_publication_lapses_with_the_determination_it_rests_on():
    rows = [
        decision(DecisionKind.DETERMINE, number="1"),
        decision(DecisionKind.OFFICIAL, number="2", date=DAY + timedelta(9)),
    ]
    assert state_at(rows).official("13")
    rows.append(decision(DecisionKind.REVERSE, number="3", date=DAY + timedelta(20), target="1"))
    assert not state_at(rows).official("13")


def test_the_acts_on_a_contest_are_the_ruling_that_governs_and_the_publication_that_holds():
    rows = [
        decision(DecisionKind.DETERMINE, number="1"),
        decision(DecisionKind.OFFICIAL, number="2", date=DAY + timedelta(9)),
    ]

    def numbers(*more: Decision) -> list[str]:
        return [act.number for act in state_at([*rows, *more]).acts("13")]

    assert [act.number for act in state_at(rows[:1]).acts("13")] == ["1"]
    assert numbers() == ["1", "2"] and not state_at(rows).acts("7")
    assert numbers(decision(DecisionKind.DETERMINE, number="3", date=DAY + timedelta(10))) == ["3"]
    assert numbers(decision(DecisionKind.REVERSE, number="3", date=DAY + timedelta(20), target="1")) == []


def test_official_publication_of_all_contests_ends_for_the_one_that_is_decided_anew():
    published = decision(
        DecisionKind.OFFICIAL, number="520", date=date(2025, 12, 20), sequence=2, scope=DecisionScope.CAMPAIGN
    )
    rows = [*DISTRICT_13, published]
    assert state_at(rows, date(2026, 2, 12)).official("13") and state_at(rows, date(2026, 2, 12)).official("14")
    assert not state_at(rows).official("13") and state_at(rows).official("14")
    again = decision(DecisionKind.OFFICIAL, number="20", date=date(2026, 2, 20), sequence=5)
    assert state_at([*rows, again]).official("13")


def test_appeal_suspends_until_the_court_has_finally_considered_it():
    rows = [
        decision(DecisionKind.SUSPEND_BY_APPEAL, number="1"),
        decision(DecisionKind.RESUME, number="2", date=DAY + timedelta(5)),
    ]
    assert not state_at(rows, DAY - timedelta(1)).suspended("13")
    assert state_at(rows, DAY).suspended("13")
    assert not state_at(rows).suspended("13")


def test_reentry_permit_names_its_precinct():
    permit = decision(DecisionKind.PERMIT_REENTRY, target="105:13")
    assert state_at([permit]).reentry_permits("105", "13") == (permit,)
    assert state_at([permit]).reentry_permits("105", "14") == ()


def test_withdrawn_candidate_is_not_an_invalidated_one():
    state = state_at([decision(DecisionKind.WITHDRAW_CANDIDATE, target="13:2")])
    assert state.withdrawn_positions("13") == {2}
    assert state.invalidated_positions("13") == frozenset()


def test_reversal_of_nothing_is_refused_with_its_reason():
    with pytest.raises(DecisionError, match="no earlier decision"):
        state_at([decision(DecisionKind.REVERSE, number="2", target="77")])


def test_reversal_must_name_the_body_where_two_used_one_number():
    rows = [decision(number="1", body="oik-1"), decision(number="1", body="oik-2", target="106")]
    later = {"number": "9", "date": DAY + timedelta(1)}
    with pytest.raises(DecisionError, match="body:number"):
        state_at([*rows, decision(DecisionKind.REVERSE, target="1", **later)])
    state = state_at([*rows, decision(DecisionKind.REVERSE, target="oik-2:1", **later)])
    assert state.precinct_invalidated("105", "13") and not state.precinct_invalidated("106", "13")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"number": ""}, "must not be empty"),
        ({"target": ""}, "number:contest"),
        ({"target": "105:"}, "number:contest"),
        ({"kind": DecisionKind.INVALIDATE_CANDIDATE, "target": "13"}, "contest:position"),
        ({"kind": DecisionKind.INVALIDATE_CANDIDATE, "target": "13:x"}, "contest:position"),
        ({"kind": DecisionKind.DETERMINE, "scope": DecisionScope.PRECINCT}, "allowed: campaign, contest"),
        (
            {"kind": DecisionKind.DETERMINE, "scope": DecisionScope.CAMPAIGN, "target": "x"},
            "must be for a whole campaign",
        ),
    ],
)
def test_decision_that_cannot_be_read_is_refused_with_what_is_allowed(fields, message):
    with pytest.raises(DecisionError, match=message):
        decision(**fields)


def test_every_kind_has_scopes():
    assert set(SCOPES) == set(DecisionKind)


SETTABLE = [kind for kind in DecisionKind if kind is not DecisionKind.REVERSE]


@st.composite
def registers(draw):
    """Registers of up to 12 acts on few targets, with reversals of earlier acts, reversals included."""
    rows = []
    for index in range(draw(st.integers(0, 12))):
        day = (rows[-1].date if rows else DAY) + timedelta(draw(st.integers(0, 2)))
        common = {"number": str(index), "date": day, "sequence": index}
        if rows and draw(st.booleans()):
            rows.append(decision(DecisionKind.REVERSE, target=draw(st.sampled_from(rows)).number, **common))
        else:
            rows.append(decision(draw(st.sampled_from(SETTABLE)), **common))
    return rows


def naive_standing(rows):
    """Oracle: a row stands exactly when no standing later row reverses it, found by trying every assignment."""
    for standing in product((True, False), repeat=len(rows)):
        hit = {
            row.target
            for row, stands in zip(rows, standing, strict=True)
            if stands and row.kind is DecisionKind.REVERSE
        }
        if all(stands == (row.number not in hit) for row, stands in zip(rows, standing, strict=True)):
            return [row for row, stands in zip(rows, standing, strict=True) if stands]
    raise AssertionError("no assignment satisfies the definition of a reversal")


@given(registers())
def test_state_agrees_with_the_definition_of_reversal(rows):
    standing = naive_standing(rows)
    expected = []
    for row in standing:
        then = [other for other in naive_standing(rows[: rows.index(row)]) if other.kind in RESTS_ON.get(row.kind, ())]
        grounds = [other for other in then if other.kind is then[-1].kind]
        if not grounds or any(other in standing for other in grounds):
            expected.append(row)
    assert list(state_at(rows).in_force) == expected


@given(registers(), st.randoms())
def test_order_of_entry_does_not_change_the_state(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert state_at(shuffled) == state_at(rows)


@given(registers())
def test_replaying_the_history_gives_the_state_of_every_day(rows):
    replayed = []
    for day, state in history(rows):
        replayed += [row for row in in_order(rows) if row.date == day]
        assert state == DecisionState(tuple(replayed)) == state_at(rows, day)
        assert state.in_force == state_at(rows, day).in_force
    if rows:
        assert history(rows)[-1][1] == state_at(rows)


@given(registers())
def test_later_decisions_never_change_a_past_state(rows):
    for index in range(len(rows)):
        day = rows[index].date
        upto = [row for row in rows if row.date <= day]
        assert state_at(rows, day) == state_at(upto)
