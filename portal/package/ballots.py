"""Votes of a package's reports and protocols, gathered before the rows they belong to are read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.package.configuration_files import ConfigurationFiles
from portal.package.problems import Problems
from portal.package.reading import read_table
from portal.package.tables import Table


class Ballots:
    """Votes by the key of their report: `take` hands them out once, `leftovers` reports what nobody took."""

    def __init__(
        self,
        folder: Path,
        table: Table,
        parent: Table,
        unit: str,
        configuration: ConfigurationFiles,
        problems: Problems,
        advance: Callable[[int], None],
    ) -> None:
        self._table, self._parent, self._problems = table, parent, problems
        self._parent_exists = (folder / parent.file).is_file()
        self._contests = configuration.contests
        self._votes: dict[tuple[Any, ...], dict[int, int]] = {}
        self._lines: dict[tuple[Any, ...], int] = {}
        self._broken: set[tuple[Any, ...]] = set()
        third = "device" if any(column.name == "device" for column in table.columns) else "kind"
        positions = {code: frozenset(contest.positions) for code, contest in self._contests.items()}
        units = configuration.commissions if unit == "commission" else configuration.precincts
        for row in read_table(folder, table, problems):
            advance(1)
            values = row.values
            key = (values[unit], values["contest"], values[third])
            known = positions.get(values["contest"])
            if known is None:
                self._refuse(row.line, "contest", key, f"contest {values['contest']} is unknown")
            elif values[unit] not in units:
                self._refuse(row.line, unit, key, f"{unit} {values[unit]} is unknown")
            elif values["position"] not in known:
                reason = f"contest {values['contest']} has no position {values['position']}"
                self._refuse(row.line, "position", key, reason)
            else:
                self._add(row.line, key, values["position"], values["votes"])

    def take(self, key: tuple[Any, ...], line: int) -> dict[int, int]:
        """Votes by position, in ballot order; {} when none are given. Some but not all positions are a problem."""
        votes = self._votes.pop(key, {})
        contest = self._contests.get(key[1])
        if votes and contest is not None and key not in self._broken:
            missing = [str(position) for position in contest.positions if position not in votes]
            if missing:
                reason = (
                    f"votes for position {', '.join(missing)} are missing in {self._table.file}; give 0 where it is 0"
                )
                self._problems.add(self._parent.file, line, "contest", reason)
        return dict(sorted(votes.items()))

    def leftovers(self, *, rows_seen: bool) -> None:
        """Report votes whose report or protocol is not there; `rows_seen`: the file that should hold it has rows."""
        if not rows_seen:
            if self._votes and not self._parent_exists:
                reason = f"{self._parent.file} is missing, to which these votes belong"
                self._problems.add(self._table.file, 1, 1, reason)
            return
        for key in self._votes:
            shown = ", ".join(str(part) for part in key if part)
            reason = f"there is no row for {shown} in {self._parent.file}"
            self._problems.add(self._table.file, self._lines[key], self._table.columns[0].name, reason)

    def _add(self, line: int, key: tuple[Any, ...], position: int, votes: int | None) -> None:
        found = self._votes.get(key)
        if found is None:
            found = self._votes[key] = {}
            self._lines[key] = line
        if position in found:
            self._refuse(line, "position", key, f"position {position} stands twice for this report")
        elif votes is None:
            self._broken.add(key)
        else:
            found[position] = votes

    def _refuse(self, line: int, column: str, key: tuple[Any, ...], reason: str) -> None:
        self._broken.add(key)
        self._problems.add(self._table.file, line, column, reason)
