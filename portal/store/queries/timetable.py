"""When precincts close."""

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.statuses import PrecinctKind
from portal.store.models import ConfigurationRow, PrecinctRow


def closings(session: Session, campaign: str, version: int) -> list[tuple[Precinct, set[str]]]:
    """One precinct for each pair of time zone and closing hour, with the territories that have such precincts."""
    table = PrecinctRow.__table__
    statement = (
        select(table.c.timezone, table.c.closes, table.c.territory)
        .join(ConfigurationRow, ConfigurationRow.seq == table.c.configuration)
        .where(ConfigurationRow.campaign == campaign, ConfigurationRow.version == version)
        .distinct()
    )
    groups: dict[tuple[str, time | None], set[str]] = {}
    for zone, closes, territory in session.execute(statement):
        groups.setdefault((zone, closes), set()).add(territory)
    return [
        (
            Precinct(number="", territory="", kind=PrecinctKind.ORDINARY, contests=(), timezone=zone, closes=closes),
            codes,
        )
        for (zone, closes), codes in groups.items()
    ]
