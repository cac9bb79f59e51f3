"""The tree of territories: order, ancestors, and the rows by which a contest is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.configuration import Territory
from portal.domain.hierarchy import Hierarchy
from portal.domain.names import Names


def tree(*pairs: tuple[str, str]) -> Hierarchy:
    """A hierarchy of (code, parent) pairs."""
    return Hierarchy.of(Territory(code, parent, 1, Names(en=code)) for code, parent in pairs)


@st.composite
def trees(draw: st.DrawFn) -> Hierarchy:
    """Any tree of up to 12 territories, given in any order."""
    pairs = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        parent = draw(st.integers(0, number - 1))
        pairs.append((f"t{number}", f"t{parent}" if parent else ""))
    return tree(*draw(st.permutations(pairs)))


@st.composite
def trees_with_span(draw: st.DrawFn) -> tuple[Hierarchy, str]:
    hierarchy = draw(trees())
    return hierarchy, draw(st.sampled_from(["", *hierarchy.territories]))


def covered(hierarchy: Hierarchy, row: tuple[str, bool]) -> list[str]:
    """Territories whose own precincts a row stands for: itself, and unless `direct` everything beneath it."""
    code, direct = row
    return [code] if direct else [other for other in hierarchy.territories if hierarchy.within(other, code)]


@given(trees_with_span())
def test_rows_of_a_contest_cover_every_territory_exactly_once(drawn: tuple[Hierarchy, str]) -> None:
    hierarchy, span = drawn
    places = [place for row in hierarchy.parts(span) for place in covered(hierarchy, row)]
    assert sorted(places) == sorted(hierarchy.territories)


@given(trees_with_span())
def test_no_row_mixes_the_span_of_a_contest_with_what_lies_outside(drawn: tuple[Hierarchy, str]) -> None:
    hierarchy, span = drawn
    for row in hierarchy.parts(span):
        assert len({hierarchy.within(place, span) for place in covered(hierarchy, row)}) == 1


@given(trees_with_span())
def test_rows_stand_in_the_order_of_the_package(drawn: tuple[Hierarchy, str]) -> None:
    hierarchy, span = drawn
    order = list(hierarchy.territories)
    places = [order.index(code) for code, _ in hierarchy.parts(span)]
    assert places == sorted(places)


@given(trees())
def test_bottom_up_names_every_territory_once_and_children_before_their_parent(hierarchy: Hierarchy) -> None:
    order = list(hierarchy.bottom_up())
    assert sorted(order) == sorted(hierarchy.territories)
    for code in order:
        assert all(order.index(child) < order.index(code) for child in hierarchy.children(code))


@given(trees())
def test_ancestors_lead_from_a_region_down_to_the_parent(hierarchy: Hierarchy) -> None:
    for code, territory in hierarchy.territories.items():
        above = hierarchy.ancestors(code)
        assert (above[-1] if above else "") == territory.parent
        for upper, lower in zip(("", *above), (*above, code), strict=True):
            assert lower in hierarchy.children(upper)


COUNTRY = tree(("1", ""), ("11", "1"), ("12", "1"), ("121", "12"), ("2", ""), ("3", ""))


@pytest.mark.parametrize(
    ("span", "rows"),
    [
        ("", [("1", False), ("2", False), ("3", False)]),
        ("1", [("1", True), ("11", False), ("12", False), ("2", False), ("3", False)]),
        ("12", [("1", True), ("11", False), ("12", True), ("121", False), ("2", False), ("3", False)]),
        ("11", [("1", True), ("11", False), ("12", False), ("2", False), ("3", False)]),
        ("2", [("1", False), ("2", False), ("3", False)]),
    ],
)
def test_contest_is_shown_by_the_largest_parts_inside_and_outside_its_span(
    span: str, rows: list[tuple[str, bool]]
) -> None:
    assert list(COUNTRY.parts(span)) == rows


def test_everything_lies_within_the_whole_country_and_within_itself() -> None:
    assert COUNTRY.within("121", "") and COUNTRY.within("121", "121") and COUNTRY.within("121", "1")
    assert not COUNTRY.within("1", "12") and not COUNTRY.within("2", "1")
