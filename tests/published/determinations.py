"""Determinations in published documents: complete, and easy to change."""

from typing import Any

STEP = {"rule": "most_votes", "basis": "paragraph", "source": "R139 ¶79"}
THIRD = {
    "scope": "district",
    "in_force": True,
    "took_part": 720,
    "at_precincts": 0,
    "for_candidates": 0,
    "for_candidates_elsewhere": 0,
    "precincts_above_third": False,
    "candidates_above_third": False,
    "steps": [],
}


def contest_found(options: list[Any], **changes: Any) -> dict[str, Any]:
    """The determination of a contest in which the first option is elected."""
    first = options[0]
    seat = {"seat": 1, "position": 1, "person": 0, "votes": 410, "base": 701, "share": "58.49"}
    seat |= {key: first[key] for key in ("name", "id", "sex", "party")}
    found: dict[str, Any] = {
        "count": "protocol",
        "outcome": "elected",
        "computed": "elected",
        "status": "open",
        "official": False,
        "suspended": False,
        "repeat_election": False,
        "repeat_election_set": False,
        "voters": 2000,
        "extra": 0,
        "participation": {"basis": "ballots_found", "signatures": None, "ballots_found": 720, "counted": 720},
        "valid_votes": 701,
        "ballots_invalid": 19,
        "made_invalid": 0,
        "seats": [seat],
        "lists": [],
        "vacancies": 0,
        "open_seats": 0,
        "possible": [],
        "second_round": [],
        "bounds": None,
        "steps": [{**STEP, "numbers": {"position": 1, "votes": 410, "rank": 1}}],
        "notices": [],
        "computed_steps": [],
        "third": THIRD,
        "excluded": [],
        "re_votes": [],
        "signed": None,
    }
    return found | changes


def campaign_found(**changes: Any) -> dict[str, Any]:
    """Two filled seats of a campaign, by sex, party and region."""
    region = {"ky": "Чүй облусу", "ru": "Чуйская область", "en": "Chui region"}
    found: dict[str, Any] = {
        "seats": 3,
        "filled": 2,
        "vacancies": 0,
        "open_seats": 1,
        "official": 0,
        "suspended": 0,
        "outcomes": {"open": 1},
        "counts": {"protocol": 1},
        "by_sex": [{"key": "f", "name": None, "seats": 1}, {"key": "m", "name": None, "seats": 1}],
        "by_party": [{"key": "", "name": None, "seats": 2}],
        "by_region": [{"key": "1", "name": region, "seats": 2}],
        "mandates": None,
        "third": {**THIRD, "scope": "national"},
    }
    return found | changes
