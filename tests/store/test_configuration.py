from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from portal.domain.configuration import Option, StatedTotals
from portal.domain.names import Names
from portal.domain.protocol_form import load_form
from portal.domain.statuses import OptionKind, PrecinctKind
from portal.errors import InputError, StorageError
from portal.store.engine import Store
from portal.store.queries.configuration import campaigns, configuration, precincts, precincts_by_number
from tests.store.factories import FORM, TERRITORIES, campaign, configured, contest, new_configuration, precinct


def test_a_configuration_comes_back_as_it_was_recorded(store: Store) -> None:
    given = campaign(
        notice=Names(ru="Сведения вымышлены"),
        parameters={"ties": "documents"},
        continues="jk2020",
        continues_as="repeat",
        voting_date=date(2025, 11, 30),
    )
    ballot = (
        Option(1, OptionKind.CANDIDATE, Names("А", "А", "A"), "c1", "f", "П", datetime(2025, 10, 1, tzinfo=UTC), "ok"),
        Option(2, OptionKind.AGAINST_ALL, Names("Баарына каршы", "Против всех", "Against all")),
    )
    with store.write() as session:
        configured(session, campaign=given, contests=(replace(contest("1"), options=ballot), contest("2")))
    with store.read() as session:
        stored = configuration(session, "jk2025")
    assert stored.version == 1
    assert stored.digest == "d" * 64
    assert stored.campaign == replace(given, ordinary_form=load_form(FORM, "stored form"))
    assert stored.territories == TERRITORIES
    assert stored.contests == (replace(contest("1"), options=ballot), contest("2"))
    assert stored.precinct_counts == {"11": 3, "12": 1}


def test_totals_stated_by_a_source_keep_its_own_percent(store: Store) -> None:
    stated = StatedTotals(2761297, 1600104, "59", "Report-2015")
    with store.write() as session:
        configured(session, campaign=campaign(stated=stated, archive=True))
    with store.read() as session:
        assert configuration(session, "jk2025").campaign.stated == stated


def test_the_newest_version_is_the_one_in_force(store: Store) -> None:
    with store.write() as session:
        configured(session)
        configured(session, precincts=(precinct("1-1", voters=7),), digest="e" * 64)
    with store.read() as session:
        stored = configuration(session, "jk2025")
        assert (stored.version, stored.digest) == (2, "e" * 64)
        assert [item.voters for item in precincts(session, "jk2025", 2, None)] == [7]
        assert len(list(precincts(session, "jk2025", 1, None))) == 4


def test_precincts_are_read_in_the_order_recorded_and_by_territory_and_number(store: Store) -> None:
    with store.write() as session:
        configured(session)
    with store.read() as session:
        assert [item.number for item in precincts(session, "jk2025", 1, None)] == ["1-1", "1-2", "1-10", "2-1"]
        assert [item.number for item in precincts(session, "jk2025", 1, ["12"])] == ["2-1"]
        assert list(precincts(session, "jk2025", 1, [])) == []
        chosen = precincts_by_number(session, "jk2025", 1, ["2-1", "1-10", "9-9"])
        assert [item.number for item in chosen] == ["1-10", "2-1"]


def test_a_precinct_keeps_everything_that_is_known_of_it(store: Store) -> None:
    full = precinct(
        "1-1",
        kind=PrecinctKind.ABROAD,
        names=Names("а", "б", "c"),
        addresses=Names("д", "е", "f"),
        lat="42.87",
        lon="74.59",
        timezone="Europe/Berlin",
        opens=time(8),
        closes=time(20),
        chair="А. А.",
        secretary="Б. Б.",
    )
    with store.write() as session:
        configured(session, precincts=(full,))
    with store.read() as session:
        assert list(precincts(session, "jk2025", 1, None)) == [full]


def test_own_contests_are_one_several_or_all(store: Store) -> None:
    several = precinct("1-2", contests=("2", "1"), voters_by_contest={"2": 400, "1": 300})
    one_with_voters = precinct("1-3", contests=("2",), voters_by_contest={"2": 5})
    every = precinct("1-4", contests=())
    with store.write() as session:
        configured(session, precincts=(precinct("1-1"), several, one_with_voters, every))
    with store.read() as session:
        found = {item.number: item for item in precincts(session, "jk2025", 1, None)}
    assert found["1-1"].contests == ("1",)
    assert found["1-2"] == several
    assert found["1-3"] == one_with_voters
    assert found["1-4"].contests == ("1", "2")


def test_campaigns_are_listed_and_an_unknown_one_is_an_input_error(store: Store) -> None:
    with store.write() as session:
        configured(session, "b")
        configured(session, "a")
    with store.read() as session:
        assert campaigns(session) == ["a", "b"]
        with pytest.raises(InputError, match="not in the store"):
            configuration(session, "c")
        with pytest.raises(InputError, match="no configuration version 9"):
            list(precincts(session, "a", 9, None))


def test_a_precinct_in_an_unknown_territory_is_refused_by_the_database(store: Store) -> None:
    with pytest.raises(StorageError), store.write() as session:
        configured(session, precincts=(precinct(territory="99"),))


def test_the_factory_is_a_whole_configuration() -> None:
    assert {item.territory for item in new_configuration().precincts} <= {item.code for item in TERRITORIES}
