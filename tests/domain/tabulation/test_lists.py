"""The compact lists: what is missing and why, what differs, how long a protocol took."""

from datetime import date

from portal.domain.tabulation.lists import list_entry, listed_precinct, lists_document, territory_list
from tests.published import documents as d
from tests.published.tree import a_rich_precinct

VOTING_DAY = date(2025, 11, 30)


def test_a_precinct_without_any_report_owes_both_counts_and_only_waits() -> None:
    row = listed_precinct(d.precinct(results=[]), VOTING_DAY)
    assert [(item["count"], item["why"]) for item in row["missing"]] == [
        ("scanner", "waiting"),
        ("protocol", "waiting"),
    ]
    assert row["minutes"] is None


def test_a_count_that_never_comes_says_so_with_its_reason() -> None:
    reason = d.names("Күйүп кетти", "Сгорела", "Burnt")
    row = listed_precinct(d.precinct(results=[], no_machine_result=reason), VOTING_DAY)
    assert [(item["why"], item["reason"]) for item in row["missing"]] == [
        ("no_machine_result", reason),
        ("waiting", None),
    ]


def test_a_held_protocol_is_missing_because_it_is_being_checked() -> None:
    held = [{"series": "protocol", "contest": "1", "since": d.AS_OF}]
    row = listed_precinct(d.precinct(results=[], held=held), VOTING_DAY)
    assert {item["count"]: item["why"] for item in row["missing"]} == {"scanner": "waiting", "protocol": "held"}


def test_a_precinct_for_remote_voting_only_owes_both_counts_until_it_has_reported() -> None:
    silent = d.precinct(contests=[], results=[], kind="remote")
    row = listed_precinct(silent, VOTING_DAY)
    assert [(item["count"], item["contest"], item["why"]) for item in row["missing"]] == [
        ("scanner", "", "waiting"),
        ("protocol", "", "waiting"),
    ]
    held = silent | {"held": [{"series": "protocol", "contest": "1", "since": d.AS_OF}]}
    assert [item["why"] for item in listed_precinct(held, VOTING_DAY)["missing"]] == ["waiting", "held"]
    counted = silent | {
        "results": [result | {"remote": True} for result in a_rich_precinct()["results"] if result["protocol"]]
    }
    row = listed_precinct(counted, VOTING_DAY)
    assert row["missing"] == []
    assert row["minutes"] is not None


def test_decisions_that_name_a_precinct_stand_in_its_row() -> None:
    act = {"number": "41", "date": "2025-12-02", "body": "cec", "kind": "invalidate_precinct", "scope": "precinct"}
    decided = act | {"target": "105", "reason": d.names("себеп", "причина", "reason")}
    assert listed_precinct(d.precinct(results=[], decisions=[decided]), VOTING_DAY)["decisions"] == [decided]
    assert "decisions" not in listed_precinct(d.precinct(results=[], decisions=[]), VOTING_DAY)


def test_the_index_sums_the_numbers_of_its_territories() -> None:
    place = d.territory("2", [d.precinct(results=[]), a_rich_precinct()])
    entry = list_entry(place, territory_list(place, VOTING_DAY))
    whole = lists_document([entry, {**entry, "code": "3"}])
    assert entry["numbers"]["precincts"] == 2
    assert entry["numbers"]["findings"] == entry["numbers"]["corrected"] == entry["numbers"]["files"] == 1
    assert whole["numbers"]["precincts"] == 4
    assert whole["numbers"]["scans"] == {"protocol": 2}
