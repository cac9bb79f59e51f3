"""The printed protocol of determination says what the contest's document says, in three languages."""

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from portal.cli import main
from portal.domain.determination.labels import LABELS
from portal.errors import InputError
from portal.print.determination import determination_pdf
from tests.published.determinations import THIRD, campaign_found, contest_found
from tests.published.documents import campaign as campaign_document
from tests.published.documents import configuration, contest, options
from tests.published.tree import Tree, a_campaign

TITLES = {"ky": "аныктоо жөнүндө протокол", "ru": "Протокол об определении", "en": "Protocol of the determination"}


def document(**changes: Any) -> Any:
    return contest(determination=contest_found(options(), **changes))


def third(scope: str, took_part: int, covered: int, *, in_force: bool = True) -> Any:
    """The first test of one third of a scope."""
    above = 3 * covered > took_part
    numbers = {"scope": scope, "took_part": took_part, "covered": covered, "third": "above" if above else "not_above"}
    step = {"rule": "third_precincts", "basis": "paragraph", "source": "R139 ¶81 (1)", "numbers": numbers}
    return {**THIRD, "scope": scope, "in_force": in_force, "precincts_above_third": above, "steps": [step]}


def text_of(pdf: bytes) -> str:
    """The text of all pages with white space as single spaces."""
    with pypdfium2.PdfDocument(pdf) as read:
        pages = [page.get_textpage().get_text_range() for page in read]
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.mark.parametrize("language", TITLES)
def test_the_protocol_holds_every_figure_of_its_document(language: Any) -> None:
    found = document()
    text = text_of(determination_pdf(found, configuration(), language, "2025-11-30"))
    assert TITLES[language] in text
    (seat,) = found["determination"]["seats"]
    assert f"1 {seat['name'][language]}" in text
    assert f"{seat['votes']} {seat['share']} %" in text
    for option, votes in zip(found["options"], found["protocol"]["votes"], strict=True):
        assert re.search(rf"{option['position']} .{{0,60}}? {votes}\b", text)
    for number in (2000, 720, 701, 19):
        assert re.search(rf"\b{number}\b", text)
    assert "{" not in text


def test_the_protocol_says_that_figures_are_preliminary_until_a_decision() -> None:
    assert "without legal force" in text_of(determination_pdf(document(), configuration(), "en"))
    official = text_of(determination_pdf(document(official=True, status="determined"), configuration(), "en"))
    assert "Officially published by decision" in official
    assert "preliminary" not in official


def test_the_protocol_says_that_the_act_stands_where_the_portal_computes_nothing() -> None:
    nothing = {"outcome": "undetermined", "computed": "undetermined", "seats": [], "open_seats": 1}
    for changes, said in (({}, "Undetermined"), ({"official": True, "status": "determined"}, "The commission's")):
        text = text_of(determination_pdf(document(**nothing, **changes), configuration(), "en"))
        assert said in text and ("Open seats" in text) is not bool(changes)


def test_open_seats_and_signed_sums_are_printed() -> None:
    signed = {"commissions": [], "votes": [412, 270, 21], "computed": [410, 270, 21], "difference": [2, 0, 0]}
    changed = document(outcome="open", open_seats=2, possible=[2, 3], signed={**signed, "whole": True, "steps": []})
    text = text_of(determination_pdf(changed, configuration(), "en"))
    assert "The result is still open" in text
    assert f"Open seats: 2. Between: {options()[1]['name']['en']}" in text
    assert "412 410 2" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ky", ("республика боюнча", "округ", "Бул кампанияда колдонулуучу текшерүү: республика боюнча")),
        ("ru", ("по республике", "округ", "В этой кампании применяется проверка: по республике")),
        ("en", ("whole country", "district", "The campaign follows the test of: whole country")),
    ],
)
def test_the_tests_of_one_third_are_printed_for_the_district_and_for_the_country(language: Any, words: Any) -> None:
    campaign = campaign_document(determination=campaign_found(third=third("national", 950, 350, in_force=True)))
    printed = document(third=third("district", 720, 100, in_force=False))
    text = text_of(determination_pdf(printed, configuration(), language, campaign=campaign))
    for word in words:
        assert word in text, word
    for number in (720, 100, 950, 350):
        assert re.search(rf"\b{number}\b", text), number
    assert LABELS["third_exceeded"].document()[language] in text, "350 of 950 are more than one third"


def test_a_test_of_the_other_scope_is_printed_and_does_not_speak_at_the_top() -> None:
    campaign = campaign_document(determination=campaign_found(third=third("national", 900, 350, in_force=False)))
    text = text_of(
        determination_pdf(document(third=third("district", 720, 100)), configuration(), "en", campaign=campaign)
    )
    assert LABELS["third_exceeded"].en not in text
    assert "one third: exceeded" in text and "one third: not exceeded" in text


@pytest.mark.parametrize(("exact", "said"), [(True, "bounds_exact"), (False, "bounds_not_exact")])
def test_bounds_of_lists_are_printed_with_the_word_whether_they_are_exact(exact: bool, said: str) -> None:
    row = {"position": 1, "name": options()[0]["name"], "at_least": 3, "at_most": 5}
    bounds = {"certain": [1], "possible": [1], "second_round_certain": [], "second_round_possible": []}
    found = document(outcome="open", bounds={**bounds, "settled": False, "lists": [row], "exact": exact})
    text = text_of(determination_pdf(found, configuration(), "ru"))
    assert f"{options()[0]['name']['ru']} 3 5" in text
    assert LABELS[said].ru in text


def test_the_same_document_gives_the_same_bytes() -> None:
    one, other = (determination_pdf(document(), configuration(), "ru") for _ in range(2))
    assert one == other


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    found = document()
    found["determination"]["seats"][0]["name"] = dict.fromkeys(("ky", "ru", "en"), "#panic() *A*")
    assert "#panic() *A*" in text_of(determination_pdf(found, configuration(), "en"))


def test_a_contest_without_a_determination_is_refused() -> None:
    with pytest.raises(InputError, match="holds no determination"):
        determination_pdf(contest(), configuration(), "en")


def test_the_verb_writes_the_protocol_of_a_published_contest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = a_campaign()
    documents["contests/1.json"] = document()
    Tree(tmp_path / "public").publish("kg2025", documents)
    monkeypatch.setenv("NATYIJA_HOME", str(tmp_path))
    file = tmp_path / "protocol.pdf"
    assert main(["determination", "kg2025", "1", str(file), "--language", "ru"]) == 0
    assert TITLES["ru"] in text_of(file.read_bytes())
    assert main(["determination", "kg2025", "99", str(file)]) == 2
    assert "contest 99: not in release 1" in capsys.readouterr().err
