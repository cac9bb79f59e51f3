"""Party lists of a package and preference votes for the persons on them (docs/package.md)."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from portal.domain.configuration import Contest, ListedPerson, Option
from portal.domain.names import Names
from portal.domain.preferences import PREFERENCE_RULES, excess
from portal.domain.rules import sentence
from portal.domain.statuses import OptionKind, ProtocolKind
from portal.package.problems import Problems
from portal.package.reading import Row, read_table
from portal.package.tables import LIST_PERSONS, PREFERENCE_VOTES, PROTOCOLS

Place = tuple[str, int]
"""Contest and ballot position of a party."""
Preferences = dict[tuple[int, int], int]
"""Preference votes by ballot position and number on the list."""
_Key = tuple[str, str, ProtocolKind]


def read_lists(folder: Path, options: Mapping[str, Iterable[Option]], problems: Problems) -> dict[Place, list[Row]]:
    """Rows of list_persons.csv by party, each party a known one, in the order of the numbers."""
    kinds = {(contest, option.position): option.kind for contest, some in options.items() for option in some}
    found: dict[Place, list[Row]] = {}
    for row in read_table(folder, LIST_PERSONS, problems):
        values = row.values
        place = (values["contest"], values["position"])
        if None in (*place, values["person"]):
            continue
        if place not in kinds:
            reason = f"contest {place[0]} has no position {place[1]}"
            problems.add(LIST_PERSONS.file, row.line, "position", reason)
        elif kinds[place] is not OptionKind.PARTY:
            reason = f"position {place[1]} is no party; only parties have lists"
            problems.add(LIST_PERSONS.file, row.line, "position", reason)
        elif not any(values[f"name_{code}"] for code in ("ky", "ru", "en")):
            problems.add(LIST_PERSONS.file, row.line, "name_ky", "has no name in any language")
        else:
            found.setdefault(place, []).append(row)
    return {place: sorted(rows, key=lambda row: int(row.values["person"])) for place, rows in found.items()}


def listed_person(values: Mapping[str, Any], names: Names) -> ListedPerson:
    """The person of a row."""
    return ListedPerson(values["person"], names, values["id"], values["sex"], values["status"])


class PreferenceVotes:
    """Preference votes by protocol: `take` hands them out once, `leftovers` reports what nobody took."""

    def __init__(
        self,
        folder: Path,
        contests: Mapping[str, Contest],
        marks: Callable[[str], int | None],
        problems: Problems,
        *,
        history: bool,
    ) -> None:
        self._contests, self._marks, self._problems, self._history = contests, marks, problems, history
        self._votes: dict[_Key, Preferences] = {}
        self._lines: dict[_Key, int] = {}
        self._broken: set[_Key] = set()
        listed = {code: frozenset(contest.listed) for code, contest in contests.items()}
        for row in read_table(folder, PREFERENCE_VOTES, problems):
            self._row(row, listed)

    def take(self, key: _Key, votes: Mapping[int, int], line: int) -> Preferences:
        """Preferences of a protocol in the order of the lists; {} when none are given.

        Some but not all persons are a problem. So are more preferences for a person or on a list than its ballots can
        bear; in an archive, which shows what was signed, they are a note.
        """
        found = self._votes.pop(key, {})
        if not found or key in self._broken:
            return found
        listed = self._contests[key[1]].listed
        missing = [f"{position}:{person}" for position, person in listed if (position, person) not in found]
        if missing:
            reason = f"preference votes for {', '.join(missing[:5])} are missing in {PREFERENCE_VOTES.file}; give 0"
            self._problems.add(PROTOCOLS.file, line, "contest", reason)
        for each in excess(self._contests[key[1]], found, votes, self._marks(key[1])):
            values = {**each.values, "left": each.left, "right": each.right}
            self._too_many(line, sentence(PREFERENCE_RULES[each.code], values, "en"))
        return {place: found[place] for place in listed if place in found}

    def leftovers(self) -> None:
        """Report preference votes whose protocol is not there."""
        for key in self._votes:
            reason = f"there is no row for {', '.join(key)} in {PROTOCOLS.file}"
            self._problems.add(PREFERENCE_VOTES.file, self._lines[key], "precinct", reason)

    def _row(self, row: Row, listed: Mapping[str, frozenset[tuple[int, int]]]) -> None:
        values = row.values
        key = (values["precinct"], values["contest"], values["kind"])
        place = (values["position"], values["person"])
        if None in (*key, *place, values["votes"]):
            self._broken.add(key)
            return
        votes = self._votes.setdefault(key, {})
        self._lines.setdefault(key, row.line)
        if key[1] not in listed:
            self._refuse(row, "contest", key, f"contest {key[1]} is unknown")
        elif place not in listed[key[1]]:
            self._refuse(row, "person", key, f"the list of position {place[0]} has no person {place[1]}")
        elif place in votes:
            self._refuse(row, "person", key, f"person {place[0]}:{place[1]} stands twice for this protocol")
        else:
            votes[place] = values["votes"]

    def _refuse(self, row: Row, column: str, key: _Key, reason: str) -> None:
        self._broken.add(key)
        self._problems.add(PREFERENCE_VOTES.file, row.line, column, reason)

    def _too_many(self, line: int, reason: str) -> None:
        if self._history:
            self._problems.note(PROTOCOLS.file, line, "contest", reason)
        else:
            self._problems.add(PROTOCOLS.file, line, "contest", reason)
