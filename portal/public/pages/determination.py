"""The sections "who is elected, why, what is open" of a contest and "seats by sex, party, region" of a campaign."""

from typing import Any

from portal.languages import Language
from portal.published.determinations import (
    CampaignDetermination,
    DeterminationDocument,
    DeterminationWords,
    Line,
    SeatsByDocument,
    exceeded,
    outcome_words,
)
from portal.published.shapes import CampaignDocument, ContestDocument, Count

OPEN = ("open", "undetermined")
"""Outcomes that say nothing of the options yet."""
NAMED = 12
"""So many names between whom seats are open are a help; more are the whole ballot once again."""


def contest_section(contest: ContestDocument, campaign: CampaignDocument, language: Language) -> dict[str, Any] | None:
    """What the template shows of the contest's determination; None before the first figures.

    The tests of one third over the whole country (R139 ¶81) stand in the document of the campaign.
    """
    found = contest.get("determination")
    if found is None or not found["participation"]["counted"] or _unknowable(campaign, found["outcome"]):
        return None
    words = DeterminationWords(language, contest["options"])
    return {
        "found": found,
        "labels": words.labels,
        "force": words.label_of(found),
        "outcome": words.heading(found),
        "act_stands": words.act_stands(found),
        "of_count": words.label(found["count"]),
        "by_decision": found["outcome"] != found["computed"] and bool(found["computed_steps"]),
        "seats_title": (
            words.label("seats_certain") if found["outcome"] == "open" else words.outcome("elected", found["official"])
        ),
        "sexes": {seat["seat"]: words.sex(seat["sex"]) if seat["sex"] else "" for seat in found["seats"]},
        "possible": words.names(found["possible"]) if len(found["possible"]) <= NAMED else "",
        "second_round": words.names(found["second_round"]),
        "took_part": words.took_part(found, campaign["archive"]),
        "basis": words.basis(found),
        "steps": words.lines(found["steps"]),
        "notices": words.notices(found, campaign.get("determination")),
        "computed_steps": words.lines(found["computed_steps"]),
        "third": _third(found, campaign, words),
        "third_exceeded": words.third_exceeded(found, campaign.get("determination")),
        "lists_exact": words.exactness(found),
        "lists": found["bounds"].get("lists", []) if found["bounds"] and found["outcome"] == "open" else [],
        "preferences": words.preferences(contest, found),
        "participants": _participants(contest, found, words),
        "re_votes": words.lines([row["step"] for row in found["re_votes"]]),
        "signed": _signed(contest, found, words),
    }


def elected_section(contest: ContestDocument, index: int, language: Language) -> dict[str, Any] | None:
    """What the official act says of the option at this place of the ballot; None before it or while it is suspended.

    `own` are the seats of the option, `others` those elected beside it; where nobody is, `outcome` says what follows.
    """
    found = contest.get("determination")
    if found is None or not found["official"] or found["suspended"]:
        return None
    position = contest["options"][index]["position"]
    own = [seat for seat in found["seats"] if seat["position"] == position]
    return {
        "outcome": outcome_words(language).get(found["outcome"], "") if found["outcome"] not in OPEN else "",
        "named": found["outcome"] == "elected",
        "own": own,
        "seats": next((row["seats"] for row in found["lists"] if row["position"] == position), 0),
        "others": [] if found["lists"] else [seat for seat in found["seats"] if seat["position"] != position],
        "acts": found.get("acts", ()),
    }


def campaign_section(campaign: CampaignDocument, language: Language) -> dict[str, Any] | None:
    """What the template shows of a campaign's seats; None without seats or before the first figures."""
    found = campaign.get("determination")
    if found is None or not found["third"]["took_part"] or not found["seats"]:
        return None
    if campaign["archive"] and not found["filled"]:
        return None
    words = DeterminationWords(language)
    official = found["official"] == len(campaign["contests"])
    return {
        "found": found,
        "labels": words.labels,
        "force": words.label("official" if official else "computed"),
        "official": official,
        "outcomes": _tallied(found["outcomes"], words, official),
        "questions": _tallied(found.get("questions", {}), words, official),
        "tables": _tables(found, words, language),
        "mandates": words.lines(found["mandates"]["steps"]) if found["mandates"] else [],
        "broken": found["mandates"] is not None and not found["mandates"]["holds"],
        "third": words.lines(found["third"]["steps"]) if _covers(found) else [],
        "third_exceeded": words.label("third_exceeded") if exceeded(found["third"]) else "",
    }


def _tallied(numbers: dict[str, int], words: DeterminationWords, official: bool) -> list[tuple[str, int]]:
    """Outcomes in the words of the act, or of the figures before it, with the numbers of contests."""

    def word(kind: str) -> str:
        return words.label("act_stands") if official and kind == "undetermined" else words.outcome(kind, official)

    return [(word(kind), number) for kind, number in numbers.items()]


def _unknowable(campaign: CampaignDocument, outcome: str) -> bool:
    """Whether the portal cannot say who was elected: an archive tells what its source held, often not by which rule."""
    return campaign["archive"] and outcome == "undetermined"


def _tables(found: CampaignDetermination, words: DeterminationWords, language: Language) -> list[dict[str, Any]]:
    def named(row: SeatsByDocument, without: str) -> str:
        return row["name"][language] if row["name"] else row["key"] or words.label(without)

    kinds = (
        ("by_sex", [(words.sex(row["key"]), row["seats"]) for row in found["by_sex"]]),
        ("by_party", [(named(row, "no_party"), row["seats"]) for row in found["by_party"]]),
        ("by_region", [(named(row, "whole_country"), row["seats"]) for row in found["by_region"]]),
    )
    return [{"title": words.label(kind), "rows": rows} for kind, rows in kinds if rows]


def _signed(contest: ContestDocument, found: DeterminationDocument, words: DeterminationWords) -> Any:
    signed = found["signed"]
    if signed is None:
        return None
    positions = [option["position"] for option in contest["options"]]
    columns = zip(positions, signed["votes"], signed["computed"], signed["difference"], strict=True)
    return {
        "whole": signed["whole"],
        "differs": any(signed["difference"]),
        "rows": [(words.name(position), *numbers) for position, *numbers in columns],
    }


def _third(found: DeterminationDocument, campaign: CampaignDocument, words: DeterminationWords) -> list[Line]:
    """Both tests of one third, over the contest and over the whole country, once either covers anything."""
    national = campaign.get("determination")
    if not _anything_invalidated(found) and not (national and _covers(national)):
        return []
    return words.third(found, national)


def _participants(
    contest: ContestDocument, found: DeterminationDocument, words: DeterminationWords
) -> list[tuple[str, int, str | None]]:
    """Name, votes and share of all who took part of every option; () from a portal that did not write the shares."""
    shares = found.get("participants_shares")
    if shares is None:
        return []
    counted = contest["protocol"] if found["count"] == Count.PROTOCOL else contest["scanner"]
    positions = [option["position"] for option in contest["options"]]
    return [
        (words.name(at), votes, share) for at, votes, share in zip(positions, counted["votes"], shares, strict=True)
    ]


def _anything_invalidated(found: DeterminationDocument) -> bool:
    third = found["third"]
    return bool(third["at_precincts"] or third["for_candidates"] or third["for_candidates_elsewhere"])


def _covers(found: CampaignDetermination) -> bool:
    return bool(found["third"]["at_precincts"] or found["third"]["for_candidates"])
