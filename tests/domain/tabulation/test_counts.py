"""Sums of votes of one contest: home and remote apart, base and shares of the same votes."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.documents import ContestCounts, CountDocument
from portal.domain.statuses import Flag
from portal.domain.tabulation.counts import ContestSum, CountSum, sum_contest, sum_counts

OPTIONS = 3
votes = st.lists(st.integers(0, 500), min_size=OPTIONS, max_size=OPTIONS)


@st.composite
def places(draw: st.DrawFn) -> CountDocument:
    """One place's count, made of precincts at home and remote ones."""
    total = CountSum(OPTIONS, expected=draw(st.integers(0, 5)), received=draw(st.integers(0, 5)))
    total.invalidated, total.remote_received = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    for _ in range(draw(st.integers(0, 3))):
        total.add_votes(draw(votes), remote=draw(st.booleans()))
        total.add_ballots(draw(st.none() | st.integers(0, 2000)))
    for remote in (False, True):
        lines = st.dictionaries(st.sampled_from(("ballots_found", "ballots_valid")), st.integers(0, 9))
        total.add_lines(draw(lines), remote=remote)
    return total.document()


@given(st.lists(places(), max_size=5))
def test_sum_of_places_adds_every_number(parts: list[CountDocument]) -> None:
    whole = sum_counts(OPTIONS, parts)
    assert whole["expected"] == sum(part["expected"] for part in parts)
    assert whole["received"] == sum(part["received"] for part in parts)
    assert whole["invalidated"] == sum(part["invalidated"] for part in parts)
    assert whole["remote_received"] == sum(part["remote_received"] for part in parts)
    for index in range(OPTIONS):
        assert whole["home"][index] == sum(part["home"][index] for part in parts)
        assert whole["remote"][index] == sum(part["remote"][index] for part in parts)
        assert whole["votes"][index] == whole["home"][index] + whole["remote"][index]
    assert whole["base"] == sum(whole["votes"])


@given(st.lists(places(), min_size=1, max_size=6), st.integers(1, 5))
def test_sum_does_not_depend_on_how_places_are_grouped(parts: list[CountDocument], cut: int) -> None:
    grouped = [sum_counts(OPTIONS, parts[:cut]), sum_counts(OPTIONS, parts[cut:])]
    assert sum_counts(OPTIONS, grouped) == sum_counts(OPTIONS, parts)


@st.composite
def contests(draw: st.DrawFn) -> ContestCounts:
    """Both counts of a contest in one place, whose precincts carry some flags."""
    total = ContestSum(OPTIONS)
    for flags in draw(st.lists(st.sets(st.sampled_from(list(Flag))), max_size=4)):
        total.add_flags(flags)
    return {**total.document(), "scanner": draw(places()), "protocol": draw(places())}


@given(st.lists(contests(), max_size=5))
def test_contest_carries_each_flag_of_as_many_precincts_as_its_places(parts: list[ContestCounts]) -> None:
    whole = sum_contest(OPTIONS, parts)
    for flag in Flag:
        assert whole.get("flagged", {}).get(flag, 0) == sum(part.get("flagged", {}).get(flag, 0) for part in parts)
    assert list(whole.get("flagged", {})) == [flag for flag in Flag if any(flag in p.get("flagged", {}) for p in parts)]
    assert whole["scanner"] == sum_counts(OPTIONS, [part["scanner"] for part in parts])
    assert whole["protocol"] == sum_counts(OPTIONS, [part["protocol"] for part in parts])


def test_contest_without_a_flag_says_nothing_of_flags() -> None:
    total = ContestSum(OPTIONS)
    total.add_flags(())
    assert "flagged" not in total.document()


@given(places())
def test_shares_are_of_the_votes_of_all_options(count: CountDocument) -> None:
    for number, share in zip(count["votes"], count["shares"], strict=True):
        if not count["base"]:
            assert share is None
        else:
            exact = Decimal(100 * number) / count["base"]
            assert share == str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_ballots_are_missing_until_a_source_states_them() -> None:
    total = CountSum(2)
    total.add_ballots(None)
    assert total.document()["ballots"] is None
    total.add_ballots(0)
    total.add_ballots(None)
    assert total.document()["ballots"] == 0
    total.add_ballots(7)
    assert total.document()["ballots"] == 7


def test_no_votes_have_no_shares() -> None:
    assert sum_counts(2, ()) == {
        "expected": 0,
        "received": 0,
        "invalidated": 0,
        "remote_received": 0,
        "votes": [0, 0],
        "home": [0, 0],
        "remote": [0, 0],
        "base": 0,
        "shares": [None, None],
        "ballots": None,
        "lines": {},
    }
