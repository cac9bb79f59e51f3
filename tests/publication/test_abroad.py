"""Precincts abroad by country, as the page of the map lists them."""

from dataclasses import replace

from portal.domain.configuration import Territory
from portal.domain.names import Names
from portal.domain.statuses import PrecinctKind
from portal.publication.abroad import abroad_document, is_abroad
from tests.publication.facts import precinct

TERRITORIES = {"A": Territory("A", "", 1, Names("Чет өлкө", "Зарубежье", "Abroad"), "abroad")}
ADDRESS = Names("Маскөө", "Москва", "Moscow")


def test_precincts_are_gathered_by_country_with_its_name_and_their_addresses() -> None:
    first, second = (
        precinct(number=number, territory="A", kind=PrecinctKind.ABROAD, country="RU", addresses=ADDRESS)
        for number in ("9001", "9002")
    )
    (place,) = abroad_document([first, second], TERRITORIES)["places"]
    assert (place["country"], place["name"]["en"], place["name"]["ru"]) == ("RU", "Russia", "Россия")
    assert place["precincts"] == [{"number": n, "address": ADDRESS.document()} for n in ("9001", "9002")]


def test_precincts_without_a_country_stand_under_the_name_of_their_territory() -> None:
    nameless = precinct(number="9003", territory="A", kind=PrecinctKind.ABROAD)
    (place,) = abroad_document([nameless], TERRITORIES)["places"]
    assert (place["country"], place["name"]) == ("", TERRITORIES["A"].names.document())


def test_a_precinct_is_abroad_by_its_kind_or_by_the_country_that_it_names() -> None:
    home = precinct()
    assert not is_abroad(home)
    assert is_abroad(replace(home, kind=PrecinctKind.ABROAD)) and is_abroad(replace(home, country="TR"))
