"""Posters, consolidated protocols and test reports: what they say, how long they may become, what a draft says."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest

from portal.domain.configuration import Contest
from portal.domain.names import Language, Names
from portal.domain.protocol_form import shipped_form
from portal.domain.statuses import ProtocolKind
from portal.entry.consolidated import ConsolidatedTable, MissingPaper, SumLine, SumOption, TableRow
from portal.preparation.testing import Objection, Plan, Report, Round, Test
from portal.print.consolidated import COLUMNS, OPEN, People, SignedPaper, consolidated_pdf
from portal.print.poster import PAPERS, poster_pdf
from portal.print.testing_report import report_pdf
from portal.print.words import word
from portal.store.values import Commission
from tests.print.reading import pages, within
from tests.print.test_protocol import contest, paper

NOW = datetime(2025, 12, 1, 2, 0, tzinfo=UTC)


def table(rows: int = 3, options: int = 4, missing: int = 0, **values: Any) -> ConsolidatedTable:
    form = shipped_form("kg-2025")
    own = contest(options)
    lines = {line.id: 100 + index for index, line in enumerate(form.lines)}
    votes = {option.position: 10 * option.position for option in own.options}
    defaults: dict[str, Any] = {
        "campaign": "jk2025",
        "campaign_names": Names("Шайлоо", "Выборы"),
        "zone": "Asia/Bishkek",
        "commission": Commission("t11", "tik", "", "11", "", Names("Ош АШКсы", "Ошская ТИК")),
        "contest": own.code,
        "contest_names": own.names,
        "kind": ProtocolKind.ORDINARY,
        "form": form.id,
        "form_names": form.names,
        "computed_at": NOW,
        "uik_count": rows + missing,
        "ordinary_count": rows,
        "remote_count": 2,
        "lines": tuple(SumLine(line.id, line.key, line.names, lines[line.id] * rows) for line in form.lines),
        "options": tuple(SumOption(o.position, o.names, votes[o.position] * rows) for o in own.options),
        "rows": tuple(TableRow(f"70{n:02}", 1, NOW, NOW, lines, votes, True) for n in range(rows)),
        "missing": tuple(MissingPaper(f"80{n:02}", ProtocolKind.ORDINARY) for n in range(missing)),
    }
    return ConsolidatedTable(**{**defaults, **values})


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_consolidated_protocol_says_its_counts_sums_and_every_precinct(language: Language) -> None:
    value = table()
    text = " ".join(pages(consolidated_pdf(value, language)))
    for key, count in (("uik_count", 3), ("ordinary_count", 3), ("remote_count", 2)):
        assert within(f"{word(key, language)} {count}", text)
    for line in value.lines:
        assert within(f"{line.id} {line.names.document()[language]} {line.value}", text)
    for option in value.options:
        assert within(f"{option.names.document()[language]} {option.votes}", text)
    for row in value.rows:
        figures = [*row.lines.values(), *row.votes.values()]
        assert within(" ".join([row.precinct, *map(str, figures)][: COLUMNS + 1]), text)
    assert word("draft", language) not in text


def test_a_consolidated_protocol_names_who_signs_it_and_leaves_places_open() -> None:
    people = People("Асанова А.", ("Бекова Б.", "Ким В."))
    text = " ".join(pages(consolidated_pdf(table(), "ru", people)))
    assert within("Председатель ОИК/ТИК Асанова А.", text) and within("Члены ОИК/ТИК Бекова Б.", text)
    assert within(f"{word('members', 'ru')} 3", text) and within(f"{word('signed', 'ru')} {OPEN}", text)
    assert word("as_signed", "ru") not in text


def test_the_signed_protocol_stands_with_its_signatures_and_differences() -> None:
    paper = SignedPaper(NOW, 11, 9, 1, (("9 Найдено", "121", "120"),))
    text = " ".join(pages(consolidated_pdf(table(), "ru", People("Асанова А.", ("Бекова Б.",), paper))))
    assert within("Подписали протокол 9", text) and within("Особых мнений 1", text)
    assert within("9 Найдено 121 120", text) and within("01.12.2025 08:00", text)
    agreed = SignedPaper(NOW, None, None, None)
    assert within(word("no_differences", "ky"), " ".join(pages(consolidated_pdf(table(), "ky", People(paper=agreed)))))


def test_a_draft_says_on_every_page_that_it_is_incomplete_and_what_is_missing() -> None:
    found = pages(consolidated_pdf(table(rows=80, missing=25), "ru"))
    assert len(found) > 3 and all(within(word("draft", "ru"), text) for text in found)
    assert all(within(f"№ 80{n:02}", " ".join(found)) for n in range(25))


def test_a_table_of_many_columns_and_precincts_keeps_every_figure() -> None:
    value = table(rows=120, options=40)
    text = " ".join(pages(consolidated_pdf(value, "ky")))
    assert text.count("7007") == -(-(11 + 40) // COLUMNS)
    assert all(within(f"№ {position}", text) for position in range(1, 41))


def test_an_invalidated_precinct_is_marked_in_the_table() -> None:
    value = table()
    rows = (replace(value.rows[0], counted=False), *value.rows[1:])
    assert within(
        "7000 (признаны недействительными", " ".join(pages(consolidated_pdf(replace(value, rows=rows), "ru")))
    )


@dataclass
class Poster:
    """Arguments of a poster, valid by default."""

    own: Contest = field(default_factory=contest)
    form: str = "kg-2025"
    language: Language = "ky"

    def pdf(self, **values: Any) -> bytes:
        campaign = paper().campaign
        names = Names("№ 12 мектеп", "Школа № 12")
        return poster_pdf(campaign, shipped_form(self.form), self.own, "7001", names, self.language, **values)


@pytest.mark.parametrize("size", sorted(PAPERS))
def test_a_poster_is_one_sheet_with_every_line_and_option(size: str) -> None:
    pdf = Poster(contest(20)).pdf(paper=size)
    document = pypdfium2.PdfDocument(pdf)
    width, height = document[0].get_size()
    document.close()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == PAPERS[size]
    (text,) = pages(pdf)
    assert all(within(line.names.ky, text) for line in shipped_form("kg-2025").lines)
    assert all(within(option.names.ky, text) for option in contest(20).options)
    assert within("№ 7001", text) and within(word("enlarged", "ky"), text)


def test_a_poster_of_a_very_long_ballot_continues_on_a_second_sheet() -> None:
    found = pages(Poster(contest(60), language="ru").pdf())
    text = " ".join(found)
    assert len(found) > 1 and all(within(f"Кандидат {n}", text) for n in range(1, 60))


def test_a_poster_of_a_remote_protocol_has_its_precinct_lines_too() -> None:
    text = " ".join(pages(Poster(form="kg-2025-remote", language="ru").pdf()))
    assert all(within(line.names.ru, text) for line in shipped_form("kg-2025-remote").lines)


def a_test(**values: Any) -> Test:
    plan = Plan("Тест 1", "2025-10-01", "2025-10-03", ("Өткөрүү", "Текшерүү"), "asel", NOW, "chair", NOW, "№ 7")
    rounds = (
        Round(1, NOW, "asel", {"protocols": 2}, NOW, {"protocols": 12, "messages": 40}),
        Round(2, NOW, "asel", {}),
    )
    objections = (
        Objection(1, 1, "Үн жок", "bakyt", NOW, "оңдолду", "asel", NOW),
        Objection(2, 2, "Строка 9", "bakyt", NOW),
    )
    report = Report("Система иштейт.\nСурочу жок.", False, "asel", NOW)
    defaults: dict[str, Any] = {"plan": plan, "rounds": rounds, "objections": objections, "report": report}
    return Test("jk2025", **{**defaults, **values})


def test_the_report_says_what_was_received_found_and_mended() -> None:
    pdf = report_pdf(a_test(), Names("Шайлоо", "Выборы"), "Asia/Bishkek", "ru", {"protocols": "Протоколы"})
    text = " ".join(pages(pdf))
    for wanted in (
        "Протоколы 10",
        "messages 40",
        "Үн жок",
        "оңдолду",
        "не устранено",
        "Строка 9",
        "№ 7",
        "не окончено",
    ):
        assert within(wanted, text), wanted
    assert within(word("not_passed", "ru"), text) and within("Сурочу жок.", text)


def test_a_report_of_a_test_without_anything_yet_is_still_a_paper() -> None:
    pdf = report_pdf(a_test(plan=None, rounds=(), objections=(), report=None), Names(ru="Выборы"), "Asia/Bishkek", "ky")
    assert within(word("no_report", "ky"), " ".join(pages(pdf)))


def test_any_value_with_these_attributes_can_be_printed() -> None:
    told = {name: getattr(table(), name) for name in ConsolidatedTable.__dataclass_fields__}
    assert consolidated_pdf(SimpleNamespace(**told, complete=True), "ru").startswith(b"%PDF-")
