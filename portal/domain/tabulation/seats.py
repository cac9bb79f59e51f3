"""Seats of a campaign by sex, party and region, from the determinations of its contests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from portal.domain.determination.elected import elected_documents
from portal.domain.determination.invalidation import Coverage
from portal.domain.determination.outcome import Elected, Outcome, OutcomeKind
from portal.domain.determination.parliament import mandates_by_sex
from portal.domain.documents import ContestDocument, ContestSummary
from portal.domain.documents.determination import (
    CampaignDetermination,
    ContestDetermination,
    DeterminationDocument,
    MandatesDocument,
    SeatsByDocument,
    StepDocument,
)
from portal.domain.names import NamesDocument
from portal.domain.statuses import CampaignKind, ContestKind
from portal.domain.tabulation.coverage import national_coverage
from portal.domain.tabulation.scheme import Scheme

OPEN = "open"
"""Outcome of a contest that voters who are not counted yet can still change."""
FULL = 3
"""Seats of a district of the Jogorku Kenesh (R139 ¶79)."""


def contest_determination(document: ContestDocument, found: DeterminationDocument) -> ContestDetermination:
    """The determination as a row of the campaign."""
    by_sex: dict[str, int] = {}
    for seat in found["seats"]:
        by_sex[seat["sex"]] = by_sex.get(seat["sex"], 0) + 1
    filled = sum(seats for _, seats in _lists(found)) or len(found["seats"])
    row: ContestDetermination = {
        "count": found["count"],
        "outcome": found["outcome"],
        "official": found["official"],
        "suspended": found["suspended"],
        "filled": max(0, min(filled, document["seats"] - found["open_seats"] - found["vacancies"])),
        "vacancies": found["vacancies"],
        "open_seats": found["open_seats"],
        "by_sex": dict(sorted(by_sex.items())),
        "by_party": _parties(document, found),
        "took_part": found["third"]["took_part"],
        "at_precincts": found["third"]["at_precincts"],
        "for_candidates": found["third"]["for_candidates"],
        "for_candidates_elsewhere": found["third"]["for_candidates_elsewhere"],
    }
    if otherwise := found["third"].get("otherwise"):
        row["otherwise"] = otherwise
    if elected := elected_documents({**document, "determination": found}):
        row["elected"] = elected
    return row


def campaign_determination(scheme: Scheme, contests: Sequence[ContestSummary]) -> CampaignDetermination:
    """Seats over all contests that have a determination; invalid ones and questions have no seats."""
    rows = [(contest, contest["determination"]) for contest in contests if "determination" in contest]
    questions = [row for contest, row in rows if contest["kind"] == ContestKind.QUESTION]
    regions = {code: scheme.hierarchy.territories[code].names.document() for code in scheme.hierarchy.roots}
    campaign: CampaignDetermination = {
        "seats": sum(contest["seats"] for contest, _ in rows),
        "filled": sum(row["filled"] for _, row in rows),
        "vacancies": sum(row["vacancies"] for _, row in rows),
        "open_seats": sum(row["open_seats"] for _, row in rows),
        "official": sum(row["official"] for _, row in rows),
        "suspended": sum(row["suspended"] for _, row in rows),
        "outcomes": _tally((row["outcome"], 1) for contest, row in rows if contest["kind"] != ContestKind.QUESTION),
        "counts": _tally((row["count"], 1) for _, row in rows),
        "by_sex": _by(_tally(pair for _, row in rows for pair in row["by_sex"].items()), {}),
        "by_party": _merged(party for _, row in rows for party in row["by_party"]),
        "by_region": _by(_tally((_region(scheme, contest), row["filled"]) for contest, row in rows), regions),
        "mandates": _mandates(rows) if scheme.campaign.kind is CampaignKind.PARLIAMENT else None,
        "third": national_coverage(
            scheme, [_coverage(row) for _, row in rows], [row.get("otherwise") for _, row in rows]
        ),
    }
    if questions:
        campaign["questions"] = _tally((row["outcome"], 1) for row in questions)
    return campaign


def _parties(document: ContestDocument, found: DeterminationDocument) -> list[SeatsByDocument]:
    if lists := _lists(found):
        return [{"key": _key(name), "name": name, "seats": seats} for name, seats in lists]
    if document["kind"] == "question":
        return []
    return _by(_tally((seat["party"], 1) for seat in found["seats"]), {})


def _lists(found: DeterminationDocument) -> list[tuple[NamesDocument, int]]:
    """Seats of the lists; while votes are missing those that a list is certain of."""
    if found["lists"] or found["outcome"] != OPEN or found["bounds"] is None:
        return [(row["name"], row["seats"]) for row in found["lists"]]
    return [(row["name"], row["at_least"]) for row in found["bounds"]["lists"] if row["at_least"]]


def _key(name: NamesDocument) -> str:
    return name["ru"]


def _tally(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for key, number in pairs:
        total[key] = total.get(key, 0) + number
    return dict(sorted(total.items()))


def _by(numbers: Mapping[str, int], names: Mapping[str, NamesDocument]) -> list[SeatsByDocument]:
    """Most seats first, then by key."""
    ordered = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"key": key, "name": names.get(key), "seats": number} for key, number in ordered if number]


def _merged(parts: Iterable[SeatsByDocument]) -> list[SeatsByDocument]:
    rows = list(parts)
    names = {row["key"]: row["name"] for row in rows if row["name"]}
    return _by(_tally((row["key"], row["seats"]) for row in rows), names)


def _region(scheme: Scheme, contest: ContestSummary) -> str:
    """Code of the region in which the contest lies, "" for the whole country."""
    code = contest["territory"]
    return (*scheme.hierarchy.ancestors(code), code)[0]


def _coverage(row: ContestDetermination) -> Coverage:
    return Coverage(row["took_part"], row["at_precincts"], row["for_candidates"], row["for_candidates_elsewhere"])


def _mandates(rows: Sequence[tuple[ContestSummary, ContestDetermination]]) -> MandatesDocument:
    """Each filled district holds at least one seat of each sex, so no sex has fewer than districts are filled (¶79)."""
    filled = [
        Outcome(OutcomeKind.ELECTED, tuple(Elected(0, sex=sex) for sex, n in row["by_sex"].items() for _ in range(n)))
        for contest, row in rows
        if row["outcome"] == OutcomeKind.ELECTED and row["filled"] == contest["seats"] == FULL
    ]
    steps = [cast(StepDocument, step.document()) for step in mandates_by_sex(filled, FULL)]
    enough = all(cast(int, step["numbers"]["mandates"]) >= len(filled) for step in steps)
    return {"filled_districts": len(filled), "holds": enough and (len(steps) > 1 or not filled), "steps": steps}
