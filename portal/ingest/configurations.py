"""The newest configuration of each campaign as judgements need it, remembered until a newer version is recorded."""

import time
from collections.abc import Collection

from sqlalchemy.orm import Session

from portal.ingest.judge import Ballots
from portal.store.queries.configuration import configuration
from portal.store.queries.intake import newest_versions, precinct_numbers

FRESH = 1.0
"""Seconds for which a version counts as the newest without asking."""
MARKS = "marks_per_ballot"


class Configurations:
    """One process's memory; `of` asks the store for no more than the numbers of the newest versions."""

    def __init__(self) -> None:
        self._known: dict[str, Ballots] = {}
        self._asked: dict[str, float] = {}

    def of(self, session: Session, campaigns: Collection[str]) -> dict[str, Ballots]:
        """The newest configuration of these campaigns, at most a second old; one that has none is left out."""
        now = time.monotonic()
        old = [campaign for campaign in campaigns if now - self._asked.get(campaign, -FRESH) >= FRESH]
        for campaign, version in newest_versions(session, old).items() if old else ():
            known = self._known.get(campaign)
            if known is None or known.version != version:
                self._known[campaign] = _read(session, campaign, version)
            self._asked[campaign] = now
        return {campaign: self._known[campaign] for campaign in campaigns if campaign in self._known}


def _read(session: Session, campaign: str, version: int) -> Ballots:
    stored = configuration(session, campaign)
    parameters = stored.campaign.parameters
    marks = {
        contest.code: int(text)
        for contest in stored.contests
        if (text := parameters.get(f"{MARKS}.{contest.code}", parameters.get(MARKS, "1"))).isdecimal()
    }
    return Ballots(
        version=version,
        precincts=precinct_numbers(session, campaign, version),
        positions={contest.code: frozenset(contest.positions) for contest in stored.contests},
        marks=marks,
    )
