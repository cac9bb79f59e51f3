"""Write a campaign package from the documents of a release: newest protocol of each kind, every report and decision.

What the documents do not hold cannot come back: commissions that signed nothing, and former versions of a protocol of
the same kind. Totals and who is elected do not depend on them.
"""

import csv
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from data_export.errors import ExportError
from data_export.round_trip.consolidated import consolidated_rows
from data_export.round_trip.toml_text import campaign_toml, form_toml
from data_export.tables.list_persons import listed
from data_export.view import ReleaseView
from portal.domain.documents import (
    ConfigurationDocument,
    DecisionDocument,
    PrecinctDocument,
    ProtocolDocument,
    TerritoryDocument,
)
from portal.domain.names import NamesDocument
from portal.domain.protocol_form import shipped_form_ids
from portal.domain.statuses import ProtocolKind

LANGUAGES = ("ky", "ru", "en")
_NAME = tuple(f"name_{code}" for code in LANGUAGES)
_ADDRESS = tuple(f"address_{code}" for code in LANGUAGES)
_REASON = tuple(f"reason_{code}" for code in LANGUAGES)
FILES: dict[str, tuple[str, ...]] = {
    "territories": ("code", "parent", "level", *_NAME, "kind"),
    "contests": ("contest", "kind", "seats", "territory", *_NAME),
    "options": ("contest", "position", "kind", *_NAME, "id", "sex", "party", "status", "documents_complete_at"),
    "list_persons": ("contest", "position", "person", *_NAME, "id", "sex", "status"),
    "precincts": (
        *("precinct", "territory", "kind", "contest", "voters", *_NAME, *_ADDRESS),
        *("lat", "lon", "timezone", "opens", "closes", "country"),
    ),
    "precinct_contests": ("precinct", "contest"),
    "commission_members": ("precinct", "name", "role"),
    "turnout": ("precinct", "as_of", "identified", "source", "remote"),
    "scanner": ("precinct", "contest", "ballots_processed", "reported_at", "device"),
    "scanner_votes": ("precinct", "contest", "position", "votes", "device"),
    "protocols": ("precinct", "contest", "kind", "signed_at", "members", "signed", "opinions"),
    "protocol_votes": ("precinct", "contest", "kind", "position", "votes"),
    "preference_votes": ("precinct", "contest", "kind", "position", "person", "votes"),
    "no_machine_results": ("precinct", *_REASON),
    "commissions": ("commission", "kind", "parent", "territory", "contest", *_NAME),
    "consolidated": (
        *("commission", "contest", "kind", "signed_at", "uik_count", "ordinary_count", "remote_count"),
        *("members", "signed", "opinions"),
    ),
    "consolidated_votes": ("commission", "contest", "kind", "position", "votes"),
    "scans/scans": ("precinct", "contest", "kind", "file"),
    "decisions": ("number", "date", "body", "kind", "scope", "target", *_REASON),
}
"""Columns of every file; protocols have the lines of the forms after theirs."""
OPTIONAL = (
    *("list_persons", "precinct_contests", "commission_members"),
    *("preference_votes", "no_machine_results", "scans/scans", "decisions"),
    *("commissions", "consolidated", "consolidated_votes"),
)
Row = dict[str, Any]


def write_package(view: ReleaseView, folder: Path, scans: Path | None = None) -> Path:
    """Write the package into a new folder and return it; `scans` is the folder of published scans, if they are wanted.

    Raises ExportError where the folder exists, or a document cannot be read.
    """
    if folder.exists():
        raise ExportError(f"{folder}: exists already; a package is written into a new folder")
    folder.mkdir(parents=True)
    try:
        configuration = view.configuration
        forms = {} if view.campaign["stated"] and not configuration["territories"] else configuration["forms"]
        (folder / "campaign.toml").write_text(campaign_toml(view.campaign, forms), encoding="utf-8")
        for form in forms.values():
            if form["id"] not in shipped_form_ids():
                text = form_toml(form, configuration["rules"])
                (folder / f"{form['id']}.toml").write_text(text, encoding="utf-8")
        with _Files(folder, configuration) as files:
            _write_configuration(files, configuration)
            for territory in view.territories():
                _write_territory(files, territory, configuration, scans)
            consolidated_rows(view.contests(), files.write)
            files.write_decisions(view.campaign["decisions"])
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


class _Files(ExitStack):
    """The CSV files of a package; optional ones exist only with rows."""

    def __init__(self, folder: Path, configuration: ConfigurationDocument) -> None:
        super().__init__()
        self.folder = folder
        lines = [line["id"] for form in configuration["forms"].values() for line in form["lines"]]
        lined = ("protocols", "consolidated")
        self._header = FILES | {name: (*FILES[name], *dict.fromkeys(lines)) for name in lined}
        self._writers: dict[str, csv.DictWriter[str]] = {}
        self._positions = {
            contest["code"]: [option["position"] for option in contest["options"]]
            for contest in configuration["contests"]
        }
        self._listed = {contest["code"]: listed(contest["options"]) for contest in configuration["contests"]}
        self._decisions: set[tuple[str, ...]] = set()
        if configuration["territories"]:
            for name in FILES:
                if name not in OPTIONAL:
                    self._writer(name)

    def write(self, name: str, row: Row) -> None:
        """Append a row; None is an empty cell."""
        self._writer(name).writerow(row)

    def write_votes(self, name: str, votes: list[int], row: Row) -> None:
        """Append a row per option of the contest."""
        for position, number in zip(self._positions[row["contest"]], votes, strict=True):
            self.write(name, row | {"position": position, "votes": number})

    def write_preferences(self, votes: list[int], row: Row) -> None:
        """Append a row per person of the contest's lists."""
        for (position, person), number in zip(self._listed[row["contest"]], votes, strict=True):
            self.write("preference_votes", row | {"position": position, "person": person, "votes": number})

    def write_decisions(self, decisions: Iterable[DecisionDocument]) -> None:
        """Append acts that are not there yet."""
        for act in decisions:
            key = (act["number"], act["date"], act["body"], act["kind"], act["scope"], act["target"])
            if key not in self._decisions:
                self._decisions.add(key)
                self.write(
                    "decisions", dict(zip(FILES["decisions"], key, strict=False)) | _named("reason", act["reason"])
                )

    def _writer(self, name: str) -> "csv.DictWriter[str]":
        if name not in self._writers:
            path = self.folder / f"{name}.csv"
            path.parent.mkdir(exist_ok=True)
            file = self.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._writers[name] = csv.DictWriter(file, self._header[name], restval="", lineterminator="\r\n")
            self._writers[name].writeheader()
        return self._writers[name]


def _write_configuration(files: _Files, configuration: ConfigurationDocument) -> None:
    for territory in configuration["territories"]:
        plain = {name: territory[name] for name in ("code", "parent", "level", "kind")}
        files.write("territories", plain | _named("name", territory["name"]))
    for contest in configuration["contests"]:
        plain = {name: contest[name] for name in ("kind", "seats", "territory")}
        files.write("contests", {"contest": contest["code"]} | plain | _named("name", contest["name"]))
        for option in contest["options"]:
            plain = {name: option[name] for name in ("position", "kind", "id", "sex", "party", "status")}
            plain |= {"documents_complete_at": option.get("documents_complete_at", "")}
            files.write("options", {"contest": contest["code"]} | plain | _named("name", option["name"]))
            for person in option.get("persons", []):
                place = {"contest": contest["code"], "position": option["position"]}
                plain = {name: person[name] for name in ("person", "id", "sex", "status")}
                files.write("list_persons", place | plain | _named("name", person["name"]))


def _write_territory(
    files: _Files, territory: TerritoryDocument, configuration: ConfigurationDocument, scans: Path | None
) -> None:
    everything = [contest["code"] for contest in configuration["contests"]]
    for precinct in territory["precincts"]:
        _write_precinct(files, territory["code"], precinct, everything)
        _write_facts(files, precinct)
        files.write_decisions(precinct["decisions"])
        for scan in precinct["scans"]:
            source = scans / Path(scan["url"]).name if scans else None
            if source is not None and source.is_file():
                row = {"precinct": precinct["number"], "contest": scan["contest"], "kind": scan["kind"]}
                files.write("scans/scans", row | {"file": source.name})
                shutil.copyfile(source, files.folder / "scans" / source.name)


def _write_precinct(files: _Files, territory: str, precinct: PrecinctDocument, everything: list[str]) -> None:
    own = precinct["contests"]
    several = len(own) > 1 and set(own) != set(everything)
    plain = {name: precinct[name] for name in ("kind", "voters", "lat", "lon", "timezone", "opens", "closes")}
    files.write(
        "precincts",
        {"precinct": precinct["number"], "territory": territory, "contest": own[0] if len(own) == 1 else ""}
        | plain
        | {"country": precinct.get("country", "")}
        | _named("name", precinct["name"])
        | _named("address", precinct["address"]),
    )
    for contest in own if several else ():
        files.write("precinct_contests", {"precinct": precinct["number"], "contest": contest})
    for role, name in (("chair", precinct["chair"]), ("secretary", precinct["secretary"])):
        if name:
            files.write("commission_members", {"precinct": precinct["number"], "name": name, "role": role})


def _write_facts(files: _Files, precinct: PrecinctDocument) -> None:
    number = {"precinct": precinct["number"]}
    reports = list(precinct["turnout"])
    if precinct["final"] is not None and precinct["final"] not in reports:
        reports.append(precinct["final"])
    for report in reports:
        plain = {name: report[name] for name in ("as_of", "identified", "source", "remote")}
        files.write("turnout", number | plain)
    for result in precinct["results"]:
        place = number | {"contest": result["contest"]}
        for device in result["scanner"]["devices"] if result["scanner"] else ():
            report_row = place | {"device": device["device"], "reported_at": device["reported_at"]}
            files.write("scanner", report_row | {"ballots_processed": device["ballots_processed"]})
            files.write_votes("scanner_votes", device["votes"], place | {"device": device["device"]})
        for protocol in _newest_of_each_kind(result["protocol"], result["versions"]):
            _write_protocol(files, place, protocol)
    if precinct["remote_lines"]:
        files.write("protocols", number | _remote_head(precinct) | precinct["remote_lines"])
    if precinct["no_machine_result"]:
        files.write("no_machine_results", number | _named("reason", precinct["no_machine_result"]))


def _write_protocol(files: _Files, place: Row, protocol: ProtocolDocument) -> None:
    head = {name: protocol[name] for name in ("kind", "signed_at", "members", "signed", "opinions")}
    files.write("protocols", place | head | protocol["lines"])
    files.write_votes("protocol_votes", protocol["votes"], place | {"kind": protocol["kind"]})
    if "preferences" in protocol:
        files.write_preferences(protocol["preferences"], place | {"kind": protocol["kind"]})


def _newest_of_each_kind(
    current: ProtocolDocument | None, versions: list[ProtocolDocument]
) -> Iterator[ProtocolDocument]:
    """One protocol per kind, the former ones first: a recount replaces the ordinary one as it did."""
    if current is not None:
        kinds: dict[str, ProtocolDocument] = {}
        for protocol in (current, *versions):
            kinds.setdefault(protocol["kind"], protocol)
        yield from reversed(kinds.values())


def _remote_head(precinct: PrecinctDocument) -> Row:
    """The row of lines that concern the whole precinct takes its time from a remote protocol beside it."""
    protocols = [result["protocol"] for result in precinct["results"] if result["protocol"]]
    remote = [protocol for protocol in protocols if protocol["kind"] == ProtocolKind.REMOTE]
    signed = (remote or protocols)[0]["signed_at"] if protocols else ""
    if not signed:
        raise ExportError(f"precinct {precinct['number']}: remote lines without any protocol")
    return {"contest": "", "kind": ProtocolKind.REMOTE.value, "signed_at": signed}


def _named(prefix: str, names: NamesDocument) -> Row:
    return {f"{prefix}_ky": names["ky"], f"{prefix}_ru": names["ru"], f"{prefix}_en": names["en"]}
