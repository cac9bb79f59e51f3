"""Every page type in every language."""

import csv
import io
import re

import pytest

from portal.domain.documents import newest_turnout
from portal.public.formats import formats
from tests.public.addresses import LANGUAGES, PAGES
from tests.published.documents import names
from tests.published.tree import a_campaign

CAMPAIGN_PAGES = [page for page in PAGES if page.startswith("/kg2025/")]
PRELIMINARY = {"ky": "юридикалык күчү жок", "ru": "не имеющая юридической силы", "en": "without legal force"}
FIGURES = [page for page in CAMPAIGN_PAGES if not re.search("data|releases|differences|scans|watch|decisions", page)]
ZONE = {"ky": "Бишкек убактысы (UTC+6)", "ru": "время бишкекское (UTC+6)", "en": "Bishkek time (UTC+6)"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_every_language_and_names_it(client, page, language):
    answer = client.get(f"/{language}{page}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    for other in LANGUAGES:
        assert f'<link rel="alternate" hreflang="{other}" href="/{other}{page}">' in answer.text
        assert f'<a href="/{other}{page}" hreflang="{other}"' in answer.text
    assert f'<link rel="canonical" href="/{language}{page}">' in answer.text
    assert not re.search(r"<script(?! src=.[^>]* defer>)", answer.text)
    assert "style=" not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", FIGURES)
def test_pages_with_figures_say_what_has_no_legal_force_as_of_when_and_which_release_changed_them(
    client, page, language
):
    text = client.get(f"/{language}{page}").text
    assert PRELIMINARY[language] in text
    assert ZONE[language] in text
    assert "20:15" in text
    assert f'<a href="/{language}/kg2025/releases/1/">' in text


@pytest.mark.parametrize("page", CAMPAIGN_PAGES)
def test_the_notice_of_a_campaign_stands_on_all_its_pages(client, page):
    assert "Names and votes are invented." in client.get(f"/en{page}").text


@pytest.mark.parametrize(
    ("page", "section"),
    [
        ("", 'aria-current="page">Overview'),
        ("releases/1/", 'aria-current="true">Releases'),
        ("data/dictionary/", 'aria-current="true">Open data'),
    ],
)
def test_the_strip_of_sections_marks_the_one_that_a_page_belongs_to(client, page, section):
    strip = client.get(f"/en/kg2025/{page}").text.partition('class="sections"')[2].partition("</nav>")[0]
    assert section in strip
    assert strip.count("aria-current") == 1


def test_official_figures_are_not_called_preliminary(tree, client):
    documents = a_campaign()
    documents["contests/1.json"]["status"] = {"progress": "official", "flags": []}
    tree.publish("kg2025", documents)
    text = client.get("/ru/kg2025/contest/1/").text
    assert PRELIMINARY["ru"] not in text
    assert "официальные" in text


def test_the_footer_names_the_release_that_last_changed_the_page_not_the_newest(tree, client):
    documents = a_campaign()
    documents["contests/2.json"]["seats"] = 1
    tree.publish("kg2025", documents)
    assert "releases/2/" in client.get("/en/kg2025/contest/2/").text
    assert "releases/2/" not in client.get("/en/kg2025/contest/1/").text


def test_the_campaign_page_shows_both_counts_in_precincts_and_in_voters(client):
    text = client.get("/en/kg2025/").text
    for figure in ("75.00%", "3 of 4", "52.08%", "2,506 of 4,812", "50.00%", "2 of 4", "33.33%", "1,604 of 4,812"):
        assert figure in text


def test_a_precinct_page_shows_both_counts_differences_ratios_and_former_versions(client):
    text = client.get("/en/kg2025/precinct/1002/").text
    for words in (
        "−1",
        "+1",
        "The number of ballots issued (367) is not the number of cheques (366).",
        "10 + 11 = 9 + 8",
        "holds: 365 on the left, 365 on the right.",
        "Former versions",
        "device ASU-2",
        "A new figure is held for checking",
        "Remote voting at this precinct",
        "signed by 8 of 9 members",
        "Second entry of a protocol permitted",
    ):
        assert words in text
    assert f"/scans/{'ab' * 32}.jpg" in text


def test_remote_votes_at_a_precinct_are_listed_and_one_contest_is_opened_by_a_link(client):
    closed = client.get("/en/kg2025/precinct/1002/").text
    assert '<a href="/en/kg2025/precinct/1002/?contest=2#opened">District No. 2</a>' in closed
    assert "<h3>District No. 2</h3>" not in closed
    opened = client.get("/en/kg2025/precinct/1002/?contest=2").text
    assert '<h3 id="opened">District No. 2</h3>' in opened
    assert '?contest=2#opened" aria-current="true">District No. 2</a>' in opened
    assert client.get("/en/kg2025/precinct/1002/?contest=1").status_code == 404


def test_an_archive_known_as_a_whole_shows_what_its_source_states(client):
    text = client.get("/ky/old2021/").text
    assert "499\N{NO-BREAK SPACE}600" in text
    assert "0,54\N{NO-BREAK SPACE}%" in text
    assert "Bulletin" in text


@pytest.mark.parametrize("page", ["/en/kg2025/", "/en/kg2025/precinct/1002/", "/embed/en/kg2025/turnout/"])
def test_a_pause_and_the_notice_of_a_campaign_stand_in_paragraphs_of_their_own(tree, client, page):
    documents = a_campaign()
    said = {"notice": names("Н", "Н", "All is invented."), "pause": names("Т", "П", "Halt.")}
    said["paused_at"] = "2025-11-30T21:15:00+06:00"
    documents["configuration.json"] |= said
    tree.publish("kg2025", documents)
    text = client.get(page).text
    banner = text.partition('aria-label="Pause"><p class="wide">')[2].partition("</p>")[0]
    assert banner.startswith("Halt. Paused since 30 November 2025, 21:15.") and 'href="/en/site/"' in banner
    assert '<p class="wide">All is invented.</p>' in text


@pytest.mark.parametrize("page", ["/en/kg2025/", "/en/kg2025/precinct/1002/", "/en/kg2025/contest/1/"])
def test_a_pause_leaves_the_time_of_the_figures_and_is_named_as_the_last_change_of_the_page(tree, client, page):
    as_of = re.search(r'<p class="as-of">.*', client.get(page).text)
    documents = a_campaign()
    documents["configuration.json"]["pause"] = names("Т", "П", "Halt.")
    tree.publish("kg2025", documents)
    tree.publish("kg2025", documents)
    text = client.get(page).text
    assert "Halt." in text and as_of[0] in text and '<a href="/en/kg2025/releases/2/">' in text


@pytest.mark.parametrize("page", ["", "releases/2/", "releases/", "releases/2/since/1/", "data/"])
def test_a_release_without_a_changed_figure_shows_the_time_of_the_figures_that_stand(tree, client, page):
    documents = a_campaign()
    documents["configuration.json"]["pause"] = names("Т", "П", "Halt.")
    later = {"as_of": "2025-12-15T12:00:00+06:00", "published_at": "2025-12-15T13:00:00+06:00"}
    tree.publish("kg2025", documents, **later, changed={"configuration": ["configuration.json"]})
    text = client.get(f"/en/kg2025/{page}").text
    assert "Halt." in text and "15 December 2025, 12:00" not in text
    assert "15 December 2025, 13:00" in text and "20:15" in text


def test_before_its_opening_a_known_campaign_says_that_nothing_is_published_yet(tree, client):
    assert "Пока ничего не опубликовано" in client.get("/ru/next2026/turnout/").text
    tree.publish("next2026", a_campaign("next2026"))
    assert "Пока ничего не опубликовано" not in client.get("/ru/next2026/turnout/").text


def test_long_lists_are_paged_and_a_page_that_does_not_exist_is_not_found(tree, client):
    for _ in range(59):
        tree.publish("kg2025", a_campaign())
    first, second = client.get("/en/kg2025/releases/"), client.get("/en/kg2025/releases/?page=2")
    assert "/en/kg2025/releases/60/" in first.text.split("</main>")[0]
    assert "/en/kg2025/releases/60/" not in second.text.split("</main>")[0]
    assert '<a href="/en/kg2025/releases/1/">' in second.text
    assert client.get("/en/kg2025/releases/?page=3").status_code == 404


@pytest.mark.parametrize("page", [page for page in PAGES if page != "/next2026/"])
def test_every_page_has_a_json_twin_of_release_and_document(client, page):
    answer = client.get(f"/ru{page}".rstrip("/") + ".json")
    assert answer.status_code == 200
    assert answer.json.keys() == {"release", "document"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_twin_of_a_territory_is_its_document_byte_for_byte(tree, client):
    published = (tree.root / "releases/kg2025/1/territories/2.json").read_bytes()
    assert client.get("/ky/kg2025/territory/2.json").data == b'{"release":1,"document":' + published + b"}"


def test_the_twin_of_a_precinct_is_its_very_document(client):
    answer = client.get("/ky/kg2025/precinct/1002.json").json
    assert answer["release"] == 1
    assert answer["document"] == a_campaign()["territories/2.json"]["precincts"][1]


@pytest.mark.parametrize(
    ("page", "header", "rows"),
    [
        ("/ru.csv", "campaign", 3),
        ("/en/kg2025.csv", "territory", 1),
        ("/en/kg2025/turnout.csv", "territory", 4),
        ("/en/kg2025/contest/1.csv", "contest", 12),
        ("/en/kg2025/territory/2.csv", "precinct", 12),
        ("/en/kg2025/precinct/1002.csv", "precinct", 9),
        ("/en/kg2025/releases.csv", "release", 1),
        ("/en/kg2025/data.csv", "path", 2),
    ],
)
def test_tabular_pages_have_a_csv_twin_with_a_row_per_fact(client, page, header, rows):
    answer = client.get(page)
    assert answer.content_type == "text/csv; charset=utf-8"
    table = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert table[0][0] == header
    assert len(table) == rows + 1
    assert {len(row) for row in table} == {len(table[0])}
    assert answer.text.endswith("\r\n")


def test_first_final_numbers_alone_are_no_turnout_of_the_country():
    hour, first, all_of_them = (
        {"total": 1_473_264, "reported": 2_600},
        {"total": 7_300, "reported": 3},
        {"total": 1_584_446, "reported": 2_619},
    )
    shown = [newest_turnout({"final": final, "turnout": turnout}) for final, turnout in ((None, []), (None, [hour]))]
    assert shown == [None, hour]
    assert newest_turnout({"final": first, "turnout": [hour]}) is hour
    assert newest_turnout({"final": all_of_them, "turnout": [hour]}) is all_of_them
    assert newest_turnout({"final": first, "turnout": []}) is first


def test_an_hour_in_which_only_a_precinct_abroad_reports_does_not_make_first_final_numbers_the_turnout():
    evening, abroad = {"total": 1_525_518, "reported": 2_607}, {"total": 1_525_587, "reported": 1}
    first = {"total": 780_484, "reported": 1_318}
    assert newest_turnout({"final": first, "turnout": [evening, abroad]}) is abroad


def test_before_any_vote_a_contest_shows_its_ballot_and_no_empty_bars(tree, client):
    documents = a_campaign()
    for count in ("scanner", "protocol"):
        documents["contests/1.json"][count] = {
            **documents["contests/1.json"][count],
            "received": 0,
            "remote_received": 0,
        }
    tree.publish("kg2025", documents)
    page = client.get("/en/kg2025/contest/1/").text
    assert '<ol class="ballot">' in page and '<table class="options' not in page


def test_the_schedule_says_once_what_a_decision_sets_for_many_hours_of_a_day(tree, client):
    documents = a_campaign()
    hours = [f"2025-11-{day}:00:00+06:00" for day in ("30T09", "30T10", "30T21")]
    items = [{"what": "turnout", "at": at, "decision": "77"} for at in (*hours, "2025-12-01T01:00:00+06:00")]
    documents["campaign.json"]["schedule"] = items
    tree.publish("kg2025", documents)
    listed = client.get("/en/kg2025/").text.split('<ol class="schedule">')[1].split("</ol>")[0]
    days = [re.findall(r">(\d\d:\d\d)<", entry) for entry in listed.split("</li>")]
    assert days[:2] == [["09:00", "10:00", "21:00"], ["01:00"]]
    assert listed.count("decision No. 77") == 2
    assert re.findall(r'aria-current="true">(\d\d:\d\d)', listed) == ["21:00"]


def test_nothing_is_called_missing_before_the_first_result_is_in(tree, client):
    assert "Protocol not in yet" in client.get("/en/kg2025/differences/").text
    documents = a_campaign()
    campaign = documents["campaign.json"]
    for count in ("scanner", "protocol"):
        campaign["totals"][count]["received"] = 0
    for contest in campaign["contests"]:
        contest["base"] = 0
    tree.publish("kg2025", documents)
    text = client.get("/en/kg2025/differences/").text
    assert "Protocol not in yet" not in text and "ASU report not in yet" not in text


def test_units_that_a_release_changed_stand_in_the_order_of_the_ballot_and_the_country(tree, client):
    tree.publish("kg2025", a_campaign(), changed={"contests": ["2", "1"]})
    text = client.get("/en/kg2025/releases/2/").text
    first, second = (text.index(f'href="/en/kg2025/contest/{code}/"') for code in ("1", "2"))
    assert first < second


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("en", ("59 minutes", "2 hours", "3 h 6 min")),
        ("ru", ("59 минут", "2 часа", "3 ч 6 мин")),
        ("ky", ("59 мүнөт", "2 саат", "3 саат 6 мүнөт")),
    ],
)
def test_how_long_protocols_took_is_told_in_hours(tree, client, language, spoken):
    documents = a_campaign()
    documents["lists/2.json"]["delay"] = {"fastest": 59, "median": 120, "slowest": 186, "precincts": 3}
    tree.publish("kg2025", documents)
    text = client.get(f"/{language}/kg2025/territory/2/").text
    for minutes, words in zip((59, 120, 186), spoken, strict=True):
        assert re.search(f'<time datetime="PT{minutes}M">\\s*{words}</time>', text), words


def test_a_list_of_one_territory_counts_that_territory_alone(tree, client):
    documents = a_campaign()
    index = documents["lists/index.json"]
    index["rows"][0]["numbers"] = {**index["numbers"], "precincts": 2, "files": 1, "with_scans": 1, "findings": 1}
    index["numbers"] = {**index["numbers"], "precincts": 4567, "files": 4321, "with_scans": 3333, "findings": 2222}
    tree.publish("kg2025", documents)
    for page, whole in (("scans", "3,333"), ("differences", "2,222")):
        assert whole in client.get(f"/en/kg2025/{page}/").text
        assert whole not in client.get(f"/en/kg2025/{page}/?territory=2").text
        assert whole not in client.get(f"/en/kg2025/{page}/?territory=1").text


def test_an_abbreviation_stays_large_at_the_beginning_of_a_line():
    assert formats("ru").sentence("отчет АСУ") == "Отчет АСУ"
    assert formats("ky").sentence("АЭУнун отчету") == "АЭУнун отчету"


@pytest.mark.parametrize("page", ["releases", "data"])
def test_a_page_of_what_is_newest_was_changed_by_the_newest_release(tree, client, page):
    newest = tree.publish("kg2025", a_campaign())
    assert newest == 2
    foot = client.get(f"/en/kg2025/{page}/").text.split('id="changed"')[1]
    assert "release 2</a>" in foot.split("</p>")[0]


def test_a_count_that_has_not_come_in_is_named_beside_the_one_that_has(client):
    waiting = "Protocol (hand count): has not come in yet."
    assert waiting in client.get("/en/kg2025/precinct/1001/").text
    assert waiting not in client.get("/en/kg2025/precinct/1002/").text.split('id="remote"')[0]


def test_no_line_ends_between_the_number_sign_of_a_name_and_its_number(client):
    text = client.get("/ru/kg2025/contest/1/").text
    assert "<h1>Избирательный округ №\N{NO-BREAK SPACE}1</h1>" in text
