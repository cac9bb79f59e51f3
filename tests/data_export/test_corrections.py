"""corrections.csv: what a later release changed of what an earlier one had published."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_export.part import write_data_part
from portal.domain.documents import PrecinctDocument, ReleaseDocument, TerritoryDocument
from tests.data_export.factories import (
    View,
    names,
    precinct,
    protocol,
    release_document,
    result,
    scanner,
    small_view,
    status,
    territory_document,
    territory_entry,
    turnout,
)
from tests.data_export.reading import csv_text

PERMIT = {
    "number": "12/3",
    "date": "2025-12-01",
    "body": "cec",
    "kind": "permit_reentry",
    "scope": "precinct",
    "target": "1003",
    "reason": names("По акту"),
}


@dataclass
class Earlier:
    """An earlier release that wrote territory 12."""

    release: ReleaseDocument
    place: PrecinctDocument
    known: dict[int, "Earlier"] = field(default_factory=dict)

    def owner(self, path: str) -> int | None:
        return int(self.release["n"]) if path == "territories/12.json" else None

    def territory(self, code: str) -> TerritoryDocument:
        return territory_document(territory_entry(code, "1", 2, 1), [self.place])


def view(*steps: tuple[dict[str, Any], PrecinctDocument]) -> View:
    """Releases 1, 2, … of precinct 1003; the last one is the view."""
    known = {
        n: Earlier(release_document(n=n, changed={"territories": ["12"]}, **changes), place)
        for n, (changes, place) in enumerate(steps, start=1)
    }
    newest = known[len(known)]
    places = {**small_view().places, "11": [], "12": [newest.place]}
    return small_view(release=newest.release, places=places, past=known.get)


def rows(folder: Path, made: View) -> list[tuple[str, ...]]:
    write_data_part(made, folder / "data")
    kept = ("release", "contest", "field", "old", "new", "reason_ru", "decision")
    return [tuple(row[name] for name in kept) for row in csv_text(folder / "data", "corrections")]


def test_a_second_protocol_is_a_correction_of_the_release_that_brought_it(tmp_path: Path) -> None:
    first = protocol(40, 50)
    second = protocol(41, 50, version=2)
    found = rows(
        tmp_path,
        view(
            ({}, precinct("1003", "2", results=[result("2", None, first)])),
            (
                {},
                precinct(
                    "1003",
                    "2",
                    status=status("complete", "corrected"),
                    results=[result("2", None, second, [first])],
                    decisions=[PERMIT],
                ),
            ),
            ({}, precinct("1003", "2", results=[result("2", scanner(41, 50), second, [first])], decisions=[PERMIT])),
        ),
    )
    assert found == [
        ("2", "2", "line.9", "90", "91", "По акту", "12/3"),
        ("2", "2", "line.11", "90", "91", "По акту", "12/3"),
        ("2", "2", "votes.1", "40", "41", "По акту", "12/3"),
    ]


def test_a_held_number_that_a_correction_lowers_stands_with_its_former_value(tmp_path: Path) -> None:
    before = precinct("1003", "2", results=[result("2", scanner(40, 50))], turnout=[turnout("12", 300)], final=None)
    after = precinct("1003", "2", results=[result("2", scanner(38, 50))], turnout=[turnout("12", 290)], final=None)
    made = view(({}, before), ({"kind": "correction", "reason": names("Ошибка ввода")}, after))
    assert rows(tmp_path, made) == [
        ("2", "2", "scanner.votes.1", "40", "38", "Ошибка ввода", ""),
        ("2", "2", "scanner.ballots_processed", "90", "88", "Ошибка ввода", ""),
        ("2", "", "turnout.online.2025-11-30T12:00:00+06:00", "300", "290", "Ошибка ввода", ""),
    ]


def test_numbers_that_only_grow_are_no_corrections(tmp_path: Path) -> None:
    before = precinct("1003", "2", turnout=[turnout("12", 300)], final=None)
    after = precinct("1003", "2", results=[result("2", scanner(40, 50))], turnout=[turnout("12", 300)], final=None)
    assert rows(tmp_path, view(({}, before), ({}, after))) == []


def test_former_protocols_of_the_first_release_are_its_own_corrections(tmp_path: Path) -> None:
    made = view(({}, precinct("1003", "2", results=[result("2", None, protocol(4, 5, version=2), [protocol(3, 5)])])))
    assert [row[:2] for row in rows(tmp_path, made)] == [("1", "2")] * 3
