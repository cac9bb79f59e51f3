"""Turnout of a place: hourly sums in which a part without a new report stands with its latest one (R53 ¶34-36)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from portal.domain.documents import TurnoutPoint
from portal.domain.shares import percent


class Reading(NamedTuple):
    """Identified voters of one part (a precinct or a territory) up to one hour; times are ISO texts of one zone."""

    as_of: str
    identified: int
    remote: int
    reported: int = 1


def share_of(numerator: int, denominator: int | None) -> str | None:
    """The percentage, None where the denominator is not known or 0 (a precinct for remote voters has no list)."""
    return percent(numerator, denominator) if denominator else None


def point(as_of: str, identified: int, remote: int, reported: int, voters: int | None) -> TurnoutPoint:
    """A published point with its shares of `voters`."""
    total = identified + remote
    return {
        "as_of": as_of,
        "identified": identified,
        "remote": remote,
        "total": total,
        "reported": reported,
        "voters": voters,
        "home_percent": share_of(identified, voters),
        "percent": share_of(total, voters),
    }


def sum_series(parts: Iterable[Sequence[Reading]], voters: int | None) -> list[TurnoutPoint]:
    """The sum of several series (each in order of time) at every hour that any of them has."""
    series = [part for part in parts if part]
    changes: dict[str, list[int]] = {}
    for part in series:
        before = (0, 0)
        for reading in part:
            step = changes.setdefault(reading.as_of, [0, 0, 0])
            step[0] += reading.identified - before[0]
            step[1] += reading.remote - before[1]
            step[2] += reading.reported
            before = (reading.identified, reading.remote)
    points, identified, remote = [], 0, 0
    for as_of, (more, more_remote, reported) in sorted(changes.items()):
        identified, remote = identified + more, remote + more_remote
        points.append(point(as_of, identified, remote, reported, voters))
    return points


def readings(points: Iterable[TurnoutPoint]) -> list[Reading]:
    """A published series as parts of a larger one."""
    return [Reading(p["as_of"], p["identified"], p["remote"], p["reported"]) for p in points]


def sum_final(parts: Iterable[Reading], voters: int | None) -> TurnoutPoint | None:
    """The final numbers of voters that are in, added up as of the latest; None while there is none (R139 ¶35)."""
    found = list(parts)
    if not found:
        return None
    return point(
        max(part.as_of for part in found),
        sum(part.identified for part in found),
        sum(part.remote for part in found),
        sum(part.reported for part in found),
        voters,
    )
