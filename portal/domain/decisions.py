"""Decisions of commissions and courts, and the state of a campaign as a fold over them (domain.md §3.10, R139 ¶73-84).

A decision is a dated act that is never changed; what holds on a day follows from the acts up to that day. One act may
hold several rows (the same body and number): district 13's act of 13 February 2026 reversed an annulment and annulled
one candidate's votes. A reversed act counts as if it had not been made, and a reversed reversal restores. What rests on
another act (a repeat election on the annulment) lapses with it and returns with it (`RESTS_ON`; inference).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Day
from enum import StrEnum
from functools import cached_property

from portal.domain.names import Names


class DecisionError(ValueError):
    """A decision that cannot be read: the message says which field, its value and what is allowed."""


class DecisionKind(StrEnum):
    """What a decision (решение, постановление) does; the comment of each names its source."""

    PERMIT_REENTRY = "permit_reentry"  # R53 ¶45
    RECOUNT = "recount"  # R139 ¶73
    INVALIDATE_PRECINCT = "invalidate_precinct"  # R139 ¶75
    SET_RE_VOTE = "set_re_vote"  # R139 ¶75: переголосование
    INVALIDATE_CANDIDATE = "invalidate_candidate"  # R139 ¶76
    WITHDRAW_CANDIDATE = "withdraw_candidate"  # R139 ¶78: выбыл
    DETERMINE = "determine"  # R139 ¶77
    SET_SECOND_ROUND = "set_second_round"  # R139 ¶78: повторное голосование
    DECLARE_INVALID = "declare_invalid"  # R139 ¶79, ¶81
    DECLARE_NOT_HELD = "declare_not_held"  # R139 ¶79: несостоявшиеся
    SET_REPEAT_ELECTION = "set_repeat_election"  # R139 ¶78, ¶79
    SUSPEND_BY_APPEAL = "suspend_by_appeal"  # R139 ¶78
    RESUME = "resume"  # R139 ¶78: the court has finally considered the appeal
    REVERSE = "reverse"  # the act named by the target counts as not made
    OFFICIAL = "official"  # R139 ¶84


class DecisionScope(StrEnum):
    """What the target of a decision names."""

    CAMPAIGN = "campaign"
    CONTEST = "contest"
    TERRITORY = "territory"
    PRECINCT = "precinct"
    OPTION = "option"
    DECISION = "decision"


class ContestStatus(StrEnum):
    """What the decisions say of a contest's result; the portal's own computation never changes it."""

    OPEN = "open"
    DETERMINED = "determined"
    INVALID = "invalid"
    NOT_HELD = "not_held"


_RESULT = frozenset({DecisionScope.CONTEST, DecisionScope.CAMPAIGN})
SCOPES: dict[DecisionKind, frozenset[DecisionScope]] = {
    DecisionKind.PERMIT_REENTRY: frozenset({DecisionScope.PRECINCT}),
    DecisionKind.RECOUNT: frozenset({DecisionScope.PRECINCT, DecisionScope.TERRITORY, DecisionScope.CONTEST}),
    DecisionKind.INVALIDATE_PRECINCT: frozenset({DecisionScope.PRECINCT}),
    DecisionKind.SET_RE_VOTE: frozenset({DecisionScope.PRECINCT}),
    DecisionKind.INVALIDATE_CANDIDATE: frozenset({DecisionScope.OPTION}),
    DecisionKind.WITHDRAW_CANDIDATE: frozenset({DecisionScope.OPTION}),
    DecisionKind.DETERMINE: _RESULT,
    DecisionKind.SET_SECOND_ROUND: _RESULT,
    DecisionKind.DECLARE_INVALID: _RESULT,
    DecisionKind.DECLARE_NOT_HELD: _RESULT,
    DecisionKind.SET_REPEAT_ELECTION: _RESULT,
    DecisionKind.SUSPEND_BY_APPEAL: _RESULT,
    DecisionKind.RESUME: _RESULT,
    DecisionKind.REVERSE: frozenset({DecisionScope.DECISION}),
    DecisionKind.OFFICIAL: _RESULT,
}
"""Scopes a decision of each kind may have."""

_DECLARATIONS = frozenset({DecisionKind.DECLARE_INVALID, DecisionKind.DECLARE_NOT_HELD})
RESTS_ON: dict[DecisionKind, frozenset[DecisionKind]] = {
    DecisionKind.SET_RE_VOTE: frozenset({DecisionKind.INVALIDATE_PRECINCT}),
    DecisionKind.SET_SECOND_ROUND: frozenset({DecisionKind.DETERMINE}),
    DecisionKind.SET_REPEAT_ELECTION: _DECLARATIONS | {DecisionKind.DETERMINE},
    DecisionKind.OFFICIAL: _DECLARATIONS | {DecisionKind.DETERMINE},
}
"""A decision of the key's kind lapses when the act of these kinds that governed its target before it is reversed."""

_STATUS = {
    DecisionKind.DETERMINE: ContestStatus.DETERMINED,
    DecisionKind.DECLARE_INVALID: ContestStatus.INVALID,
    DecisionKind.DECLARE_NOT_HELD: ContestStatus.NOT_HELD,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """решение: one row of one act.

    `target` by scope: campaign "" · contest, territory: its code · precinct "105" (all its contests) or "105:13" (one
    contest) · option "13:4" (contest and ballot position) · decision: the reversed act's number, or "body:number" where
    two bodies used the same number. `sequence` is the register's order of entry and orders acts of one day. Raises
    DecisionError when scope or target do not fit the kind.
    """

    number: str
    date: Day
    body: str
    kind: DecisionKind
    scope: DecisionScope
    target: str
    reasons: Names = field(default_factory=Names)
    sequence: int = 0

    def __post_init__(self) -> None:
        if not self.number or not self.body:
            raise DecisionError("decision: number and body must not be empty; give the act's number and who made it")
        if self.scope not in SCOPES[self.kind]:
            allowed = ", ".join(sorted(SCOPES[self.kind]))
            raise DecisionError(
                f"decision {self.number}: scope {self.scope!r} does not fit {self.kind!r}; allowed: {allowed}"
            )
        expected = _TARGET_FORMS[self.scope]
        if not _fits(self.scope, self.target):
            raise DecisionError(f"decision {self.number}: target {self.target!r} is not {expected}")

    @property
    def key(self) -> str:
        """The act in full, as a reversal may name it: "body:number"."""
        return f"{self.body}:{self.number}"

    @property
    def precinct(self) -> str:
        """Number of the precinct, "" for other scopes."""
        return self.target.partition(":")[0] if self.scope is DecisionScope.PRECINCT else ""

    @property
    def contest(self) -> str:
        """Code of the contest concerned; "" when it concerns every contest of its target."""
        if self.scope in (DecisionScope.CONTEST, DecisionScope.OPTION):
            return self.target.partition(":")[0]
        return self.target.partition(":")[2] if self.scope is DecisionScope.PRECINCT else ""

    @property
    def position(self) -> int | None:
        """Ballot position of the option concerned, None for other scopes."""
        return int(self.target.partition(":")[2]) if self.scope is DecisionScope.OPTION else None


_TARGET_FORMS = {
    DecisionScope.CAMPAIGN: "empty, as it must be for a whole campaign",
    DecisionScope.CONTEST: "the code of a contest",
    DecisionScope.TERRITORY: "the code of a territory",
    DecisionScope.PRECINCT: 'a precinct as "number" or "number:contest"',
    DecisionScope.OPTION: 'an option as "contest:position"',
    DecisionScope.DECISION: 'the number of an earlier decision, or "body:number"',
}


def _fits(scope: DecisionScope, target: str) -> bool:
    head, colon, tail = target.partition(":")
    if scope is DecisionScope.CAMPAIGN:
        return target == ""
    if scope is DecisionScope.OPTION:
        return bool(head) and tail.isascii() and tail.isdigit()
    if scope is DecisionScope.PRECINCT:
        return bool(head) and bool(tail) == bool(colon)
    return bool(target)


@dataclass(frozen=True)
class DecisionState:
    """What a set of decisions amounts to. `log` is in order; `in_force` lacks what was reversed or has lapsed.

    Raises DecisionError (from `state_at`) when a reversal names no earlier act or more than one.
    """

    log: tuple[Decision, ...] = ()

    @cached_property
    def in_force(self) -> tuple[Decision, ...]:
        """Decisions that hold, in order; reversals that hold are among them."""
        standing = _not_reversed(self.log)
        return tuple(decision for decision in standing if not _lapsed(decision, self.log, standing))

    def of_kind(self, *kinds: DecisionKind) -> tuple[Decision, ...]:
        """Decisions of these kinds that hold, in order."""
        return tuple(decision for decision in self.in_force if decision.kind in kinds)

    def about_contest(self, contest: str, *kinds: DecisionKind) -> tuple[Decision, ...]:
        """Decisions of these kinds that hold and concern the contest, by its own code or the whole campaign."""
        return tuple(decision for decision in self.of_kind(*kinds) if decision.contest in ("", contest))

    def precinct_invalidated(self, precinct: str, contest: str) -> bool:
        """True while the precinct's totals of this contest are invalidated (R139 ¶75)."""
        return self._precinct_named(precinct, contest, DecisionKind.INVALIDATE_PRECINCT)

    def re_vote_set(self, precinct: str, contest: str) -> bool:
        """True while a re-vote of this contest is set at the precinct (R139 ¶75)."""
        return self._precinct_named(precinct, contest, DecisionKind.SET_RE_VOTE)

    def counting_vote(self, precinct: str, contest: str) -> int | None:
        """Which vote of the precinct counts: 0 the first, 1 the first re-vote …, None while excluded (R139 ¶75).

        The last of invalidation and re-vote decides: totals of a re-vote may be invalidated in their turn. A re-vote
        keeps its number when an earlier one is reversed: numbers are those of `re_votes_called`.
        """
        kinds = (DecisionKind.INVALIDATE_PRECINCT, DecisionKind.SET_RE_VOTE)
        acts = [row for row in self.about_contest(contest, *kinds) if row.precinct == precinct]
        if acts and acts[-1].kind is DecisionKind.INVALIDATE_PRECINCT:
            return None
        return self.re_votes_called(precinct, contest).index(acts[-1].key) + 1 if acts else 0

    def re_votes_called(self, precinct: str, contest: str) -> list[str]:
        """Keys of the acts that ever called a re-vote here, in order, those reversed since among them (R139 ¶75).

        An empty contest asks for the whole precinct: acts on any of its contests.
        """
        return [row.key for row in self._re_votes(precinct, contest)]

    def vote_on(self, precinct: str, contest: str, day: Day) -> int:
        """Which vote of the precinct a paper signed on that day belongs to: 0 the first, 1 the first re-vote …

        A re-vote is held on a day after the act that calls it, so a paper signed later than the act's day is of the
        re-vote (inference); whether the act still holds does not matter: what was signed stays what it was.
        """
        return sum(row.date < day for row in self._re_votes(precinct, contest))

    def _re_votes(self, precinct: str, contest: str) -> list[Decision]:
        found: dict[str, Decision] = {}
        for row in self.log:
            named = row.kind is DecisionKind.SET_RE_VOTE and row.precinct == precinct
            if named and (not contest or row.contest in ("", contest)):
                found.setdefault(row.key, row)
        return list(found.values())

    def reentry_permits(self, precinct: str, contest: str) -> tuple[Decision, ...]:
        """Decisions that permit a second entry of the precinct's protocol (R53 ¶45), in order."""
        permits = self.about_contest(contest, DecisionKind.PERMIT_REENTRY)
        return tuple(decision for decision in permits if decision.precinct == precinct)

    def invalidated_positions(self, contest: str) -> frozenset[int]:
        """Ballot positions whose votes count as invalid ballots (R139 ¶76)."""
        return self._positions(contest, DecisionKind.INVALIDATE_CANDIDATE)

    def withdrawn_positions(self, contest: str) -> frozenset[int]:
        """Ballot positions of candidates who withdrew or fell out after the ballot was printed (R139 ¶78)."""
        return self._positions(contest, DecisionKind.WITHDRAW_CANDIDATE)

    def status(self, contest: str) -> ContestStatus:
        """What the declaration or determination that governs says of the contest.

        A campaign-wide determination does not lift what was declared of the contest itself (district 13: 10 Dec 2025).
        """
        ruling = _ruling(self.about_contest(contest, *_STATUS))
        return _STATUS[ruling.kind] if ruling else ContestStatus.OPEN

    def acts(self, contest: str) -> tuple[Decision, ...]:
        """The act that governs the contest's result, then that of its official publication, as far as each holds.

        One act may do both (R139 ¶77, ¶84); then it stands here twice, once for each of its kinds.
        """
        ruling = _ruling(self.about_contest(contest, *_STATUS))
        published = self.about_contest(contest, DecisionKind.OFFICIAL)[-1:] if self.official(contest) else ()
        return (*((ruling,) if ruling else ()), *published)

    def suspended(self, contest: str) -> bool:
        """True while an appeal suspends the determination (R139 ¶78)."""
        rulings = self.about_contest(contest, DecisionKind.SUSPEND_BY_APPEAL, DecisionKind.RESUME)
        return bool(rulings) and rulings[-1].kind is DecisionKind.SUSPEND_BY_APPEAL

    def repeat_election_set(self, contest: str) -> bool:
        """True while a repeat election is set (R139 ¶78, ¶79)."""
        return bool(self.about_contest(contest, DecisionKind.SET_REPEAT_ELECTION))

    def second_round_set(self, contest: str) -> bool:
        """True while a second round is set (R139 ¶78)."""
        return bool(self.about_contest(contest, DecisionKind.SET_SECOND_ROUND))

    def official(self, contest: str) -> bool:
        """True while an official publication (R139 ¶84) is later than every ruling on the contest and its reversal."""
        published = [self.log.index(row) for row in self.about_contest(contest, DecisionKind.OFFICIAL)]
        return bool(published) and max(published) > self._last_change(contest)

    def _last_change(self, contest: str) -> int:
        """Place in the log of the last ruling on the contest, or reversal of one, that holds; -1 if there is none."""
        changes = [-1, *(self.log.index(row) for row in self.about_contest(contest, *_STATUS))]
        for row in self.of_kind(DecisionKind.REVERSE):
            before = self.log[: self.log.index(row)]
            act = _reversed_act(row, before)
            if any(r.key == act and r.kind in _STATUS and r.contest in ("", contest) for r in before):
                changes.append(self.log.index(row))
        return max(changes)

    def _precinct_named(self, precinct: str, contest: str, kind: DecisionKind) -> bool:
        return any(decision.precinct == precinct for decision in self.about_contest(contest, kind))

    def _positions(self, contest: str, kind: DecisionKind) -> frozenset[int]:
        rows = (row for row in self.of_kind(kind) if row.contest == contest)
        return frozenset(row.position for row in rows if row.position is not None)


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions by date, then by the register's order; the order in which they are given does not matter."""
    return tuple(sorted(decisions, key=lambda d: (d.date, d.sequence, d.body, d.number, d.kind, d.scope, d.target)))


def state_at(decisions: Iterable[Decision], day: Day | None = None) -> DecisionState:
    """The state at the end of `day`, or after all decisions; later ones are not looked at.

    Raises DecisionError when a reversal names no earlier act or an ambiguous one.
    """
    log = in_order(decision for decision in decisions if day is None or decision.date <= day)
    for index, decision in enumerate(log):
        if decision.kind is DecisionKind.REVERSE:
            _reversed_act(decision, log[:index])
    return DecisionState(log)


def history(decisions: Iterable[Decision]) -> tuple[tuple[Day, DecisionState], ...]:
    """The state at the end of every day on which something was decided, oldest first."""
    log = in_order(decisions)
    days = sorted({decision.date for decision in log})
    return tuple((day, state_at(log, day)) for day in days)


def _reversed_act(reversal: Decision, earlier: tuple[Decision, ...]) -> str:
    """Key of the one act that a reversal names; its own other rows are never meant."""
    named = {row.key for row in earlier if reversal.target in (row.number, row.key) and row.key != reversal.key}
    if len(named) == 1:
        return named.pop()
    found = "no earlier decision" if not named else "decisions of several bodies (write body:number)"
    raise DecisionError(f"decision {reversal.number} of {reversal.date}: target {reversal.target!r} names {found}")


def _not_reversed(log: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Rows that stand after all reversals; later ones are settled first, so a reversed reversal reverses nothing."""
    fallen: set[tuple[str, int]] = set()
    standing = []
    for index in range(len(log) - 1, -1, -1):
        row = log[index]
        if any(key == row.key and index < before for key, before in fallen):
            continue
        standing.append(row)
        if row.kind is DecisionKind.REVERSE:
            fallen.add((_reversed_act(row, log[:index]), index))
    return tuple(reversed(standing))


def _lapsed(decision: Decision, log: tuple[Decision, ...], standing: tuple[Decision, ...]) -> bool:
    kinds = RESTS_ON.get(decision.kind)
    if kinds is None:
        return False
    before = _not_reversed(log[: log.index(decision)])
    grounds = [row for row in before if row.kind in kinds and _overlap(row, decision)]
    ruling = _ruling(grounds)
    if ruling and (decision.contest or decision.precinct):
        grounds = [row for row in grounds if row.kind is ruling.kind]
    return bool(grounds) and not any(row in standing for row in grounds)


def _ruling(rows: Iterable[Decision]) -> Decision | None:
    """The row that governs: the last; but a campaign-wide determination lifts no contest's own declaration."""
    governing: Decision | None = None
    for row in rows:
        own = governing is not None and governing.kind in _DECLARATIONS and governing.scope is DecisionScope.CONTEST
        if not (own and row.kind is DecisionKind.DETERMINE and row.scope is DecisionScope.CAMPAIGN):
            governing = row
    return governing


def _overlap(ground: Decision, decision: Decision) -> bool:
    """True when a ground concerns what the decision concerns; an empty contest means every contest."""
    same_contest = not ground.contest or not decision.contest or ground.contest == decision.contest
    return ground.precinct == decision.precinct and same_contest
