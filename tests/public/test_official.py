"""Who is elected: named on every page by the official act, with its number and date, and nowhere before it."""

import pytest

from portal.domain.determination.elected import elected_documents
from portal.domain.determination.labels import LABELS, OUTCOMES
from portal.domain.determination.parameter_words import PARAMETERS
from portal.public.map_page import GEOMETRY
from tests.published.determinations import campaign_found, contest_found
from tests.published.documents import contest, names, options, status, summary
from tests.published.tree import a_campaign

ACT = {"number": "520", "date": "2025-12-20", "body": "cec", "kind": "official", "scope": "campaign", "target": ""}
ACT |= {"reason": names("", "", "")}
PAGES = ("contest/1/", "option/1/1/", "", "embed")
ELECTED = {"ky": "шайланды", "ru": "избран", "en": "elected"}


def publish(tree, official=True, progress="official", documents=None, **changes):
    """A contest in which the first option is elected, officially or not."""
    acts = {"acts": [ACT]} if official else {}
    document = contest(status=status(progress, "invalidated"))
    document["determination"] = contest_found(options(), official=official, **acts, **changes)
    row = {"outcome": document["determination"]["outcome"], "official": official, "suspended": False}
    if elected := elected_documents(document):
        row["elected"] = elected
    documents = a_campaign() | (documents or {})
    documents["contests/1.json"] = document
    campaign = documents["campaign.json"]
    campaign["determination"] = campaign_found(official=int(official), outcomes={"elected": 1})
    campaign["contests"] = [summary(document) | {"determination": row}]
    campaign["decisions"] = [ACT] if official else []
    campaign["status"] = status(progress)
    tree.publish("kg2025", documents)


def text_of(client, language, page):
    address = f"/embed/{language}/kg2025/contest/1/" if page == "embed" else f"/{language}/kg2025/{page}"
    response = client.get(address)
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("page", PAGES[1:])
@pytest.mark.parametrize("language", ELECTED)
def test_every_page_marks_who_is_elected_once_the_result_is_official(tree, client, language, page):
    publish(tree)
    assert f'<span class="badge badge-official">{ELECTED[language]}' in text_of(client, language, page)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_names_the_act_with_number_and_date(tree, client, page):
    publish(tree)
    text = text_of(client, "en", page)
    assert '/en/kg2025/decisions/">decision No. 520 of 20 December 2025</a>' in text


@pytest.mark.parametrize("page", PAGES)
def test_before_the_act_nobody_is_elected_on_any_page(tree, client, page):
    publish(tree, official=False, progress="complete")
    text = text_of(client, "en", page)
    assert 'badge-official">' not in text and "Elected" not in text and "is elected" not in text
    assert page != "contest/1/" or "By these figures would be elected" in text


@pytest.mark.parametrize("address", ["/embed/en/kg2025/turnout/", "/en/kg2025/map/"])
def test_the_card_of_turnout_and_the_map_name_the_act_that_made_the_figures_official(tree, client, address):
    mapped = {path: {} for path in ("geo/map.en.js", *GEOMETRY)} | {"geo/values.json": {"v": 1, "rows": {}}}
    publish(tree, official=False, progress="complete", documents=mapped)
    text = client.get(address).text
    assert "without legal force" in text and "decision No. 520" not in text
    publish(tree, documents=mapped)
    text = client.get(address).text
    assert '<span class="badge badge-official">official</span>' in text
    assert '/en/kg2025/decisions/">decision No. 520 of 20 December 2025</a>' in text
    assert "without legal force" not in text


def test_an_appeal_takes_the_word_back(tree, client):
    publish(tree, suspended=True)
    assert '<span class="badge badge-official">elected' not in text_of(client, "en", "embed")


def test_another_option_names_who_has_the_seats(tree, client):
    publish(tree)
    text = text_of(client, "en", "option/1/2/")
    assert f'Seats: <a href="/en/kg2025/option/1/1/">{options()[0]["name"]["en"]}</a>' in text
    assert '<span class="badge badge-official">elected' not in text


def test_a_seat_that_passes_to_a_lower_place_is_named_below_the_leaders(tree, client):
    seat = contest_found(options())["seats"][0]
    last = options()[1]
    publish(tree, seats=[seat | {"position": last["position"], "name": last["name"], "sex": "f"}])
    for page in ("", "embed"):
        assert text_of(client, "ru", page).count('<span class="badge badge-official">избрана') == 1


def test_a_question_is_adopted_by_the_act_alone(tree, client):
    publish(tree, official=False, progress="complete", outcome="adopted", computed="adopted", seats=[])
    assert "By these figures it would be adopted" in text_of(client, "en", "contest/1/")
    publish(tree, outcome="adopted", computed="adopted", seats=[])
    for page in PAGES[1:]:
        assert '<span class="badge badge-official">Adopted</span>' in text_of(client, "en", page)


def missing_parameter():
    numbers = {"key": "ties", "allowed": "documents | undetermined"}
    step = {"rule": "parameter_missing", "basis": "parameter", "source": "", "numbers": numbers}
    undetermined = {"outcome": "undetermined", "computed": "undetermined", "seats": [], "steps": [step]}
    return undetermined | {"status": "determined", "open_seats": 1, "possible": [1, 2]}


@pytest.mark.parametrize(("language", "said"), [("ky", "Комиссиянын чечими"), ("en", "The commission&#39;s decision")])
def test_the_act_stands_where_the_portal_could_not_compute_the_result(tree, client, language, said):
    publish(tree, **missing_parameter())
    text = text_of(client, language, "contest/1/")
    assert said in text and OUTCOMES["undetermined"].document()[language] not in text
    assert LABELS["open_seats"].document()[language] not in text
    assert PARAMETERS["ties"].document()[language].replace("'", "&#39;") in text


def test_without_an_act_in_force_a_result_that_cannot_be_computed_is_undetermined(tree, client):
    for changes in ({"official": False, "status": "open"}, {"suspended": True}):
        publish(tree, **{**missing_parameter(), **changes})
        text = text_of(client, "en", "contest/1/")
        assert "Undetermined" in text and "decision stands" not in text


def test_precincts_left_out_stand_on_the_page_of_the_contest_with_the_decision(tree, client):
    decision = ACT | {
        "number": "41",
        "kind": "invalidate_precinct",
        "reason": names("себеп", "причина", "Ballots lost"),
    }
    gone = {"precinct": "101", "territory": "2", "remote": False, "voters": 50, "re_vote_set": False}
    publish(tree, excluded=[gone | {"scanner": None, "protocol": None, "decision": decision}])
    text = text_of(client, "en", "contest/1/")
    assert '<a href="/en/kg2025/precinct/101/">№ 101</a>. Decision No. 41 of 20 December 2025' in text
    assert "Ballots lost" in text
    former = gone | {"scanner": None, "protocol": None}
    publish(tree, excluded=[former])
    assert '<a href="/en/kg2025/precinct/101/">№ 101</a></li>' in text_of(client, "en", "contest/1/")


def test_counts_beside_each_other_say_how_much_each_covers(tree, client):
    publish(tree, official=False, progress="partial")
    document = contest()
    text = text_of(client, "en", "contest/1/")
    for count in ("scanner", "protocol"):
        assert f"{document[count]['received']} of {document[count]['expected']} precincts" in text
    differs = document["scanner"]["received"] != document["protocol"]["received"]
    assert ("The counts cover different precincts" in text) is differs


def test_the_list_of_differences_gives_the_decision_on_a_precinct_with_its_reason(client):
    text = client.get("/en/kg2025/differences/?territory=2").text
    assert "Second entry of a protocol permitted. Decision No. 12/3 of 1 December 2025" in text
    assert "By the act" in text
    assert "1002,decision_permit_reentry,,12/3" in client.get("/en/kg2025/differences.csv?territory=2").text
