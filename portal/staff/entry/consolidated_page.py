"""The page of a consolidated protocol: as computed beside as signed, people, differences, and what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.domain.findings import Finding
from portal.entry.commission import CommissionView
from portal.entry.consolidated import ConsolidatedTable
from portal.entry.sheet import SIGNED_DATE, SIGNED_TIME, Problem
from portal.entry.signed import COUNTS, NOTES, Version, differences, lacks_majority, signed_versions
from portal.staff.commissions import said
from portal.staff.entry.words import KINDS, every_rule, finding_text, problem_text
from portal.staff.pages import language
from portal.staff.said import N_
from portal.store.queries.accounts import person_by_login
from portal.store.queries.entry import members_of

COUNT_NAMES = {
    "uik_count": N_("Precinct commissions (УИК)"),
    "ordinary_count": N_("Ordinary protocols received"),
    "remote_count": N_("Remote protocols received"),
}
PEOPLE_NAMES = {
    "members": N_("Members of the ОИК/ТИК"),
    "signed": N_("Members who signed"),
    "opinions": N_("Separate opinions"),
}


@dataclass(frozen=True)
class Tried:
    """What was just sent and not stored: the texts, what cannot be read, versions that came meanwhile."""

    raw: Mapping[str, str]
    problems: Sequence[Problem] = ()
    newer: Sequence[Version] = field(default_factory=tuple)


def shown(session: Session, mine: CommissionView, table: ConsolidatedTable, tried: Tried | None) -> dict[str, Any]:
    """One kind of consolidated protocol as the template shows it; `tried` is what was sent for this very one."""
    versions = signed_versions(session, table)
    last = versions[-1] if versions else None
    raw = tried.raw if tried else {}
    wrong = {each.field: problem_text(each.code, each.value) for each in tried.problems} if tried else {}
    return {
        "kind": table.kind.value,
        "title": gettext(KINDS[table.kind]),
        "complete": table.complete,
        "missing": [(each.precinct, gettext(KINDS[each.kind])) for each in table.missing],
        "rows": _figures(table, last, wrong, raw),
        "people": _people(session, mine, last, wrong, raw),
        "notes": {name: raw.get(name, "") for name in NOTES},
        "wrong": wrong,
        "protocols": len(table.rows),
        "excluded": [row.precinct for row in table.rows if not row.counted],
        "signed": _signed(session, last) if last else None,
        "versions": len(versions),
        "differences": _differences(mine, table, last),
        "problems": _problems(table, tried),
        "newer": [_signed(session, each) for each in tried.newer] if tried else [],
        "day": raw.get(SIGNED_DATE, ""),
        "clock": raw.get(SIGNED_TIME, ""),
        "computed_at": table.computed_at.astimezone(ZoneInfo(table.zone)),
    }


def _signed(session: Session, version: Version) -> dict[str, Any]:
    """Who signed and who entered it, and what stands on it besides its figures."""
    person = person_by_login(session, version.recorded_by)
    protocol = version.protocol
    return {
        "at": protocol.signed_at,
        "entered_at": protocol.received_at,
        "by": person.name if person else version.recorded_by,
        "members": protocol.members,
        "signed": protocol.signed,
        "opinions": protocol.opinions,
        "lacks_majority": lacks_majority(protocol),
        "notes": version.signing.notes if version.signing else {},
    }


def _figures(
    table: ConsolidatedTable, last: Version | None, wrong: Mapping[str, str], raw: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Every figure of the paper: label, as computed, as signed, and what was typed just now."""
    signed = last.protocol if last else None
    rows: list[tuple[str, str, str, int | None, int | None]] = [
        (name, "", gettext(COUNT_NAMES[name]), getattr(table, name), getattr(signed, name, None)) for name in COUNTS
    ]
    for line in table.lines:
        value = signed.lines.get(line.id) if signed else None
        rows.append((f"line.{line.id}", line.id, said(line.names), line.value, value))
    for option in table.options:
        value = signed.votes.get(option.position) if signed else None
        rows.append((f"option.{option.position}", str(option.position), said(option.names), option.votes, value))
    return [
        {
            "name": name,
            "id": id,
            "label": label,
            "computed": computed,
            "signed": value,
            "differs": value is not None and value != computed,
            "typed": raw.get(name, ""),
            "wrong": wrong.get(name, ""),
        }
        for name, id, label, computed, value in rows
    ]


def _people(
    session: Session, mine: CommissionView, last: Version | None, wrong: Mapping[str, str], raw: Mapping[str, str]
) -> list[dict[str, str]]:
    """The three counts of R139 ¶69; the number of members is proposed where the campaign names them."""
    members = members_of(session, mine.campaign, commission=mine.commission.code)
    named = str(len(members)) if len(members) > 2 and last is None else ""
    before = {"members": named, "opinions": "" if last else "0"}
    return [
        {
            "name": name,
            "label": gettext(label),
            "value": raw.get(name, "") if raw else before.get(name, ""),
            "problem": wrong.get(name, ""),
        }
        for name, label in PEOPLE_NAMES.items()
    ]


def _differences(mine: CommissionView, table: ConsolidatedTable, last: Version | None) -> list[str]:
    campaign = mine.view.scheme.campaign
    rules = every_rule(campaign.ordinary_form, campaign.remote_form)
    names = {line.key: said(line.names) for line in table.lines}
    names |= {name: gettext(text) for name, text in COUNT_NAMES.items()}
    found = differences(table, last.protocol) if last else ()
    return [finding_text(_document(each), language(), rules, names) for each in found]


def _document(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "values": finding.values, "lines": finding.lines}


def _problems(table: ConsolidatedTable, tried: Tried | None) -> list[str]:
    found = tried.problems if tried else ()
    return [f"{_label(table, each.field)}: {problem_text(each.code, each.value)}" for each in found]


def _label(table: ConsolidatedTable, name: str) -> str:
    labels = {key: str(gettext(text)) for key, text in {**COUNT_NAMES, **PEOPLE_NAMES}.items()}
    labels |= {f"line.{line.id}": f"{line.id} {said(line.names)}" for line in table.lines}
    labels |= {f"option.{option.position}": f"{option.position} {said(option.names)}" for option in table.options}
    labels |= {
        "opinions_text": gettext("What the separate opinions say"),
        "present": gettext("Persons present, one in each row"),
    }
    return labels.get(name) or str(gettext("Date and time of signing"))
