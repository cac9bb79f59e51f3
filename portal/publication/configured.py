"""The documents of a release that follow from the campaign's configuration and orders, not from what precincts send."""

from collections.abc import Callable

from portal.domain.configuration import Precinct
from portal.domain.documents.configuration import FindRow
from portal.domain.tabulation.campaign import configuration_document
from portal.publication.abroad import ABROAD, abroad_document, is_abroad
from portal.publication.checks import Inspector
from portal.publication.effects import pause_notice, withdrawals
from portal.publication.snapshot import Snapshot

CONFIGURATION = "configuration.json"
PRECINCTS_INDEX = "precincts-index.json"
FIND = "find.json"


def configured_documents(
    snapshot: Snapshot, inspector: Inspector, configured: Callable[[Precinct], None]
) -> dict[str, object]:
    """These documents by path, checked. `configured` is shown every precinct of the configuration."""
    document = configuration_document(snapshot.scheme, snapshot.stored.precinct_counts)
    index, rows = {}, []
    abroad: list[Precinct] = []
    for precinct in snapshot.all_precincts():
        configured(precinct)
        index[precinct.number] = precinct.territory
        rows.append(find_row(precinct))
        if is_abroad(precinct):
            abroad.append(precinct)
    inspector.configuration(document, {"precincts": index})
    if paused := snapshot.pause:
        document["pause"] = pause_notice(paused)
        if paused.approved_at:
            document["paused_at"] = snapshot.scheme.time(paused.approved_at)
    if marks := withdrawals(snapshot.approved_orders(None), snapshot.scheme.time):
        document["withdrawals"] = marks
    documents: dict[str, object] = {
        CONFIGURATION: document,
        PRECINCTS_INDEX: {"precincts": index},
        FIND: {"rows": rows},
    }
    if abroad:
        documents[ABROAD] = abroad_document(abroad, snapshot.scheme.hierarchy.territories)
    return documents


def find_row(precinct: Precinct) -> FindRow:
    """What a search needs of a precinct."""
    row: FindRow = {
        "number": precinct.number,
        "territory": precinct.territory,
        "name": precinct.names.document(),
        "address": precinct.addresses.document(),
    }
    return {**row, "country": precinct.country} if precinct.country else row
