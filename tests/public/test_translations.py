"""Every text of the public pages is translated, with the plural forms of its language and the words of the glossary."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from portal.public.formats import formats

PORTAL = Path(__file__).resolve().parents[2] / "portal"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
LANGUAGES = ("ky", "ru")
GLOSSARY = {
    "precinct": ("шайлоо участкасы", "избирательный участок"),
    "remote precinct": ("аралыктан добуш берүү участкасы", "избирательный участок дистанционного голосования"),
    "precinct abroad": ("чет өлкөдөгү шайлоо участкасы", "участок на территории иностранного государства"),
    "Turnout": ("Катышуу", "Явка"),
    "Option": ("Добуш берүү варианты", "Позиция бюллетеня"),
    "Against all": ("Баарына каршы", "Против всех"),
    "ballot-scanner (ASU) report": ("АЭУнун отчету", "отчет АСУ"),
    "Control ratios": ("Контролдук салыштыруулар", "Контрольные соотношения"),
    "Findings": ("Дал келбестиктер", "Несоответствия"),
    "Difference": ("Айырма", "Расхождение"),
    "preliminary": ("алдын ала", "предварительные"),
    "official": ("расмий", "официальные"),
    "invalidated": ("жараксыз деп табылган", "признаны недействительными"),
    "Release": ("Чыгарылыш", "Выпуск"),
    "zero report": ("баштапкы (нөлдүк) отчет", "начальный (нулевой) отчет"),
    "re-vote": ("кайра добуш берүү", "переголосование"),
    "second round": ("экинчи тур", "повторное голосование"),
    "repeat election": ("кайталап шайлоо", "повторные выборы"),
    "Territory": ("Аймак", "Территория"),
    "Election results": ("Шайлоонун натыйжалары", "Результаты выборов"),
    "Scans": ("Скандар", "Скан-копии"),
    "Publication schedule": ("Жарыялоо графиги", "График опубликования"),
}


@cache
def catalog(language: str) -> Catalog:
    content = (PORTAL / "translations" / language / "LC_MESSAGES" / "messages.po").read_bytes()
    return read_po(BytesIO(content), locale=language)


@cache
def used() -> tuple[tuple[str | tuple[str, ...], str | None], ...]:
    """Every message of code and templates with its context."""
    found = set()
    for folder, method in ((PORTAL / "public", "python"), (PORTAL / "templates", "jinja2")):
        for row in extract_from_dir(folder, method_map=[("**.py", "python"), ("**.html", "jinja2")]):
            assert method
            found.add((row[2] if isinstance(row[2], str) else tuple(row[2]), row[4]))
    return tuple(sorted(found, key=str))


def texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_only_guessed(language):
    assert len(used()) > 200
    for id, context in used():
        message = catalog(language).get(id, context)
        assert message is not None, f"{language}: {id} is not in the catalogue"
        assert not message.fuzzy, id
        assert all(texts(message.string)), f"{language}: {id} is not translated"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language):
    for id, context in used():
        wanted = set(PLACEHOLDER.findall(texts(id)[-1]))
        for text in texts(catalog(language).get(id, context).string):
            assert set(PLACEHOLDER.findall(text)) == wanted, id


@pytest.mark.parametrize(("language", "forms"), [("ky", 2), ("ru", 3)])
def test_plural_forms_are_those_of_the_language(language, forms):
    assert catalog(language).num_plurals == forms
    plurals = [message for message in catalog(language) if message.pluralizable]
    assert plurals
    for message in plurals:
        assert len(message.string) == forms


@pytest.mark.parametrize(("english", "official"), GLOSSARY.items())
def test_words_are_those_of_the_glossary(english, official):
    assert tuple(catalog(language).get(english).string for language in LANGUAGES) == official


def test_the_country_is_never_called_by_its_name_in_locale_data():
    for language in LANGUAGES:
        assert not [message.id for message in catalog(language) if "Киргиз" in "".join(texts(message.string))]


@pytest.mark.parametrize(
    ("language", "number", "percent", "date"),
    [
        (
            "ky",
            "1\N{NO-BREAK SPACE}584\N{NO-BREAK SPACE}446",
            "36,90\N{NO-BREAK SPACE}%",
            "2025\N{NON-BREAKING HYPHEN}жылдын 30\N{NON-BREAKING HYPHEN}ноябры",
        ),
        ("ru", "1\N{NO-BREAK SPACE}584\N{NO-BREAK SPACE}446", "36,90\N{NO-BREAK SPACE}%", "30 ноября 2025"),
        ("en", "1,584,446", "36.90%", "30 November 2025"),
    ],
)
def test_numbers_percentages_and_dates_are_written_as_the_language_does(language, number, percent, date):
    f = formats(language)
    assert (f.number(1584446), f.percent("36.90"), f.date("2025-11-30")) == (number, percent, date)
    assert (f.number(None), f.percent(None), f.time("")) == ("—", "—", "—")
    assert f.time("2025-11-30T14:15:00+00:00") == "20:15"
    assert f.offset("2025-11-30T14:15:00+00:00") == "UTC+6"
    assert (f.difference(3), f.difference(-3), f.difference(0)) == ("+3", "−3", "0")
