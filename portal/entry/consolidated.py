"""Сводный протокол and сводная таблица of an ОИК/ТИК as computed from the entered protocols (R53 ¶51, R139 ¶67-70).

Sums come from the tabulation that makes the published totals: one arithmetic. Until every protocol is in, the value is
a draft that says so and names what is missing. Remote protocols of a district are those of precincts anywhere (¶67).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.domain.configuration import Option, Precinct
from portal.domain.documents import CountDocument
from portal.domain.facts import PrecinctFacts
from portal.domain.names import Names
from portal.domain.protocol_form import ProtocolForm
from portal.domain.statuses import ProtocolKind
from portal.domain.tabulation.counts import sum_counts
from portal.domain.tabulation.precinct import precinct_document
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.totals import direct_totals
from portal.domain.visible import VisiblePrecinct
from portal.entry.commission import CommissionView
from portal.entry.known import known, known_precincts, votes_known, votes_of, with_own_contests
from portal.store.queries.configuration import precincts_by_number
from portal.store.queries.entry import precincts_with_remote
from portal.store.values import Commission


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of the form with the sum of it; None where no protocol states it."""

    id: str
    key: str
    names: Names
    value: int | None


@dataclass(frozen=True, slots=True)
class SumOption:
    """One position of the ballot with its votes."""

    position: int
    names: Names
    votes: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """One entered protocol: a column of the paper's consolidated table. `counted` is False while it is invalidated."""

    precinct: str
    version: int
    signed_at: datetime
    received_at: datetime
    lines: Mapping[str, int]
    votes: Mapping[int, int]
    counted: bool


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that is not entered yet: an ordinary protocol, or a remote one where machines report remote votes."""

    precinct: str
    kind: ProtocolKind


@dataclass(frozen=True)
class ConsolidatedTable:
    """The consolidated protocol of one contest and kind (ordinary or remote), with its table.

    `uik_count` are the precincts beneath the commission that vote in the contest, `ordinary_count` and `remote_count`
    the protocols of the contest that were entered. While `missing` names papers the value is a draft (`complete` is
    False) and every print of it has to say so. Times are UTC; `zone` is the campaign's.
    """

    campaign: str
    campaign_names: Names
    zone: str
    commission: Commission
    contest: str
    contest_names: Names
    kind: ProtocolKind
    form: str
    form_names: Names
    computed_at: datetime
    uik_count: int
    ordinary_count: int
    remote_count: int
    lines: tuple[SumLine, ...]
    options: tuple[SumOption, ...]
    rows: tuple[TableRow, ...]
    missing: tuple[MissingPaper, ...]

    @property
    def complete(self) -> bool:
        """True once every ordinary protocol beneath the commission and every remote paper it knows of is in."""
        return not self.missing


def consolidated_tables(session: Session, mine: CommissionView, contest: str, now: datetime) -> list[ConsolidatedTable]:
    """The ordinary and, where the campaign has a remote form, the remote consolidated protocol of a contest.

    `contest` is one of `mine.contests`.
    """
    numbers = mine.numbers
    facts = known_precincts(session, mine.campaign, numbers)
    elsewhere = _elsewhere(session, mine, contest)
    far = known_precincts(session, mine.campaign, [precinct.number for precinct in elsewhere])
    every = _Papers(mine, contest, {**far, **facts}, (*mine.precincts, *elsewhere))
    campaign = mine.view.scheme.campaign
    tables = []
    if campaign.ordinary_form is not None:
        tables.append(every.table(ProtocolKind.ORDINARY, campaign.ordinary_form, now))
    if campaign.remote_form is not None:
        tables.append(every.table(ProtocolKind.REMOTE, campaign.remote_form, now))
    return tables


def _elsewhere(session: Session, mine: CommissionView, contest: str) -> tuple[Precinct, ...]:
    """Precincts of other commissions with remote votes for the district of a district commission (R139 ¶67)."""
    if not mine.commission.contest:
        return ()
    others = precincts_with_remote(session, mine.campaign, contest) - set(mine.numbers)
    found = precincts_by_number(session, mine.campaign, mine.view.stored.version, others)
    return tuple(with_own_contests(precinct) for precinct in found)


@dataclass(frozen=True)
class _Papers:
    """Every entered protocol that may belong to the contest's consolidated protocols."""

    mine: CommissionView
    contest: str
    facts: Mapping[str, PrecinctFacts]
    precincts: tuple[Precinct, ...]

    def table(self, kind: ProtocolKind, form: ProtocolForm, now: datetime) -> ConsolidatedTable:
        remote = kind is ProtocolKind.REMOTE
        view, contest = self.mine.view, self.mine.view.scheme.contests[self.contest]
        rows = tuple(self._rows(remote=remote))
        count = self._sum(remote=remote)
        voting = [precinct for precinct in self.mine.precincts if self.contest in precinct.contests]
        return ConsolidatedTable(
            campaign=self.mine.campaign,
            campaign_names=view.stored.campaign.names,
            zone=view.stored.campaign.timezone,
            commission=self.mine.commission,
            contest=self.contest,
            contest_names=contest.names,
            kind=kind,
            form=form.id,
            form_names=form.names,
            computed_at=now,
            uik_count=len(voting),
            ordinary_count=len(rows) if not remote else sum(1 for _ in self._rows(remote=False)),
            remote_count=len(rows) if remote else sum(1 for _ in self._rows(remote=True)),
            lines=tuple(
                SumLine(line.id, line.key, line.names, count["lines"].get(line.key))
                for line in form.lines
                if line.id in form.contest_line_ids
            ),
            options=_options(contest.options, count),
            rows=rows,
            missing=tuple(self._missing(voting)),
        )

    def _rows(self, *, remote: bool) -> Iterable[TableRow]:
        for precinct, visible in self._known(remote=remote):
            protocol = visible.protocols[self.contest][-1]
            yield TableRow(
                precinct=precinct.number,
                version=protocol.version,
                signed_at=protocol.signed_at,
                received_at=protocol.received_at,
                lines=protocol.lines,
                votes=protocol.votes,
                counted=self._scheme.counted(precinct.number, self.contest, visible.votes.get(self.contest, 0)),
            )

    def _sum(self, *, remote: bool) -> CountDocument:
        """The sum over the counted protocols of one kind, by the tabulation of the published totals."""
        scheme = self._scheme
        documents = [precinct_document(scheme, precinct, visible) for precinct, visible in self._known(remote=remote)]
        contests = direct_totals(scheme, documents)["contests"] if documents else {}
        if self.contest in contests:
            return contests[self.contest]["protocol"]
        return sum_counts(len(scheme.contests[self.contest].options), ())

    def _known(self, *, remote: bool) -> Iterable[tuple[Precinct, VisiblePrecinct]]:
        """Precincts with a protocol of this contest and kind, and nothing else of theirs."""
        for precinct in self.precincts:
            if (self.contest not in precinct.contests) is not remote:
                continue
            visible = self._seen(precinct)
            versions = visible.protocols.get(self.contest)
            if versions:
                yield precinct, replace(VisiblePrecinct(), protocols={self.contest: versions}, votes=visible.votes)

    def _seen(self, precinct: Precinct) -> VisiblePrecinct:
        return known(self.facts[precinct.number], votes_of(self._scheme, precinct))

    @property
    def _scheme(self) -> Scheme:
        return self.mine.view.scheme

    def _is_in(self, precinct: Precinct) -> bool:
        """True once the protocol of the vote that counts is in: a re-vote's own, where one was called (R139 ¶75)."""
        votes = votes_of(self._scheme, precinct)
        entered = votes_known(self.facts[precinct.number], votes, self.contest)
        return votes.due(self.contest, entered) in entered

    def _missing(self, voting: list[Precinct]) -> Iterable[MissingPaper]:
        """Precincts whose ordinary protocol is missing, then those whose machines report remote votes without one."""
        for precinct in voting:
            if not self._is_in(precinct):
                yield MissingPaper(precinct.number, ProtocolKind.ORDINARY)
        if self._scheme.campaign.remote_form is None:
            return
        for precinct in self.precincts:
            visible = self._seen(precinct)
            reports = visible.scanner.get(self.contest, ())
            cast = sum(sum(report.votes.values()) + (report.ballots_processed or 0) for report in reports)
            if self.contest not in precinct.contests and cast and not self._is_in(precinct):
                yield MissingPaper(precinct.number, ProtocolKind.REMOTE)


def _options(options: Iterable[Option], count: CountDocument) -> tuple[SumOption, ...]:
    return tuple(
        SumOption(option.position, option.names, votes) for option, votes in zip(options, count["votes"], strict=True)
    )
