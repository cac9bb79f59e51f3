"""Documents of territories: a leaf is made of precincts, a parent of its children's rows and its own precincts."""

from collections.abc import Sequence

from portal.domain.documents import ChildDocument, PrecinctDocument, StatusDocument, TerritoryDocument, TotalsDocument
from portal.domain.statuses import Flag, Progress
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.totals import direct_totals, sum_totals


def territory_document(
    scheme: Scheme, code: str, precincts: Sequence[PrecinctDocument], children: Sequence[ChildDocument]
) -> TerritoryDocument:
    """The document of a territory; `precincts` are those attached to it, `children` the rows of all its children."""
    territory = scheme.hierarchy.territories[code]
    direct = direct_totals(scheme, precincts) if precincts or not children else None
    parts = [child["totals"] for child in children] + ([direct] if direct else [])
    totals = direct if direct is not None and not children else sum_totals(scheme, parts)
    return {
        "code": code,
        "level": territory.level,
        "kind": territory.kind,
        "name": territory.names.document(),
        "ancestors": [
            {"code": above, "name": scheme.hierarchy.territories[above].names.document()}
            for above in scheme.hierarchy.ancestors(code)
        ],
        "status": totals_status(totals, official=all_official(scheme, totals)),
        "totals": totals,
        "direct": direct,
        "children": list(children),
        "precincts": list(precincts),
    }


def child_row(document: TerritoryDocument) -> ChildDocument:
    """The territory as a row of its parent."""
    return {
        "code": document["code"],
        "name": document["name"],
        "kind": document["kind"],
        "status": document["status"],
        "totals": document["totals"],
    }


def all_official(scheme: Scheme, totals: TotalsDocument) -> bool:
    """True when the official publication of every contest in these sums holds."""
    contests = totals.get("contests", {})
    return bool(contests) and all(scheme.official(code) for code in contests)


def totals_status(totals: TotalsDocument, *, official: bool) -> StatusDocument:
    """Status of a place by its sums (docs/statuses.md)."""
    protocol, scanner = totals["protocol"], totals["scanner"]
    any_votes = any(c["protocol"]["remote_received"] for c in totals.get("contests", {}).values())
    if official and protocol["received"]:
        progress = Progress.OFFICIAL
    elif protocol["expected"] and protocol["received"] == protocol["expected"]:
        progress = Progress.COMPLETE
    elif protocol["received"] or any_votes:
        progress = Progress.PARTIAL
    elif scanner["received"] or any(c["scanner"]["base"] for c in totals.get("contests", {}).values()):
        progress = Progress.PRELIMINARY
    else:
        progress = Progress.NONE
    return {"progress": progress, "flags": [str(flag) for flag in Flag if totals["numbers"][flag.value]]}
