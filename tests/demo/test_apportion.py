import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.demo.apportion import apportion, cut

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


@given(total=st.integers(0, 10**7), weights=weights)
def test_parts_add_up_and_stay_within_one_of_their_quota(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert total * weight // sum(weights) <= part <= -(-total * weight // sum(weights))


def test_nothing_to_split_needs_no_weight() -> None:
    assert apportion(0, [0, 0]) == [0, 0]


def test_something_to_split_without_weight_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot split 7"):
        apportion(7, [0, 0])


def test_a_cut_makes_runs_of_neighbours_of_about_equal_weight() -> None:
    assert cut([5, 5, 5, 5, 10, 10], 2) == [0, 0, 0, 0, 1, 1]
