"""A public folder for tests, written as a publisher does: a release holds only what changed, the pointer moves last."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from portal.domain.documents import PartsDocument, PrecinctDocument
from portal.domain.tabulation.lists import list_entry, lists_document, territory_list
from portal.publication.archive import encode
from portal.publication.parts import in_parts
from portal.published.library import parts_of
from tests.published import documents as d

Documents = dict[str, Any]


def a_rich_precinct() -> PrecinctDocument:
    """Precinct 1002: both counts, a corrected protocol, remote votes, a finding, a held fact, a scan, a decision."""
    return d.precinct(
        "1002",
        status=d.status("complete", "corrected"),
        final=d.turnout_report(20, 371, 1203, "scanner_final"),
        results=[
            d.result(
                [210, 140, 12],
                [209, 141, 12],
                scanner=d.scanner([210, 140, 12], devices=2),
                protocol=d.protocol([209, 141, 12], version=2),
                versions=[d.protocol([208, 141, 12])],
                status=d.status("complete", "corrected"),
            ),
            d.result([7, 3, 0], None, contest="2", remote=True),
        ],
        remote_lines={"D1": 10},
        findings=[
            {
                "code": "C6",
                "severity": "warn",
                "source": "R139 ¶47",
                "contest": "1",
                "lines": ["3", "4"],
                "values": {"3": 367, "4": 366, "left": 367, "right": 366},
                "explanation": "Бир чек басылган жок.",
            }
        ],
        held=[{"series": "protocol", "contest": "1", "since": "2025-12-01T02:00:00+06:00"}],
        scans=[
            {
                "sha256": "ab" * 32,
                "kind": "protocol",
                "contest": "1",
                "url": f"scans/{'ab' * 32}.jpg",
                "received_at": d.AS_OF,
                "released_at": "2025-12-01T03:00:00+06:00",
            }
        ],
        decisions=[
            {
                "number": "12/3",
                "date": "2025-12-01",
                "body": "cec",
                "kind": "permit_reentry",
                "scope": "precinct",
                "target": "1002",
                "reason": d.names("Акт боюнча", "По акту", "By the act"),
            }
        ],
    )


def a_campaign(id: str = "kg2025", **campaign: Any) -> Documents:
    """Every document of a small campaign: one region, one district, a contest of three options, two precincts."""
    first, second = d.contest(), d.contest("2", name=d.names("№ 2 округ", "Округ № 2", "District No. 2"))
    region_children = [d.child()]
    district = d.territory("2", [d.precinct(), a_rich_precinct()])
    listed = territory_list(district, date(2025, 11, 30))
    return {
        "campaign.json": {**d.campaign(id, [first, second]), **campaign},
        "configuration.json": d.configuration(id, [first, second]),
        "contests/1.json": first,
        "contests/2.json": second,
        "territories/1.json": d.territory(
            "1",
            [],
            name=d.names("Чүй облусу", "Чуйская область", "Chui region"),
            ancestors=[],
            level=1,
            children=region_children,
            direct=None,
        ),
        "territories/2.json": district,
        "lists/2.json": listed,
        "lists/index.json": lists_document([list_entry(district, listed)]),
        "precincts-index.json": {"precincts": {"1001": "2", "1002": "2"}},
        "find.json": {"rows": [_find_row("1001", "Сокулук айылы, Ленин көчөсү, 5"), _find_row("1002", "Төлөйкөн, 7")]},
    }


def _find_row(number: str, address: str) -> dict[str, Any]:
    return {
        "number": number,
        "territory": "2",
        "name": d.names("", "", ""),
        "address": d.names(address, address, address),
    }


class Tree:
    """`root` is the public folder; `publish` adds a release and moves the pointer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.root.mkdir(parents=True, exist_ok=True)
        self._sums: dict[str, dict[str, tuple[str, int]]] = {}
        self._numbers: dict[str, int] = {}
        self._index: dict[str, dict[str, Any]] = {}
        self._data: dict[str, int | None] = {}

    def publish(self, id: str, documents: Documents, data: dict[str, bytes] | None = None, **release: Any) -> int:
        """Writes the documents that changed as the campaign's next release; its number."""
        number = self._numbers.get(id, 0) + 1
        sums = self._sums.setdefault(id, {})
        written = {**documents, "release.json": self._release_document(id, number, **release)}
        for path, document in [*written.items(), *_parts(documents)]:
            content = encode(document)
            sha256 = hashlib.sha256(content).hexdigest()
            if path not in sums or sums[path][0] != sha256:
                self.write(self.path(id, number, path), content)
                sums[path] = (sha256, number)
        self.write(self.path(id, number, "SHA256SUMS"), _sums_text(sums, number).encode())
        if data is not None:
            self._write_data(id, number, data)
        self._numbers[id] = number
        self.point(id, number)
        if "campaign.json" in documents:
            self._list(id, documents["campaign.json"], number)
        return number

    def path(self, id: str, number: int, path: str) -> str:
        return f"releases/{id}/{number}/{path}"

    def write(self, path: str, content: bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(place.name + ".new")
        temporary.write_bytes(content)
        temporary.replace(place)

    def point(self, id: str, number: int) -> None:
        pointer = {"release": number, "data": self._data.get(id), "as_of": d.AS_OF}
        self.write(f"releases/{id}/latest.json", orjson.dumps(pointer))

    def announce(self, id: str) -> None:
        """Names a campaign in the index that has no release yet."""
        self._list(id, d.campaign(id), 0)

    def redact(self, sha256: str) -> None:
        """Writes a log whose newest statement says that these bytes were taken away."""
        leaf = (
            b'{"campaign":"kg2025","kind":"redaction","reason":{"en":"Personal data"},"redacted":["%s"],"release":2}'
            % sha256.encode()
        )
        self.write("log/tile/entries/000.p/1", len(leaf).to_bytes(2, "big") + leaf)
        self.write("log/checkpoint", b"results.example.org/log\n1\n")

    def _list(self, id: str, campaign: dict[str, Any], number: int) -> None:
        point = campaign["totals"]["turnout"][-1] if campaign["totals"]["turnout"] else None
        stated = campaign["stated"]
        self._index[id] = {
            **{key: campaign[key] for key in ("kind", "name", "voting_date", "archive", "test", "status")},
            "id": id,
            "release": number,
            "as_of": d.AS_OF,
            "published_at": "2025-11-30T20:15:05+06:00",
            "voters": campaign["totals"]["voters"],
            "participated": point["total"] if point else stated["participated"] if stated else None,
            "percent": point["percent"] if point else stated["percent"] if stated else None,
            "turnout_percent_stated": stated["turnout_percent_stated"] if stated else "",
        }
        self.write("index.json", orjson.dumps({"v": 1, "campaigns": list(self._index.values())}))

    def _release_document(self, id: str, number: int, **release: Any) -> dict[str, Any]:
        return {
            "v": 1,
            "n": number,
            "campaign": id,
            "kind": "opening" if number == 1 else "automatic",
            "as_of": d.AS_OF,
            "published_at": f"2025-11-30T20:15:{number % 60:02}+06:00",
            "reason": None,
            "supersedes": None,
            "code_version": "0.1.0",
            "configuration": 1,
            "schedule": 1,
            "test": False,
            "units": {"precincts": 2},
            "changed": {"territories": ["2"], "contests": ["1"], "precincts": ["1002"]},
            **release,
        }

    def _write_data(self, id: str, number: int, data: dict[str, bytes]) -> None:
        lines = []
        for name, content in data.items():
            self.write(self.path(id, number, f"data/{name}"), content)
            lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        self.write(self.path(id, number, "data/SHA256SUMS"), "".join(lines).encode())
        self._data[id] = number


def _parts(documents: Documents) -> Iterator[tuple[str, PartsDocument]]:
    """Of which parts the territories consist; those of a document that no publisher would write so are not named."""
    for path, document in documents.items():
        if path.startswith("territories/") and document["precincts"] and list(document)[-1] == "precincts":
            yield parts_of(path), in_parts(document)[1]


def _sums_text(sums: dict[str, tuple[str, int]], number: int) -> str:
    rows = sorted(sums.items())
    return "".join(f"{sha256}  {'' if owner == number else f'../{owner}/'}{path}\n" for path, (sha256, owner) in rows)
