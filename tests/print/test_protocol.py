"""The control printout says what is stored: every line, every option, in the order of the paper, thrice."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.configuration import Campaign, Contest, ListedPerson, Option
from portal.domain.facts import Protocol
from portal.domain.names import Language, Names
from portal.domain.protocol_form import shipped_form
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind, ProtocolKind
from portal.print.canonical import canonical, digest, in_fours
from portal.print.protocol import COPIES, PrintedProtocol, Section, content_of, protocol_pdf, qr_text
from portal.print.words import keys, word
from tests.print.reading import pages, within

SIGNED = datetime(2025, 11, 30, 15, 40, tzinfo=UTC)
ENTERED = datetime(2025, 11, 30, 17, 5, tzinfo=UTC)
KYRGYZ = "Өмүрбекова Үмүтгүл Ңөңгүлжамал кызы"


def contest(options: int = 3, code: str = "1") -> Contest:
    listed = tuple(
        Option(n, OptionKind.CANDIDATE, Names(f"{KYRGYZ} {n}", f"Кандидат {n}", f"Candidate {n}"))
        for n in range(1, options)
    )
    against = Option(options, OptionKind.AGAINST_ALL, Names("Баарына каршы", "Против всех", "Against all"))
    return Contest(code, ContestKind.MULTI_MEMBER, 3, "", Names(f"{code}-округ", f"Округ {code}"), (*listed, against))


def stored(of: Contest | None, **values: Any) -> Protocol:
    kind = values.get("kind", ProtocolKind.ORDINARY)
    form = shipped_form("kg-2025-remote" if kind is ProtocolKind.REMOTE else "kg-2025")
    wanted = form.contest_line_ids if of else form.precinct_line_ids
    defaults: dict[str, Any] = {
        "seq": 7,
        "received_at": ENTERED,
        "precinct": "7001",
        "contest": of.code if of else "",
        "kind": kind,
        "version": 1,
        "signed_at": SIGNED,
        "lines": {line: 1000 + index for index, line in enumerate(wanted)},
        "votes": {option.position: 300 + option.position for option in of.options} if of else {},
        "members": 11,
        "signed": 9,
        "opinions": 1,
    }
    return Protocol(**{**defaults, **values})


def paper(sections: tuple[Section, ...] = (), **values: Any) -> PrintedProtocol:
    kind = values.get("kind", ProtocolKind.ORDINARY)
    own = contest()
    defaults: dict[str, Any] = {
        "campaign": Campaign(
            "jk2025",
            CampaignKind.PARLIAMENT,
            Names("Жогорку Кеңештин депутаттарын шайлоо", "Выборы депутатов", "Election"),
            date(2025, 11, 30),
            time(8),
            time(20),
            "Asia/Bishkek",
        ),
        "precinct": "7001",
        "precinct_names": Names("№ 12 орто мектеп", "Школа № 12"),
        "commission": Names("Биринчи Май АШК", "Первомайская ТИК"),
        "kind": kind,
        "form": shipped_form("kg-2025-remote" if kind is ProtocolKind.REMOTE else "kg-2025"),
        "sections": sections or (Section(stored(own), own),),
        "administrator": "Асанов Үсөн",
        "member": "Бакирова Өнөргүл",
        "chair": "Чоңбашева Ң.",
        "printed_at": ENTERED,
    }
    return PrintedProtocol(**{**defaults, **values})


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_every_copy_says_every_stored_figure_in_the_order_of_the_paper(language: Language) -> None:
    printed = paper()
    found = pages(protocol_pdf(printed, language))
    assert len(found) == 3
    for copy, text in zip(COPIES, found, strict=True):
        assert within(word(copy, language), text)
        assert all(not within(word(other, language), text) for other in COPIES if other != copy)
        at = 0
        for row in content_of(printed, language)["sections"][0]["lines"]:
            place = re.sub(r"\s", "", text).find(re.sub(r"\s", "", row[1] + row[2]), at)
            assert place >= at, row
            at = place
        for option in printed.sections[0].contest.options if printed.sections[0].contest else ():
            name = option.names.document()[language]
            assert within(f"{name} {printed.sections[0].protocol.votes[option.position]}", text)
        for person in (printed.administrator, printed.member, printed.chair):
            assert within(person, text)
        for fact in ("30.11.2025 21:40", "30.11.2025 23:05", in_fours(printed.sha256), "7001"):
            assert within(fact, text), fact


def test_a_remote_paper_prints_its_precinct_lines_and_every_district() -> None:
    districts = [contest(4, str(code)) for code in range(1, 31)]
    kind = ProtocolKind.REMOTE
    sections = tuple(Section(stored(each, kind=kind, seq=10 + n), each) for n, each in enumerate(districts))
    printed = paper((*sections, Section(stored(None, kind=kind), None)), kind=kind)
    found = pages(protocol_pdf(printed, "ru"))
    copies = [number for number, text in enumerate(found) if any(within(word(c, "ru"), text) for c in COPIES)]
    assert len(copies) == 3 and copies[1] > 1
    whole = " ".join(found[: copies[1]])
    assert whole.index("по участку в целом") < whole.index("Округ 1")
    assert all(within(f"Округ {code}", whole) for code in range(1, 31))
    assert within("D1", whole) and whole.count("Против всех") == 30


def test_sixty_options_with_long_names_are_all_printed() -> None:
    own = contest(60)
    text = " ".join(pages(protocol_pdf(paper((Section(stored(own), own),)), "ky")))
    for option in own.options:
        assert within(f"{option.names.ky} {300 + option.position}", text)


def test_a_reprint_says_so_and_a_first_printout_does_not() -> None:
    first, again = (" ".join(pages(protocol_pdf(paper(printing=n), "ru"))) for n in (1, 3))
    assert "Повторная распечатка" not in first
    assert again.count("Повторная распечатка № 2") == 3


def test_a_recount_and_a_test_instance_say_so() -> None:
    own = contest()
    recount = paper((Section(stored(own, kind=ProtocolKind.RECOUNT), own),), kind=ProtocolKind.RECOUNT, test=True)
    text = " ".join(pages(protocol_pdf(recount, "ru")))
    assert "Повторный подсчет голосов" in text and within(word("test", "ru"), text)


def test_a_line_that_the_paper_leaves_empty_is_a_dash_and_not_a_zero() -> None:
    own = contest()
    lines = {"1": 1000, "11": 0}
    rows = content_of(paper((Section(stored(own, lines=lines), own),)), "ru")["sections"][0]["lines"]
    assert {row[0]: row[2] for row in rows} == {
        **{line.id: "—" for line in shipped_form("kg-2025").lines},
        "1": "1000",
        "11": "0",
    }


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert protocol_pdf(paper(), "ky") == protocol_pdf(paper(), "ky")


def test_the_canonical_text_is_what_the_documentation_says() -> None:
    own = contest(2)
    protocol = stored(own, lines={"11": 58, "9": 60, "10": 2}, votes={1: 50, 2: 8}, reasons={"C7": "Өтүнмө"})
    assert canonical("jk2025", protocol).decode() == (
        '{"campaign":"jk2025","contest":"1","entered_at":"2025-11-30T17:05:00Z","kind":"ordinary",'
        '"lines":{"10":2,"11":58,"9":60},"members":11,"opinions":1,"precinct":"7001","reasons":{"C7":"Өтүнмө"},'
        '"signed":9,"signed_at":"2025-11-30T15:40:00Z","v":1,"version":1,"votes":{"1":50,"2":8}}\n'
    )
    assert digest("jk2025", [protocol]) == hashlib.sha256(canonical("jk2025", protocol)).hexdigest()


@given(
    field=st.sampled_from(["lines", "votes"]),
    number=st.integers(0, 2**31),
    line=st.sampled_from(["1", "9", "11"]),
)
def test_another_figure_is_another_hash(field: str, number: int, line: str) -> None:
    own = contest()
    before = stored(own)
    key: Any = line if field == "lines" else 1
    figures = {**getattr(before, field), key: number}
    after = replace(before, **{field: figures})
    same = figures == getattr(before, field)
    assert (digest("c", [before]) == digest("c", [after])) is same
    assert digest("c", [before]) != digest("d", [before])


@settings(max_examples=15, deadline=None)
@given(
    votes=st.lists(st.integers(0, 9_999_999), min_size=2, max_size=25),
    members=st.integers(1, 40),
    reason=st.text(st.sampled_from("Ңңң Өө Үү абв"), min_size=1, max_size=300),
)
def test_what_is_printed_reads_back_as_what_is_stored(votes: list[int], members: int, reason: str) -> None:
    own = contest(len(votes))
    protocol = stored(own, votes=dict(enumerate(votes, 1)), members=members, signed=members, reasons={"C7": reason})
    text = " ".join(pages(protocol_pdf(paper((Section(protocol, own),)), "ky")))
    for option in own.options:
        assert within(f"{option.names.ky} {votes[option.position - 1]}", text)
    assert within(in_fours(digest("jk2025", [protocol])), text)


def test_the_code_on_the_paper_names_the_version_and_its_hash() -> None:
    printed = paper()
    assert qr_text(printed) == f"natyija:protocol:1:jk2025:7001:1:ordinary:1:{printed.sha256}"
    assert json.dumps(content_of(printed, "ru")).count("<svg") == 1


def test_kyrgyz_letters_are_drawn_with_a_glyph_of_the_font() -> None:
    document = pypdfium2.PdfDocument(protocol_pdf(paper(), "ky"))
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    for letter in "ҢңӨөҮү":
        assert letter in text


def test_every_word_stands_in_both_languages() -> None:
    for key in keys():
        assert word(key, "ky") and word(key, "ru") and word(key, "en")


def listed_contest() -> Contest:
    persons = tuple(ListedPerson(n, Names(f"{KYRGYZ} {n}", f"Кандидат {n}", f"Person {n}")) for n in (1, 2))
    party = Option(1, OptionKind.PARTY, Names("Партия", "Партия", "Party"), persons=persons)
    return Contest("1", ContestKind.PARTY_LIST, 3, "", Names("Кеңеш", "Кенеш", "Kenesh"), (party,))


def test_preferences_stand_on_every_copy_and_in_the_text_that_is_hashed() -> None:
    of = listed_contest()
    plain, preferred = stored(of), stored(of, preferences={(1, 1): 207, (1, 2): 0})
    document = json.loads(canonical("jk2025", preferred))
    assert (document["v"], document["preferences"]) == (2, {"1:1": 207, "1:2": 0})
    before = json.loads(canonical("jk2025", plain))
    assert (before["v"], "preferences" in before) == (1, False)
    assert digest("jk2025", [plain]) != digest("jk2025", [preferred])
    for language in ("ky", "ru", "en"):
        found = pages(protocol_pdf(paper((Section(preferred, of),)), language))
        copies = [page for page in found if within(word("preferences", language), page)]
        assert len(copies) == len(COPIES)
        assert all(within(f"{of.options[0].persons[0].names.document()[language]} 207", page) for page in copies)
    (section,) = content_of(paper((Section(plain, of),)), "en")["sections"]
    assert section["lists"] == []
