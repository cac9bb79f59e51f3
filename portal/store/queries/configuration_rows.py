"""A stored configuration version as rows of the package's files, for a draft that begins with it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.models import (
    CommissionRow,
    ConfigurationRow,
    ContestRow,
    ListPersonRow,
    MemberRow,
    OptionRow,
    PrecinctContestRow,
    PrecinctRow,
    TerritoryRow,
)

_TABLES: Mapping[str, tuple[Any, str]] = {
    "territories": (TerritoryRow, "ordinal"),
    "contests": (ContestRow, "ordinal"),
    "options": (OptionRow, "position"),
    "list_persons": (ListPersonRow, "person"),
    "precincts": (PrecinctRow, "ordinal"),
    "precinct_contests": (PrecinctContestRow, "ordinal"),
    "commissions": (CommissionRow, "ordinal"),
    "members": (MemberRow, "ordinal"),
}
Rows = list[dict[str, Any]]


def configuration_rows(session: Session, campaign: str) -> tuple[dict[str, Any], dict[str, Rows]] | None:
    """The newest version's own row and the rows of its tables, columns as stored; None for an unknown campaign."""
    own = ConfigurationRow.__table__
    statement = select(own).where(own.c.campaign == campaign).order_by(own.c.version.desc()).limit(1)
    row = session.execute(statement).mappings().first()
    if row is None:
        return None
    found: dict[str, Rows] = {}
    for name, (model, order) in _TABLES.items():
        table = model.__table__
        rows = session.execute(select(table).where(table.c.configuration == row["seq"]).order_by(table.c[order]))
        found[name] = [dict(each) for each in rows.mappings()]
    return dict(row), found
