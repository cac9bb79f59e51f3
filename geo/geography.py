"""What the maps of a campaign are drawn of: territories, contests and precincts, and the border files it came with."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import orjson

from portal.domain.configuration import Contest, Precinct, Territory
from portal.domain.statuses import PrecinctKind

OWN_FILES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Site:
    """A precinct as the maps need it; `lat` and `lon` are decimal degrees as text, "" where they are not known."""

    number: str
    territory: str
    kind: str
    contests: tuple[str, ...]
    lat: str
    lon: str
    voters: int | None

    @classmethod
    def of(cls, precinct: Precinct) -> "Site":
        """The site of a configured precinct; one for remote voting only has no contest of its own (R139 ¶32)."""
        own = () if precinct.kind is PrecinctKind.REMOTE else precinct.contests
        return cls(
            precinct.number,
            precinct.territory,
            str(precinct.kind),
            own,
            precinct.lat,
            precinct.lon,
            precinct.voters,
        )


@dataclass(frozen=True)
class Geography:
    """One configuration of a campaign, as far as it can be drawn. `borders`: name of a border file → where it lies."""

    territories: tuple[Territory, ...]
    contests: tuple[Contest, ...]
    sites: tuple[Site, ...]
    borders: Mapping[str, Path] = field(default_factory=dict)

    def key(self) -> str:
        """Names everything that the drawn files depend on: the same key, the same bytes."""
        digest = hashlib.sha256(code_key().encode())
        for name, path in sorted(self.borders.items()):
            digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        rows = [
            [[t.code, t.parent, t.level, t.kind, t.names.document()] for t in self.territories],
            [[c.code, c.territory, c.names.document()] for c in self.contests],
            [[s.number, s.territory, s.kind, s.contests, s.lat, s.lon, s.voters] for s in self.sites],
        ]
        digest.update(orjson.dumps(rows))
        return digest.hexdigest()


@cache
def code_key() -> str:
    """Changes with this package and its data: files that another version drew are never taken for ours."""
    digest = hashlib.sha256()
    for path in sorted([*OWN_FILES.glob("*.py"), *OWN_FILES.glob("data/*.geojson")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
