"""The form that reports an error: no account, no cookie, no database, and limits against abuse."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import reader_reports
from portal.public import reports
from portal.reader_reports import FOLDER, Spool

FORM = "/ky/kg2025/precinct/1001/report/"
WORDS = "Сканда 410, сайтта 401 деп турат."


def send(client: FlaskClient, page: str = FORM, **fields: str) -> TestResponse:
    return client.post(page, data={"text": WORDS, "contact": "", "website": "", **fields})


def kept(tree) -> list[dict[str, object]]:
    folder: Path = tree.root.parent / FOLDER
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))] if folder.exists() else []


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_precinct_leads_to_the_form_in_every_language(client, language):
    assert f"/{language}/kg2025/precinct/1001/report/" in client.get(f"/{language}/kg2025/precinct/1001/").text
    form = client.get(f"/{language}/kg2025/precinct/1001/report/")
    assert form.status_code == 200 and '<form class="report"' in form.text and "noindex" in form.text


def test_no_line_ends_within_the_number_of_the_precinct(client):
    text = client.get("/en/kg2025/precinct/1001/report/").text
    whole = '<span class="nb">1001</span>'
    assert f"<h1>Report an error: Precinct No. {whole}</h1>" in text
    assert f"<h1>Precinct No. {whole}</h1>" in client.get("/en/kg2025/precinct/1001/").text
    assert '<a href="/en/kg2025/precinct/1001/"><span class="nb">№ 1001</span></a>' in text


def test_a_report_is_kept_as_one_file_with_nothing_about_the_sender(client, tree):
    answer = send(client, contact="a@example.org")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{FORM}sent/")
    assert "Set-Cookie" not in answer.headers
    (report,) = kept(tree)
    assert report.pop("at")
    assert report == {
        "campaign": "kg2025",
        "precinct": "1001",
        "release": 1,
        "language": "ky",
        "text": WORDS,
        "contact": "a@example.org",
    }
    assert client.get(answer.headers["Location"]).status_code == 200


def test_what_was_typed_is_shown_again_where_something_is_missing(client, tree):
    answer = send(client, text="<b>?", contact="me")
    assert answer.status_code == 422 and "&lt;b&gt;?" in answer.text and 'value="me"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store" and kept(tree) == []


def test_too_long_a_text_is_refused(client, tree):
    assert send(client, text="x" * 2001).status_code == 422
    assert send(client, text="x" * 40_000).status_code == 422
    assert kept(tree) == []


def test_the_trap_catches_programs_without_telling_them(client, tree):
    assert send(client, website="https://example.org").status_code == 303
    assert kept(tree) == []


def test_a_post_from_another_site_is_refused(client, tree):
    answer = client.post(FORM, data={"text": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 422 and kept(tree) == []


def test_one_precinct_takes_ten_reports_an_hour_and_the_others_go_on(client, tree):
    assert [send(client).status_code for _ in range(11)] == [303] * 10 + [503]
    assert send(client, "/ky/kg2025/precinct/1002/report/").status_code == 303
    assert len(kept(tree)) == 11


def test_limits_are_forgotten_after_an_hour():
    turnstile = reports.Turnstile()
    assert [turnstile.admits("a", second) for second in range(11)] == [True] * 10 + [False]
    assert turnstile.admits("a", 3601.5)
    assert [turnstile.admits(str(n), 9000.0) for n in range(121)] == [True] * 120 + [False]


def test_a_full_spool_takes_no_more(client, tree, monkeypatch):
    monkeypatch.setattr(reader_reports, "MOST", 1)
    assert [send(client).status_code for _ in range(2)] == [303, 503]
    assert len(kept(tree)) == 1


def test_a_folder_that_cannot_be_written_is_said_so(client, tree):
    (tree.root.parent / FOLDER).write_text("a file where the folder should be")
    assert send(client).status_code == 503


def test_an_unknown_precinct_has_no_form(client):
    assert client.get("/ky/kg2025/precinct/9999/report/").status_code == 404
    assert send(client, "/ky/kg2025/precinct/9999/report/").status_code == 404


def test_staff_read_reports_oldest_first_and_put_them_aside(client, tree):
    send(client)
    send(client, text="A second remark on the same precinct")
    spool = Spool(tree.root.parent)
    (tree.root.parent / FOLDER / "20200101T000000-broken.json").write_text("{")
    names = [name for name, _ in spool.waiting()]
    assert len(names) == 2 and names == sorted(names)
    assert spool.put_aside(names[0]) and not spool.put_aside(names[0]) and not spool.put_aside("../keys.json")
    assert [name for name, _ in spool.waiting()] == names[1:]
