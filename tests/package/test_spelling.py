import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.package.spelling import forbidden, mixes_alphabets, normalise
from tests.package.builder import changed, read, write


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Ыӊгайлуу", "Ыңгайлуу"),
        ("ТӉ", "ТҢ"),
        ("Cоветская", "Советская"),
        ("Опаpинская", "Опаринская"),
        ("  Ош ", "Ош"),
        ("Чи\u0306", "Чй"),
        ("IT-борбор", "IT-борбор"),
        ("Bishkek city", "Bishkek city"),
        ("Округ B", "Округ B"),
        ("Yлан", "Yлан"),
        ("Жалал-Абад", "Жалал-Абад"),
        ("", ""),
    ],
)
def test_look_alike_letters_become_letters_of_the_word_s_alphabet(given_text: str, expected: str) -> None:
    assert normalise(given_text) == unicodedata.normalize("NFC", expected)


def test_what_a_person_has_to_look_at_is_left_and_told() -> None:
    assert mixes_alphabets("Yлан")
    assert not mixes_alphabets("Улан IT")


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\x07", "\ufffd", "\ufeff", "\t"])
def test_characters_that_cannot_be_shown_are_found(character: str) -> None:
    assert forbidden(f"Ош{character}") == f"U+{ord(character):04X}"


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_every_change_is_reported_and_none_is_silent(tmp_path: Path) -> None:
    package = read(write(tmp_path, territories__csv=changed("territories.csv", "Аламудунский", "Aлaмудуӊский")))
    assert package.configuration.territories[1].names.ru == "Аламудуңский район"
    assert package.notes == ("territories.csv:3:name_ru: “Aлaмудуӊский район” was changed to “Аламудуңский район”",)


def test_a_word_in_two_alphabets_is_noted(tmp_path: Path) -> None:
    package = read(write(tmp_path, options__csv=changed("options.csv", "Второй Б.", "Zаря")))
    assert package.notes == ("options.csv:3:name_ru: “Zаря” mixes alphabets and was left as it is",)
