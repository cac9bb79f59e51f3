"""What a reader's words find: any spelling of a name, but no letter alone."""

import pytest

from portal.published.search import Search, beginnings, skeleton
from tests.published import documents as d
from tests.published.tree import a_campaign

ROWS = (
    ("1001", d.names("Ч. Айтматов көч., 12", "ул. Ч. Айтматова, 12", "12 Ch. Aitmatov St")),
    ("1002", d.names("Төлөйкөн айылы", "село Толойкон", "Toloykon village")),
    ("1003", d.names("Екатеринбург ш.", "г. Екатеринбург", "Yekaterinburg")),
    ("1004", d.names("Элдик көч., 5", "ул. Элдик, 5", "5 Eldik St")),
)


@pytest.fixture(scope="module")
def search():
    rows = [
        {"number": number, "territory": "2", "name": d.names("", "", ""), "address": address}
        for number, address in ROWS
    ]
    return Search({"rows": rows}, a_campaign()["configuration.json"])


def numbers(search, asked):
    return [row["number"] for row in search.precincts(asked)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        *(("ч. айтматов", ["1001"]), ("Айтматова 12", ["1001"]), ("aitmatov", ["1001"])),
        *(("Төлөйкөн", ["1002"]), ("толойкон", ["1002"]), ("toloykon", ["1002"])),
        *(("екатеринбург", ["1003"]), ("экатеринбург", ["1003"]), ("эл", ["1004"]), ("№ 1002", ["1002"])),
    ],
)
def test_a_precinct_is_found_by_the_beginnings_of_its_words_however_they_are_spelled(search, asked, found):
    assert numbers(search, asked) == found


@pytest.mark.parametrize("asked", ["ээээ", "э", "Э э", "ЕЕ", "ъъъ", "аааааа", "Айтматова ээээ", "-", "ё ё ё", " "])
def test_a_letter_alone_or_repeated_finds_nothing(search, asked):
    assert numbers(search, asked) == search.territories(asked) == []


def test_one_digit_is_a_number_of_a_house(search):
    assert numbers(search, "Элдик 5") == numbers(search, "5") == ["1004"]


def test_every_name_of_two_letters_or_more_can_be_looked_for():
    for name in ("Ош", "Ак", "Оо", "Шш", "Аалы", "Ооган-Талаа", "Жээренчи", "Үч"):
        assert bool(beginnings(name)) is (len(skeleton(name)) > 1), name
