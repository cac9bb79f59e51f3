"""Documents of contests: options, votes by count, and the parts of the country that the votes came from."""

from collections.abc import Iterable, Mapping

from portal.domain.configuration import Contest, Option
from portal.domain.documents import (
    ContestCounts,
    ContestDocument,
    ContestRow,
    OptionDocument,
    StatusDocument,
    TerritoryDocument,
)
from portal.domain.names import NamesDocument
from portal.domain.statuses import Flag, Progress
from portal.domain.tabulation.counts import sum_contest
from portal.domain.tabulation.scheme import Scheme


def contest_document(scheme: Scheme, code: str, rows: Iterable[ContestRow]) -> ContestDocument:
    """The document of a contest from its rows (see `contest_row`); rows without any precinct or vote are left out."""
    contest = scheme.contests[code]
    shown = [row for row in rows if row["scanner"]["expected"] or _any_received(row)]
    counts = sum_contest(len(contest.options), (_counts(row) for row in shown))
    document: ContestDocument = {
        "code": code,
        "kind": contest.kind,
        "seats": contest.seats,
        "territory": contest.territory,
        "name": contest.names.document(),
        "status": contest_status(scheme, code, counts),
        "options": option_documents(contest),
        "scanner": counts["scanner"],
        "protocol": counts["protocol"],
        "territories": shown,
    }
    if "flagged" in counts:
        document["flagged"] = counts["flagged"]
    return document


def contest_row(document: TerritoryDocument, code: str, *, direct: bool, options: int) -> ContestRow:
    """A territory's part of a contest: its whole sum, or with `direct` that of the precincts attached to it."""
    totals = document["direct"] if direct else document["totals"]
    counts: Mapping[str, ContestCounts] = totals.get("contests", {}) if totals else {}
    found = counts.get(code) or sum_contest(options, ())
    return {"code": document["code"], "name": document["name"], "direct": direct, **found}


def contest_status(scheme: Scheme, code: str, counts: ContestCounts) -> StatusDocument:
    """Progress of a contest over all its precincts, remote votes included, and the flags that any of them carries."""
    scanner, protocol = counts["scanner"], counts["protocol"]
    if scheme.official(code) and protocol["received"]:
        progress = Progress.OFFICIAL
    elif protocol["expected"] and protocol["received"] == protocol["expected"]:
        progress = Progress.COMPLETE
    elif protocol["received"] or protocol["remote_received"]:
        progress = Progress.PARTIAL
    elif scanner["received"] or scanner["remote_received"]:
        progress = Progress.PRELIMINARY
    else:
        progress = Progress.NONE
    flags = set(counts.get("flagged", {}))
    if protocol["invalidated"] or scanner["invalidated"]:
        flags.add(Flag.INVALIDATED)  # Rows taken over from releases of former versions do not say `flagged`.
    return {"progress": progress, "flags": [str(flag) for flag in Flag if flag in flags]}


def option_documents(contest: Contest) -> list[OptionDocument]:
    """The options in ballot order."""
    return [_option(option) for option in contest.options]


def _option(option: Option) -> OptionDocument:
    document: OptionDocument = {
        "position": option.position,
        "kind": option.kind,
        "name": _name(option.names.document(), option.position),
        "id": option.id,
        "sex": option.sex,
        "party": option.party,
        "status": option.status,
    }
    if option.documents_complete_at is not None:
        document["documents_complete_at"] = option.documents_complete_at.isoformat()
    if option.persons:
        document["persons"] = [
            {
                "person": person.number,
                "name": person.names.document(),
                "id": person.id,
                "sex": person.sex,
                "status": person.status,
            }
            for person in option.persons
        ]
    return document


def _name(name: NamesDocument, position: int) -> NamesDocument:
    """The option's name; a ballot position is never shown without one."""
    return name if name["ky"] else {"ky": str(position), "ru": str(position), "en": str(position)}


def _counts(row: ContestRow) -> ContestCounts:
    counts: ContestCounts = {"scanner": row["scanner"], "protocol": row["protocol"]}
    if "flagged" in row:
        counts["flagged"] = row["flagged"]
    return counts


def _any_received(row: ContestRow) -> bool:
    return any(count["received"] or count["remote_received"] for count in (row["scanner"], row["protocol"]))
