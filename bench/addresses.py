"""One address of each kind of page of a campaign, the heaviest of its kind: largest territory, its first precinct."""

from pathlib import Path

import orjson

from portal import urls

LANGUAGE = "ru"
STEPS = 24
"""So many releases lie between the two that are compared, or as many as there are."""


def addresses(public: Path, campaign: str) -> dict[str, str]:
    """Kind of page and its address, taken from the newest release."""
    release, folder = newest(public, campaign)
    contest, region, territory, precinct = heaviest(folder)
    turnout, page_of_contest = urls.turnout(LANGUAGE, campaign), urls.contest(LANGUAGE, campaign, contest)
    found = {
        "campaigns": urls.campaigns(LANGUAGE),
        "campaign": urls.campaign(LANGUAGE, campaign),
        "turnout": turnout,
        "contest": page_of_contest,
        **{f"contest by {sort}": urls.with_query(page_of_contest, sort=sort) for sort in ("name", "received", "votes")},
        "contest by ballot": urls.with_query(page_of_contest, order="ballot"),
        "option": urls.option(LANGUAGE, campaign, contest, 1),
        "region": urls.territory(LANGUAGE, campaign, region),
        "territory": urls.territory(LANGUAGE, campaign, territory),
        "abroad": urls.territory(LANGUAGE, campaign, "abroad"),
        "precinct": urls.precinct(LANGUAGE, campaign, precinct),
        "report of an error": urls.report(LANGUAGE, campaign, precinct),
        "map": urls.results_map(LANGUAGE, campaign),
        "decisions": urls.decisions(LANGUAGE, campaign),
        "data": urls.data(LANGUAGE, campaign),
        "dictionary": urls.dictionary(LANGUAGE, campaign),
        "releases": urls.releases(LANGUAGE, campaign),
        "release": urls.release(LANGUAGE, campaign, release),
        "watch": urls.with_query(urls.watch(LANGUAGE, campaign), precinct=precinct, territory=territory),
        "find": urls.with_query(urls.find(LANGUAGE), q=precinct),
        "verify": urls.text(LANGUAGE, "verify"),
        "glossary": urls.text(LANGUAGE, "glossary"),
        "card of turnout": urls.card(turnout),
        "card of a contest": urls.card(page_of_contest),
    }
    for name, page in (("differences", urls.differences), ("scans", urls.scans)):
        found[name] = page(LANGUAGE, campaign)
        found[f"{name} of a territory"] = urls.with_query(found[name], territory=territory)
    if release > 1:
        since = urls.compare(LANGUAGE, campaign, max(1, release - STEPS), release)
        found["compare"] = since
        found["compare, a territory"] = urls.with_query(since, territory=territory)
    return {kind: path for kind, path in found.items() if kind != "abroad" or (folder / "abroad.json").is_file()}


def twins(public: Path, campaign: str) -> dict[str, str]:
    """The same of what only programs read."""
    _, folder = newest(public, campaign)
    _, _, territory, precinct = heaviest(folder)
    pages = {"territory": urls.territory(LANGUAGE, campaign, territory)}
    pages["precinct"] = urls.precinct(LANGUAGE, campaign, precinct)
    return {f"{kind}.{ending}": urls.twin(page, ending) for kind, page in pages.items() for ending in ("json", "csv")}


def newest(public: Path, campaign: str) -> tuple[int, Path]:
    """Number and folder of the newest release."""
    release = int(orjson.loads((public / "releases" / campaign / "latest.json").read_bytes())["release"])
    return release, public / "releases" / campaign / str(release)


def heaviest(folder: Path) -> tuple[str, str, str, str]:
    """The contest and the territory with the largest documents of a release, wherever these lie, a region, and the
    territory's first precinct.
    """
    places: dict[str, Path] = {}
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        place = folder / line[66:]
        if place.suffix == ".json" and place.parent.name in ("contests", "territories"):
            places[f"{place.parent.name}/{place.stem}"] = place
    largest = sorted(places, key=lambda name: places[name].stat().st_size)
    contest, territory = (
        next(name for name in reversed(largest) if name.startswith(kind)) for kind in ("contests/", "territories/")
    )
    region = orjson.loads((places[territory].parents[1] / "campaign.json").read_bytes())["regions"][0]["code"]
    precinct = orjson.loads(places[territory].read_bytes())["precincts"][0]["number"]
    return contest.partition("/")[2], region, territory.partition("/")[2], precinct
