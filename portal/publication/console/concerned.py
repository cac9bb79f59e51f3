"""Which precincts the console has to look at: those in which something changed since the publisher last looked."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from portal.domain.configuration import Precinct
from portal.domain.facts import PrecinctFacts
from portal.publication.archive import Archive
from portal.publication.scope import Note, scope_of
from portal.publication.snapshot import Snapshot
from portal.store.chunks import chunks
from portal.store.queries.facts import reporting

BATCH = 2000


def newest_note(home: Path, campaign: str) -> Note | None:
    """What the publisher noted of the campaign's newest release; None where this machine does not know it."""
    archive = Archive(home)
    latest = archive.latest(campaign)
    document = archive.note(campaign, latest["release"]) if latest else None
    return Note.parse(document) if document else None


def looked_at(snapshot: Snapshot, note: Note | None) -> Iterator[tuple[Precinct, PrecinctFacts]]:
    """Precincts that may have held facts, with all their facts: those that had some at the cut of the release that
    `note` describes, and those that the next release would make anew. Every precinct without a note.
    """
    if note is None or note.held is None:
        return every_precinct(snapshot)
    scope = scope_of(snapshot, note, note.code_version)
    if scope.whole:
        return every_precinct(snapshot)
    found = {each.number: each for each in snapshot.precincts_by_number({*note.held, *scope.precincts})}
    if scope.entire:
        found |= {each.number: each for each in snapshot.precincts(sorted(scope.entire))}
    return with_facts(snapshot, found.values())


def every_precinct(snapshot: Snapshot) -> Iterator[tuple[Precinct, PrecinctFacts]]:
    """Every precinct of the campaign that has facts, with them; of the others there is nothing to be seen or held."""
    return with_facts(snapshot, snapshot.precincts_by_number(reporting(snapshot.session, snapshot.campaign)))


def with_facts(snapshot: Snapshot, precincts: Iterable[Precinct]) -> Iterator[tuple[Precinct, PrecinctFacts]]:
    """These precincts with their facts, never more than a batch in memory."""
    for batch in chunks(precincts, BATCH):
        facts: Mapping[str, PrecinctFacts] = snapshot.facts(batch)
        yield from ((precinct, facts.get(precinct.number, PrecinctFacts())) for precinct in batch)
