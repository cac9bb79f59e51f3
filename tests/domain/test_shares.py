from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.shares import Share, percent, share, shares, shown_shares_sum_to_hundred

counts = st.integers(0, 10**10)
vote_lists = st.lists(st.integers(0, 10**7), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (1_584_446, 4_294_243, "36.90"),
        (1_473_264, 4_294_243, "34.31"),
        (1_600_104, 2_761_297, "57.95"),
        (1, 8, "12.50"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 20_000, "0.01"),
        (1, 20_001, "0.00"),
        (19_999, 20_000, "100.00"),
        (0, 7, "0.00"),
        (7, 7, "100.00"),
        (3, 2, "150.00"),
        (200_001, 200_000, "100.00"),
        (20_001, 20_000, "100.01"),
    ],
)
def test_percent_is_rounded_half_up_to_two_decimals(numerator: int, denominator: int, text: str) -> None:
    assert percent(numerator, denominator) == text


@given(counts, st.integers(1, 10**10))
def test_percent_equals_exact_rounding_of_the_fraction(numerator: int, denominator: int) -> None:
    exact = floor(Fraction(numerator * 10_000, denominator) + Fraction(1, 2))
    text = percent(numerator, denominator)
    assert text is not None
    whole, part = text.split(".")
    assert len(part) == 2
    assert int(whole) * 100 + int(part) == exact


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_more_votes_never_show_a_smaller_share(first: int, second: int, base: int) -> None:
    low, high = sorted((first, second))
    assert Fraction(percent(low, base) or "") <= Fraction(percent(high, base) or "")


def test_zero_of_zero_has_no_percentage() -> None:
    assert percent(0, 0) is None
    assert share(0, 0) == Share(0, 0, None)


def test_votes_without_a_base_are_refused() -> None:
    with pytest.raises(ValueError, match="5 of 0 is no share"):
        percent(5, 0)


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 5), (1, -5), (-1, -5)])
def test_negative_counts_are_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="counts from 0 up"):
        percent(numerator, denominator)


@given(vote_lists)
def test_votes_that_make_up_the_base_sum_to_hundred(votes: list[int]) -> None:
    assert shown_shares_sum_to_hundred(shares(votes, sum(votes)))


@given(st.lists(st.integers(100, 10**6), min_size=2, max_size=10), st.integers(2, 5))
def test_shares_of_votes_counted_several_times_never_sum_to_hundred(votes: list[int], times: int) -> None:
    assert not shown_shares_sum_to_hundred(shares([times * count for count in votes], sum(votes)))


def test_shares_of_a_stale_base_do_not_sum_to_hundred() -> None:
    assert not shown_shares_sum_to_hundred(shares([500, 300, 200], 1100))
    assert not shown_shares_sum_to_hundred(shares([500, 300, 200], 650))


def test_rounding_may_move_the_sum_by_half_a_hundredth_per_option() -> None:
    assert shares([1, 1, 1], 3) == ["33.33", "33.33", "33.33"]
    assert shown_shares_sum_to_hundred(shares([1, 1, 1], 3))
    assert shown_shares_sum_to_hundred(["50.01", "50.00"])
    assert not shown_shares_sum_to_hundred(["50.01", "50.01"])
    assert not shown_shares_sum_to_hundred(["99.99"])


def test_a_share_above_hundred_is_never_accepted() -> None:
    assert not shown_shares_sum_to_hundred(["100.01", "0.00"])


def test_shares_of_no_votes_at_all_are_accepted_and_half_missing_ones_are_not() -> None:
    assert shown_shares_sum_to_hundred(shares([0, 0], 0))
    assert shown_shares_sum_to_hundred([])
    assert not shown_shares_sum_to_hundred(["100.00", None])


@pytest.mark.parametrize("text", ["", "—", "12", "12.5", "12,50", "-1.00", "nan", "1.0e", "٣.٣٣"])
def test_a_text_that_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a share with two decimals"):
        shown_shares_sum_to_hundred([text, "50.00"])
