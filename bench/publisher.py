"""What the publishing programs of the bench share: a publication with a small data part, and one more report."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from portal.cli._publication import open_publication
from portal.clocks import SystemClock
from portal.domain.configuration import Precinct
from portal.domain.facts import ScannerReport
from portal.domain.statuses import PrecinctKind
from portal.publication.publish import Publication
from portal.settings import load_settings
from portal.store.queries.configuration import configuration, precincts
from portal.store.record import record_scanner_report

SPREAD = 50
"""Into so many places of the country reports are spread."""


def small_part(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    """Stands in for the bulk files, which are measured on their own."""
    folder.mkdir()
    content = b"campaign\r\n"
    (folder / "results.csv").write_bytes(content)
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(content).hexdigest()}  results.csv\n", encoding="utf-8")


@contextmanager
def publication_of_documents() -> Iterator[Publication]:
    """The publication of this home without bulk files."""
    with open_publication(load_settings()) as publication:
        yield replace(publication, data_part=small_part)


def some_precincts(session: Session, campaign: str, skip: int, count: int) -> list[Precinct]:
    """Precincts with a contest of their own, spread over the country."""
    version = configuration(session, campaign).version
    found = [p for p in precincts(session, campaign, version) if p.contests and p.kind is not PrecinctKind.REMOTE]
    step = max(len(found) // SPREAD, 1)
    return [found[number * step % len(found)] for number in range(skip, skip + count)]


def record_one_report(session: Session, campaign: str, precinct: Precinct, device: str) -> None:
    """Record a further device of the precinct with one vote for every option."""
    now = SystemClock().now()
    contest = next(c for c in configuration(session, campaign).contests if c.code == precinct.contests[0])
    votes = dict.fromkeys(contest.positions, 1)
    report = ScannerReport(
        seq=0,
        received_at=now,
        precinct=precinct.number,
        contest=contest.code,
        device=device,
        ballots_processed=len(votes),
        reported_at=now,
        votes=votes,
    )
    record_scanner_report(session, campaign, report, "bench")
