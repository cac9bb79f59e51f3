"""Filters: an allow-list; whatever else stands in an address changes neither the view nor its cache key."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.filters import MOST_TERRITORIES, READERS, canonical, understood

NAMES = st.sampled_from([*READERS, "utm_source", "", "territory[]"])
VALUES = st.text(alphabet="09aZ-_ /<>%&=.я", max_size=70)
PAIRS = st.lists(st.tuples(NAMES, VALUES | st.sampled_from(["scanner", "percent", "5", "size"])), max_size=20)


def query(pairs):
    return "&".join(f"{name}={value}" for name, value in pairs)


@given(PAIRS)
def test_only_allowed_names_with_good_values_are_understood(pairs):
    found = understood(query(pairs), ("territory", "count"))
    assert set(found) <= {"territory", "count"}
    assert all(READERS[name](value) for name, values in found.items() for value in values)
    assert len(found.get("territory", ())) <= MOST_TERRITORIES


@given(PAIRS)
def test_the_canonical_query_means_the_same(pairs):
    found = understood(query(pairs), tuple(READERS))
    assert understood(canonical(found), tuple(READERS)) == found


@given(st.permutations([("territory", "1"), ("territory", "2"), ("count", "scanner"), ("x", "1")]))
def test_the_order_in_the_address_makes_no_second_key(pairs):
    assert canonical(understood(query(pairs), ("territory", "count"))) == "count=scanner&territory=1&territory=2"


def test_a_flood_of_parameters_is_not_read():
    assert understood("territory=1&" * 1000, ("territory",)) == {}
