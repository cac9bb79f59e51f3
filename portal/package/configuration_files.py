"""Territories, contests, options, precincts and commissions of a package, with every reference checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from portal.domain.configuration import Contest, Option, Precinct, Territory
from portal.domain.names import Names
from portal.package.lists import listed_person, read_lists
from portal.package.problems import Problems
from portal.package.reading import Row, read_table
from portal.package.tables import (
    COMMISSIONS,
    CONTESTS,
    MEMBERS,
    OPTIONS,
    PRECINCT_CONTESTS,
    PRECINCTS,
    TERRITORIES,
    MemberRole,
    Table,
)
from portal.store.values import Commission, Member

_DIGITS = re.compile(r"(\d+)", re.ASCII)


@dataclass
class ConfigurationFiles:
    """What was read so far, by code; later files refer to it."""

    territories: dict[str, Territory] = field(default_factory=dict)
    contests: dict[str, Contest] = field(default_factory=dict)
    precincts: dict[str, Precinct] = field(default_factory=dict)
    commissions: dict[str, Commission] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)

    def own_contests(self, number: str) -> tuple[str, ...]:
        """Codes of the contests in which the precinct votes itself."""
        return self.precincts[number].contests or tuple(self.contests)


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which 1-2 comes before 1-10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(number) if part)


def read_configuration(folder: Path, problems: Problems, *, stated: bool) -> ConfigurationFiles:
    """The configuration files of a package; `stated`: a campaign known only as a whole may lack them."""
    reader = _Reader(folder, problems, stated)
    reader.territories()
    reader.contests()
    reader.precincts()
    reader.commissions()
    reader.members()
    return reader.found


def names_of(values: Mapping[str, Any], prefix: str = "name") -> Names:
    """The cells `<prefix>_ky`, `_ru`, `_en` of a row."""
    return Names(*(values[f"{prefix}_{code}"] or "" for code in ("ky", "ru", "en")))


class _Reader:
    """Reads the files in order; each method may refer to what the ones before it found."""

    def __init__(self, folder: Path, problems: Problems, stated: bool) -> None:
        self._folder, self._problems, self._stated = folder, problems, stated
        self.found = ConfigurationFiles()

    def territories(self) -> None:
        lines: dict[str, int] = {}
        for row in self._rows(TERRITORIES):
            values = row.values
            lines[values["code"]] = row.line
            self._named(TERRITORIES, row)
            self.found.territories[values["code"]] = Territory(
                values["code"], values["parent"] or "", values["level"] or 0, names_of(values), values["kind"]
            )
        for code, line in lines.items():
            self._check_parent(self.found.territories[code], line)

    def contests(self) -> None:
        options = self._with_lists(self._options())
        known = self.found.territories
        for row in self._rows(CONTESTS):
            values, code = row.values, row.values["contest"]
            self._named(CONTESTS, row)
            self._refers(CONTESTS, row, "territory", known, "territory")
            if code not in options:
                self._problems.add(CONTESTS.file, row.line, "contest", f"{code} has no options in {OPTIONS.file}")
            placed = sorted((option for _, option in options.get(code, ())), key=lambda option: option.position)
            self.found.contests[code] = Contest(
                code, values["kind"], values["seats"] or 0, values["territory"] or "", names_of(values), tuple(placed)
            )
        for code, found in options.items():
            if code not in self.found.contests:
                self._problems.add(OPTIONS.file, found[0][0], "contest", f"{code} is not in {CONTESTS.file}")

    def precincts(self) -> None:
        several = self._precinct_contests()
        unsorted: list[Precinct] = []
        for row in self._rows(PRECINCTS):
            self._refers(PRECINCTS, row, "territory", self.found.territories, "territory")
            self._refers(PRECINCTS, row, "contest", self.found.contests, "contest")
            unsorted.append(_precinct(row.values, several.pop(row.values["precinct"], {})))
        place = {code: index for index, code in enumerate(self.found.territories)}
        unsorted.sort(key=lambda item: (place.get(item.territory, 0), natural(item.number)))
        self.found.precincts = {item.number: item for item in unsorted}
        for number, contests in several.items():
            line = next(iter(contests.values()))[0]
            self._problems.add(PRECINCT_CONTESTS.file, line, "precinct", f"{number} is not in {PRECINCTS.file}")

    def commissions(self) -> None:
        parents: list[tuple[int, str]] = []
        for row in self._rows(COMMISSIONS):
            values = row.values
            self._named(COMMISSIONS, row)
            self._refers(COMMISSIONS, row, "territory", self.found.territories, "territory")
            self._refers(COMMISSIONS, row, "contest", self.found.contests, "contest")
            parents.append((row.line, values["parent"] or ""))
            self.found.commissions[values["commission"]] = Commission(
                code=values["commission"],
                kind=str(values["kind"]),
                parent=values["parent"] or "",
                territory=values["territory"] or "",
                contest=values["contest"] or "",
                names=names_of(values),
                addresses=names_of(values, "address"),
                phone=values["phone"],
                email=values["email"],
            )
        for line, parent in parents:
            if parent and parent not in self.found.commissions:
                self._problems.add(COMMISSIONS.file, line, "parent", f"commission {parent} is unknown")

    def members(self) -> None:
        officers: dict[str, dict[str, str]] = {}
        for row in self._rows(MEMBERS):
            values = row.values
            commission, precinct = values["commission"], values["precinct"]
            if bool(commission) == bool(precinct):
                self._problems.add(MEMBERS.file, row.line, "commission", "give either a commission or a precinct")
            self._refers(MEMBERS, row, "commission", self.found.commissions, "commission")
            self._refers(MEMBERS, row, "precinct", self.found.precincts, "precinct")
            if precinct and values["role"] in (MemberRole.CHAIR, MemberRole.SECRETARY):
                officers.setdefault(precinct, {})[values["role"]] = values["name"]
            self.found.members.append(Member(commission or "", precinct or "", values["name"], str(values["role"])))
        for number, names in officers.items():
            if number in self.found.precincts:
                self.found.precincts[number] = _with_officers(self.found.precincts[number], names)

    def _rows(self, table: Table) -> list[Row]:
        """Every row; an obligatory file without rows is a problem unless only totals are known."""
        if self._stated and not (self._folder / table.file).is_file():
            return []
        before = self._problems.count
        rows = list(read_table(self._folder, table, self._problems))
        if not rows and not table.optional and not self._stated and self._problems.count == before:
            self._problems.add(table.file, 2, 1, "the file has no rows")
        return rows

    def _named(self, table: Table, row: Row) -> None:
        if not names_of(row.values):
            self._problems.add(table.file, row.line, "name_ky", "no name is given; give one in at least one language")

    def _refers(self, table: Table, row: Row, column: str, known: Mapping[str, object], what: str) -> None:
        code = row.values[column]
        if code and code not in known:
            self._problems.add(table.file, row.line, column, f"{what} {code} is unknown")

    def _check_parent(self, territory: Territory, line: int) -> None:
        """The parent exists at a higher level and the chain of parents ends."""
        if not territory.parent:
            if territory.level > 1:
                self._problems.add(TERRITORIES.file, line, "parent", "is empty, which only level 1 may have")
            return
        parent = self.found.territories.get(territory.parent)
        if parent is None:
            self._problems.add(TERRITORIES.file, line, "parent", f"territory {territory.parent} is unknown")
        elif self._in_cycle(territory.code):
            self._problems.add(
                TERRITORIES.file, line, "parent", f"{territory.code} lies within itself: a cycle of parents"
            )
        elif parent.level >= territory.level > 0:
            reason = f"level {territory.level} is not below level {parent.level} of its parent {parent.code}"
            self._problems.add(TERRITORIES.file, line, "level", reason)

    def _in_cycle(self, code: str) -> bool:
        seen: set[str] = set()
        current = code
        while current in self.found.territories and current not in seen:
            seen.add(current)
            current = self.found.territories[current].parent
        return current == code

    def _options(self) -> dict[str, list[tuple[int, Option]]]:
        """Options with their lines, by contest."""
        found: dict[str, list[tuple[int, Option]]] = {}
        for row in self._rows(OPTIONS):
            values = row.values
            self._named(OPTIONS, row)
            option = Option(
                position=values["position"],
                kind=values["kind"],
                names=names_of(values),
                id=values["id"],
                sex=values["sex"],
                party=values["party"],
                documents_complete_at=values["documents_complete_at"],
                status=values["status"],
            )
            found.setdefault(values["contest"], []).append((row.line, option))
        return found

    def _with_lists(self, options: dict[str, list[tuple[int, Option]]]) -> dict[str, list[tuple[int, Option]]]:
        """The options with the persons of their lists."""
        plain = {contest: [option for _, option in found] for contest, found in options.items()}
        lists = read_lists(self._folder, plain, self._problems)
        persons = {
            place: tuple(listed_person(row.values, names_of(row.values)) for row in rows)
            for place, rows in lists.items()
        }
        return {
            contest: [
                (line, replace(option, persons=persons.get((contest, option.position), ()))) for line, option in found
            ]
            for contest, found in options.items()
        }

    def _precinct_contests(self) -> dict[str, dict[str, tuple[int, int | None]]]:
        """Line and voters of each of several own contests, by precinct and contest."""
        found: dict[str, dict[str, tuple[int, int | None]]] = {}
        for row in self._rows(PRECINCT_CONTESTS):
            self._refers(PRECINCT_CONTESTS, row, "contest", self.found.contests, "contest")
            values = row.values
            found.setdefault(values["precinct"], {})[values["contest"]] = (row.line, values["voters"])
        return found


def _precinct(values: Mapping[str, Any], several: Mapping[str, tuple[int, int | None]]) -> Precinct:
    contest = values["contest"]
    own = dict.fromkeys([*([contest] if contest else []), *several])
    return Precinct(
        number=values["precinct"],
        territory=values["territory"],
        kind=values["kind"],
        contests=tuple(own),
        voters=values["voters"],
        voters_by_contest={code: voters for code, (_, voters) in several.items() if voters is not None},
        names=names_of(values),
        addresses=names_of(values, "address"),
        lat=values["lat"],
        lon=values["lon"],
        timezone=values["timezone"],
        opens=values["opens"],
        closes=values["closes"],
        country=values["country"],
    )


def _with_officers(precinct: Precinct, names: Mapping[str, str]) -> Precinct:
    """The precinct with its chair and secretary (R53 ¶29)."""
    return replace(precinct, chair=names.get(MemberRole.CHAIR, ""), secretary=names.get(MemberRole.SECRETARY, ""))
