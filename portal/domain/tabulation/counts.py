"""Votes of one contest in one place by one count: how they are added up and where their shares come from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.documents import ContestCounts, CountDocument
from portal.domain.shares import shares
from portal.domain.statuses import Count, Flag


@dataclass
class CountSum:
    """A running sum; `document` closes it. All lists stand in the order of the contest's options."""

    options: int
    expected: int = 0
    received: int = 0
    invalidated: int = 0
    remote_received: int = 0
    home: list[int] = field(default_factory=list)
    remote: list[int] = field(default_factory=list)
    ballots: int | None = None
    lines: dict[str, int] = field(default_factory=dict)
    remote_lines: dict[str, int] = field(default_factory=dict)
    preferences_received: int = 0
    preferences: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home = [0] * self.options
        self.remote = [0] * self.options

    def add_votes(self, votes: Iterable[int], *, remote: bool) -> None:
        """Add the votes of one precinct or place to its home or remote part."""
        target = self.remote if remote else self.home
        for index, count in enumerate(votes):
            target[index] += count

    def add_ballots(self, ballots: int | None) -> None:
        """Add ballots where they are stated; the sum stays None while no source states any."""
        if ballots is not None:
            self.ballots = (self.ballots or 0) + ballots

    def add_lines(self, lines: Mapping[str, int], *, remote: bool) -> None:
        """Add the lines of an ordinary or a remote protocol by standard key."""
        for sums in (self.lines, self.remote_lines) if remote else (self.lines,):
            for key, value in lines.items():
                sums[key] = sums.get(key, 0) + value

    def add_preferences(self, votes: Sequence[int], received: int = 1) -> None:
        """Add preference votes of so many protocols, in the order of the contest's persons."""
        self.preferences = [one + more for one, more in zip(self.preferences or [0] * len(votes), votes, strict=True)]
        self.preferences_received += received

    def add(self, part: CountDocument) -> None:
        """Add another place's count of the same contest."""
        self.expected += part["expected"]
        self.received += part["received"]
        self.invalidated += part["invalidated"]
        self.remote_received += part["remote_received"]
        self.add_votes(part["home"], remote=False)
        self.add_votes(part["remote"], remote=True)
        self.add_ballots(part["ballots"])
        remote = part.get("remote_lines", {})
        self.add_lines({key: value - remote.get(key, 0) for key, value in part["lines"].items()}, remote=False)
        self.add_lines(remote, remote=True)
        if preferences := part.get("preferences"):
            self.add_preferences(preferences["votes"], preferences["received"])

    def document(self) -> CountDocument:
        """The sum with its base and shares."""
        votes = [home + remote for home, remote in zip(self.home, self.remote, strict=True)]
        base = sum(votes)
        document: CountDocument = {
            "expected": self.expected,
            "received": self.received,
            "invalidated": self.invalidated,
            "remote_received": self.remote_received,
            "votes": votes,
            "home": list(self.home),
            "remote": list(self.remote),
            "base": base,
            "shares": shares(votes, base),
            "ballots": self.ballots,
            "lines": dict(sorted(self.lines.items())),
        }
        if self.remote_lines:
            document["remote_lines"] = dict(sorted(self.remote_lines.items()))
        if self.preferences_received:
            document["preferences"] = {"received": self.preferences_received, "votes": list(self.preferences)}
        return document


@dataclass
class ContestSum:
    """Both counts of a contest as running sums, and how many precincts carry each flag; `document` closes it."""

    options: int
    counts: dict[Count, CountSum] = field(default_factory=dict)
    flagged: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counts = {count: CountSum(self.options) for count in Count}

    def add_flags(self, flags: Iterable[str]) -> None:
        """Add one precinct with these flags."""
        self._add_flagged(dict.fromkeys(flags, 1))

    def add(self, part: ContestCounts) -> None:
        """Add another place's counts of the same contest."""
        self.counts[Count.SCANNER].add(part["scanner"])
        self.counts[Count.PROTOCOL].add(part["protocol"])
        self._add_flagged(part.get("flagged", {}))

    def document(self) -> ContestCounts:
        """Both sums, with the flags that any precinct carries."""
        document: ContestCounts = {
            "scanner": self.counts[Count.SCANNER].document(),
            "protocol": self.counts[Count.PROTOCOL].document(),
        }
        if self.flagged:
            document["flagged"] = {flag: self.flagged[flag] for flag in map(str, Flag) if flag in self.flagged}
        return document

    def _add_flagged(self, numbers: Mapping[str, int]) -> None:
        for flag, precincts in numbers.items():
            self.flagged[flag] = self.flagged.get(flag, 0) + precincts


def sum_contest(options: int, parts: Iterable[ContestCounts]) -> ContestCounts:
    """The sum of several places' counts of one contest with `options` options, and of their flags."""
    total = ContestSum(options)
    for part in parts:
        total.add(part)
    return total.document()


def sum_counts(options: int, parts: Iterable[CountDocument]) -> CountDocument:
    """The sum of several places' counts of one contest with `options` options."""
    total = CountSum(options)
    for part in parts:
        total.add(part)
    return total.document()
