"""Documents of a small campaign, valid by default: two districts of one region, two contests, three precincts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from data_export.context import PartContext
from data_export.past import Past
from data_export.tables.registry import long_tables
from portal.domain.documents import (
    CampaignDocument,
    ConfigurationDocument,
    ContestDocument,
    ContestEntry,
    CountDocument,
    OptionDocument,
    PrecinctDocument,
    PrecinctTurnout,
    ProtocolDocument,
    ReleaseDocument,
    ResultDocument,
    ScannerDocument,
    StatusDocument,
    TerritoryDocument,
    TerritoryEntry,
)
from portal.domain.names import NamesDocument

CLOSING = "2025-11-30T20:04:00+06:00"


def names(text: str = "Бир, «эки»") -> NamesDocument:
    return {"ky": text, "ru": text, "en": text}


def status(progress: str = "preliminary", *flags: str) -> StatusDocument:
    return {"progress": progress, "flags": list(flags)}


def option(position: int, name: str = "Өмүрбек Үсөнов") -> OptionDocument:
    return {
        "position": position,
        "kind": "candidate",
        "name": names(name),
        "id": "",
        "sex": "male",
        "party": "",
        "status": "",
    }


def contest_entry(code: str = "1", options: int = 3, name: str = "Өмүрбек Үсөнов") -> ContestEntry:
    return {
        "code": code,
        "kind": "multi_member",
        "seats": 3,
        "territory": "",
        "name": names(f"Округ {code}"),
        "options": [option(position, name) for position in range(1, options + 1)],
    }


def scanner(*votes: int) -> ScannerDocument:
    return {
        "ballots_processed": sum(votes),
        "votes": list(votes),
        "base": sum(votes),
        "shares": [None] * len(votes),
        "reported_at": CLOSING,
        "devices": [],
    }


def protocol(*votes: int, version: int = 1, kind: str = "ordinary", **lines: int) -> ProtocolDocument:
    return {
        "kind": kind,
        "form": "kg-2025",
        "version": version,
        "signed_at": "2025-11-30T23:10:00+06:00",
        "received_at": "2025-12-01T01:00:00+06:00",
        "lines": {"9": sum(votes), "11": sum(votes), **lines},
        "votes": list(votes),
        "base": sum(votes),
        "shares": [None] * len(votes),
        "members": 9,
        "signed": 8,
        "opinions": 0,
        "ratios": [],
        "reasons": {"C6": "Чек басылган жок; кагаз түгөнгөн"},
    }


def result(
    contest: str = "1",
    by_scanner: ScannerDocument | None = None,
    by_protocol: ProtocolDocument | None = None,
    versions: Sequence[ProtocolDocument] = (),
    *,
    counted: bool = True,
    remote: bool = False,
) -> ResultDocument:
    return {
        "contest": contest,
        "remote": remote,
        "counted": counted,
        "status": status() if counted else status("complete", "invalidated"),
        "scanner": by_scanner,
        "protocol": by_protocol,
        "versions": list(versions),
        "differences": [],
    }


def turnout(hour: str = "12", identified: int = 100, source: str = "online") -> PrecinctTurnout:
    return {
        "as_of": f"2025-11-30T{hour}:00:00+06:00",
        "hour": hour,
        "identified": identified,
        "remote": None,
        "source": source,
        "home_percent": None,
    }


def precinct(number: str = "1001", contest: str = "1", **changes: Any) -> PrecinctDocument:
    document = {
        "number": number,
        "kind": "ordinary",
        "name": names(f"Участок № {number}"),
        "address": names("Көк-Жар ш., Ынтымак көч., 5"),
        "lat": "42.8746",
        "lon": "74.5698",
        "timezone": "Asia/Bishkek",
        "opens": "08:00",
        "closes": "20:00",
        "voters": 1000,
        "chair": "",
        "secretary": "",
        "contests": [contest],
        "status": status(),
        "turnout": [turnout()],
        "final": turnout("20", 310, "scanner_final"),
        "results": [],
        "remote_lines": {},
        "no_machine_result": None,
        "findings": [],
        "scans": [],
        "held": [],
        "decisions": [],
    }
    return cast(PrecinctDocument, document | changes)


def territory_entry(code: str, parent: str = "", level: int = 1, precincts: int = 0) -> TerritoryEntry:
    return {
        "code": code,
        "parent": parent,
        "level": level,
        "kind": "",
        "name": names(f"Аймак {code}"),
        "precincts": precincts,
    }


def count(
    expected: int, home: list[int], remote: list[int], received: int = 0, remote_received: int = 0, **lines: int
) -> CountDocument:
    votes = [a + b for a, b in zip(home, remote, strict=True)]
    return {
        "expected": expected,
        "received": received,
        "invalidated": 0,
        "remote_received": remote_received,
        "votes": votes,
        "home": home,
        "remote": remote,
        "base": sum(votes),
        "shares": [None] * len(votes),
        "ballots": None,
        "lines": lines,
    }


def contest_document(entry: ContestEntry, **changes: Any) -> ContestDocument:
    nothing = count(0, [0] * len(entry["options"]), [0] * len(entry["options"]))
    document = {**entry, "status": status(), "scanner": nothing, "protocol": nothing, "territories": []}
    return cast(ContestDocument, document | changes)


def territory_document(entry: TerritoryEntry, precincts: list[PrecinctDocument], **changes: Any) -> TerritoryDocument:
    document = {
        "code": entry["code"],
        "level": entry["level"],
        "kind": entry["kind"],
        "name": entry["name"],
        "ancestors": [],
        "status": status(),
        "totals": {},
        "direct": None,
        "children": [],
        "precincts": precincts,
    }
    return cast(TerritoryDocument, document | changes)


def release_document(**changes: Any) -> ReleaseDocument:
    document = {
        "v": 1,
        "n": 7,
        "campaign": "jk-2025",
        "kind": "automatic",
        "as_of": "2025-11-30T21:00:00+06:00",
        "published_at": "2025-11-30T21:00:05+06:00",
        "reason": None,
        "supersedes": 6,
        "code_version": "test",
        "configuration": 1,
        "schedule": 1,
        "approvals": [],
        "not_before": None,
        "redacted": [],
        "test": False,
        "units": {},
        "changed": {},
    }
    return cast(ReleaseDocument, document | changes)


FORMS = {
    "kg-2025": {
        "id": "kg-2025",
        "legal": "",
        "name": names("Протокол"),
        "lines": [
            {"id": "9", "key": "ballots_found", "name": names("Табылган"), "scope": "contest"},
            {"id": "11", "key": "ballots_valid", "name": names("Жарактуу"), "scope": "contest"},
        ],
    },
    "kg-2025-remote": {
        "id": "kg-2025-remote",
        "legal": "",
        "name": names("Аралыктан"),
        "lines": [{"id": "D1", "key": "voters_participated", "name": names("Катышкан"), "scope": "precinct"}],
    },
}


def no_past(n: int) -> None:
    """The past of a release that stands alone."""


@dataclass
class View:
    """A release in memory; `places` maps each territory to its precincts."""

    entries: list[TerritoryEntry]
    contest_entries: list[ContestEntry]
    places: dict[str, list[PrecinctDocument]] = field(default_factory=dict)
    release: ReleaseDocument = field(default_factory=release_document)
    decisions: list[Any] = field(default_factory=list)
    past: Past = no_past
    former: "View | None" = None

    @property
    def campaign(self) -> CampaignDocument:
        document = {"name": names("Жогорку Кеңеш"), "status": status(), "decisions": self.decisions}
        return cast(CampaignDocument, document)

    @property
    def configuration(self) -> ConfigurationDocument:
        return cast(
            ConfigurationDocument,
            {
                "campaign": "jk-2025",
                "territories": self.entries,
                "contests": self.contest_entries,
                "forms": FORMS,
            },
        )

    def territories(self) -> Iterator[TerritoryDocument]:
        for entry in self.entries:
            yield territory_document(entry, self.places.get(entry["code"], []))

    def territory(self, code: str) -> TerritoryDocument:
        return next(document for document in self.territories() if document["code"] == code)

    def territory_hashes(self) -> dict[str, str]:
        return {document["code"]: repr(document) for document in self.territories()}

    def former_part(self) -> "View | None":
        return self.former

    def contests(self) -> Iterator[ContestDocument]:
        for entry in self.contest_entries:
            yield contest_document(entry)


def small_view(**changes: Any) -> View:
    """Region 1 with districts 11 and 12. Precinct 1001 votes for contest 1 and took remote votes of contest 2."""
    first = precinct(
        "1001",
        results=[
            result("1", scanner(10, 20, 30), protocol(11, 20, 30, version=2), [protocol(1, 2, 3)]),
            result("2", scanner(4, 5), protocol(4, 5, kind="remote"), remote=True),
        ],
        remote_lines={"D1": 9},
    )
    invalidated = precinct("1002", results=[result("1", scanner(7, 7, 7), counted=False)])
    second = precinct("1003", "2", results=[result("2", scanner(40, 50))], turnout=[], final=None)
    defaults: dict[str, Any] = {
        "entries": [territory_entry("1"), territory_entry("11", "1", 2, 2), territory_entry("12", "1", 2, 1)],
        "contest_entries": [contest_entry("1", 3), contest_entry("2", 2)],
        "places": {"11": [first, invalidated], "12": [second]},
    }
    return View(**defaults | changes)


TABLES = tuple(table.name for table in long_tables(PartContext(small_view().configuration)))
"""Names of the tables of its data part; those on persons of lists are only where there are lists."""
