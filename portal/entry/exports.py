"""Files for commissions: the consolidated table as CSV, electronic remote protocols of a district as CSV and JSON."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.facts import Protocol
from portal.domain.names import Language
from portal.domain.statuses import ProtocolKind
from portal.entry.commission import CommissionView
from portal.entry.consolidated import ConsolidatedTable
from portal.entry.known import current, known_precincts, precinct_votes
from portal.store.queries.entry import precincts_with_remote

DRAFT = "draft_incomplete"
COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class RemoteProtocol:
    """The current remote protocol of one precinct for one district, with the lines filled once per precinct."""

    protocol: Protocol
    precinct_lines: dict[str, int]


def consolidated_csv(table: ConsolidatedTable, language: Language) -> str:
    """The consolidated table: a row per protocol, a row of sums, a row per missing paper; UTF-8 text with CRLF."""
    lines = [line.id for line in table.lines]
    positions = [option.position for option in table.options]
    head = ["row", "commission", "contest", "kind", "precinct", "version", "signed_at", "counted"]
    rows: list[Sequence[object]] = [
        [*head, *(f"line_{id}" for id in lines), *(f"option_{position}" for position in positions)]
    ]
    fixed = [table.commission.code, table.contest, table.kind.value]
    zone = ZoneInfo(table.zone)
    for row in table.rows:
        moment = row.signed_at.astimezone(zone).isoformat(timespec="minutes")
        figures = [*(row.lines.get(id) for id in lines), *(row.votes.get(position) for position in positions)]
        rows.append(["protocol", *fixed, row.precinct, row.version, moment, int(row.counted), *figures])
    state = COMPLETE if table.complete else DRAFT
    sums = [*(line.value for line in table.lines), *(option.votes for option in table.options)]
    rows.append([f"sum_{state}", *fixed, table.uik_count, "", "", len(table.rows), *sums])
    empty = [""] * (len(lines) + len(positions))
    for missing in table.missing:
        rows.append(["missing", *fixed[:2], missing.kind.value, missing.precinct, "", "", "", *empty])
    names = ["name", *[""] * 7, *(line.names.document()[language] for line in table.lines)]
    rows.append([*names, *(option.names.document()[language] for option in table.options)])
    return _csv(rows)


def remote_protocols(session: Session, mine: CommissionView, contest: str) -> list[RemoteProtocol]:
    """Electronic remote protocols of a district, of precincts wherever they lie (R53 ¶49, R139 ¶67), by precinct."""
    numbers = sorted(precincts_with_remote(session, mine.campaign, contest))
    found = []
    votes = precinct_votes(session, mine.view, numbers)
    for number, facts in known_precincts(session, mine.campaign, numbers).items():
        newest = current(facts, votes[number])
        protocol = newest.get(contest)
        if protocol is not None and protocol.kind is ProtocolKind.REMOTE:
            once = newest[""].lines if "" in newest else {}
            found.append(RemoteProtocol(protocol, dict(once)))
    return found


def remote_document(mine: CommissionView, contest: str, protocols: Iterable[RemoteProtocol]) -> dict[str, Any]:
    """The remote protocols of a district as one JSON document."""
    scheme = mine.view.scheme
    form = scheme.campaign.remote_form
    return {
        "campaign": mine.campaign,
        "commission": mine.commission.code,
        "contest": contest,
        "form": form.id if form else "",
        "options": [
            {"position": option.position, "name": option.names.document()}
            for option in scheme.contests[contest].options
        ],
        "protocols": [
            {
                "precinct": each.protocol.precinct,
                "version": each.protocol.version,
                "signed_at": scheme.time(each.protocol.signed_at),
                "entered_at": scheme.time(each.protocol.received_at),
                "precinct_lines": each.precinct_lines,
                "lines": dict(each.protocol.lines),
                "votes": {str(position): votes for position, votes in each.protocol.votes.items()},
                "members": each.protocol.members,
                "signed": each.protocol.signed,
                "opinions": each.protocol.opinions,
                **_preferences(each.protocol),
            }
            for each in protocols
        ],
    }


def _preferences(protocol: Protocol) -> dict[str, dict[str, int]]:
    """Preference votes by list and person, where the protocol states them."""
    found = {f"{position}:{person}": votes for (position, person), votes in protocol.preferences.items()}
    return {"preferences": found} if found else {}


def remote_csv(mine: CommissionView, contest: str, protocols: Sequence[RemoteProtocol]) -> str:
    """The remote protocols of a district, a row per protocol; UTF-8 text with CRLF."""
    scheme = mine.view.scheme
    form = scheme.campaign.remote_form
    once = list(form.precinct_line_ids) if form else []
    lines = list(form.contest_line_ids) if form else []
    positions = scheme.contests[contest].positions
    stated = any(each.protocol.preferences for each in protocols)
    listed = scheme.contests[contest].listed if stated else ()
    head = ["campaign", "contest", "precinct", "version", "signed_at", "entered_at", "members", "signed", "opinions"]
    columns = [*(f"line_{id}" for id in (*once, *lines)), *(f"option_{position}" for position in positions)]
    rows: list[Sequence[object]] = [[*head, *columns, *(f"preference_{place}_{person}" for place, person in listed)]]
    for each in protocols:
        found = each.protocol
        times = [scheme.time(found.signed_at), scheme.time(found.received_at)]
        people = [found.members, found.signed, found.opinions]
        figures = [*(each.precinct_lines.get(id) for id in once), *(found.lines.get(id) for id in lines)]
        votes = [found.votes.get(position) for position in positions]
        votes += [found.preferences.get(place) for place in listed]
        rows.append([mine.campaign, contest, found.precinct, found.version, *times, *people, *figures, *votes])
    return _csv(rows)


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [["" if value is None else value for value in row] for row in rows]
    )
    return text.getvalue()
