"""Rows for a draft out of an uploaded package, or out of the configuration that is in force."""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.domain.names import LANGUAGES
from portal.domain.protocol_form import SHIPPED
from portal.errors import InputError
from portal.package.package import Package, read_package
from portal.package.private_files import keep_file
from portal.package.toml_file import FILE
from portal.preparation.cell_checks import cleaned
from portal.preparation.sheets import SHEETS
from portal.store.queries.boundaries import boundaries
from portal.store.queries.configuration_rows import configuration_rows
from portal.store.queries.publication import newest_schedule_items

Rows = dict[str, list[dict[str, str]]]
_RENAMED = {
    "contests": {"code": "contest"},
    "precincts": {"number": "precinct"},
    "commissions": {"code": "commission"},
}


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """An uploaded package as rows, and what the reader changed while reading."""

    campaign: str
    rows: Rows
    notes: tuple[str, ...]


def rows_of_folder(folder: Path, now: datetime, private: Path) -> ReadPackage:
    """Rows of a good package without facts; border files are kept in `private`.

    Raises InputError with every problem; also for an archive, and for a package with facts: those come by `import`.
    """
    package = read_package(folder, now)
    problems = [
        f"{name}: holds {count} facts; a draft holds none, take the file out" for name, count in _facts(package)
    ]
    if package.configuration.campaign.archive:
        problems.append(f"{FILE}: an archive is no campaign to prepare; import it with `python -m portal import`")
    if problems:
        raise InputError(problems)
    document = tomllib.loads((folder / FILE).read_text(encoding="utf-8-sig"))
    rows: Rows = {
        "campaign": [_campaign_row(document)],
        "schedule": [{key: _text(value) for key, value in item.items()} for item in document.get("schedule", ())],
        "parameters": list(_parameter_rows(document.get("parameters", {}))),
        "forms": [
            {"id": path.stem, "text": path.read_text(encoding="utf-8-sig")}
            for path in sorted(folder.glob("*.toml"))
            if path.name != FILE
        ],
        "boundaries": [
            {"file": path.name, "sha256": keep_file(path, private / "boundaries", "geojson")}
            for path in package.boundaries
        ],
    }
    for sheet in SHEETS.values():
        if not sheet.of_toml:
            rows[sheet.name] = _csv_rows(folder / sheet.table.file)
    return ReadPackage(package.configuration.campaign.id, rows, package.notes)


def rows_of_store(session: Session, campaign: str) -> Rows:
    """Rows of the newest configuration version. Raises InputError for an unknown campaign or an archive."""
    found = configuration_rows(session, campaign)
    if found is None:
        raise InputError([f"campaign {campaign!r} is not in the store"])
    own, tables = found
    if own["archive"]:
        raise InputError([f"campaign {campaign} is an archive; it is not prepared any more"])
    rows: Rows = {
        name: [
            {_RENAMED.get(name, {}).get(column, column): _text(value) for column, value in row.items()} for row in table
        ]
        for name, table in tables.items()
    }
    place = {row["contest"]: index for index, row in enumerate(rows["contests"])}
    for name in ("options", "list_persons"):
        rows[name].sort(key=lambda row: (place.get(row["contest"], 0), int(row["position"])))
    forms = {slot: own[f"{slot}_form"] for slot in ("ordinary", "remote")}
    rows["campaign"] = [_stored_campaign(own, forms)]
    rows["parameters"] = [{"key": key, "value": value} for key, value in own["parameters"].items()]
    rows["forms"] = [{"id": _form_id(text), "text": text} for text in forms.values() if text and not _shipped(text)]
    rows["boundaries"] = [
        {"file": name, "sha256": sha256} for name, sha256 in boundaries(session, campaign, own["version"]).items()
    ]
    zone = ZoneInfo(own["timezone"])
    rows["schedule"] = [
        {"what": item.what.value, "at": item.at.astimezone(zone).isoformat(), "decision": item.decision}
        for item in newest_schedule_items(session, campaign)
    ]
    return {name: [_known(name, row) for row in rows.get(name, [])] for name in SHEETS}


def _facts(package: Package) -> list[tuple[str, int]]:
    facts = package.facts
    found: dict[str, Sequence[object]] = {
        "turnout.csv": facts.turnout,
        "scanner.csv": facts.scanner,
        "protocols.csv": facts.protocols,
        "no_machine_results.csv": facts.no_machine,
        "consolidated.csv": facts.consolidated,
        "scans/scans.csv": facts.scans,
        "decisions.csv": facts.decisions,
    }
    return [(name, len(rows)) for name, rows in found.items() if rows]


def _csv_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a file that the reader found good, spelt as the reader spells them."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [cleaned(row) for row in csv.DictReader(file)]


def _campaign_row(document: Mapping[str, Any]) -> dict[str, str]:
    form = document.get("form", {})
    form = {"ordinary": form} if isinstance(form, str) else form
    continues = document.get("continues", {})
    return cleaned(
        {
            **{key: _text(document.get(key)) for key in ("id", "kind", "voting_date", "opens", "closes", "timezone")},
            **{f"name_{code}": document.get("name", {}).get(code, "") for code in LANGUAGES},
            **{f"notice_{code}": document.get("notice", {}).get(code, "") for code in LANGUAGES},
            **{f"form_{slot}": form.get(slot, "") for slot in ("ordinary", "remote")},
            **{f"continues_{key}": continues.get(key, "") for key in ("campaign", "as")},
        }
    )


def _parameter_rows(table: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for key, value in table.items():
        items = (
            {f"{key}.{contest}": each for contest, each in value.items()} if isinstance(value, dict) else {key: value}
        )
        yield from ({"key": name, "value": _text(each)} for name, each in items.items())


def _stored_campaign(own: Mapping[str, Any], forms: Mapping[str, str]) -> dict[str, str]:
    row = {name: _text(own.get(name)) for name in SHEETS["campaign"].columns}
    return row | {
        "id": own["campaign"],
        "continues_campaign": own["continues"],
        **{f"form_{slot}": _form_id(text) for slot, text in forms.items()},
    }


def _form_id(text: str) -> str:
    return str(tomllib.loads(text)["id"]) if text else ""


def _shipped(text: str) -> bool:
    path = SHIPPED / f"{_form_id(text)}.toml"
    return path.is_file() and path.read_text(encoding="utf-8-sig") == text


def _known(sheet: str, row: Mapping[str, str]) -> dict[str, str]:
    return {name: row.get(name, "") for name in SHEETS[sheet].columns}


def _text(value: Any) -> str:
    """A stored or TOML value as the cell of a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
