"""The tests of one third (R139 ¶81) over a district and over the country, and the invalidated precincts behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from portal.domain.configuration import Precinct
from portal.domain.decisions import DecisionKind
from portal.domain.determination.derived import PrecinctResult, tally
from portal.domain.determination.inputs import ParticipationBasis
from portal.domain.determination.invalidation import (
    Coverage,
    InvalidityParameters,
    InvalidityScope,
    one_third_tests,
    other_basis_notices,
)
from portal.domain.determination.outcome import Step
from portal.domain.determination.parameters import ParameterError, Reader
from portal.domain.documents import PrecinctDocument, ResultDocument
from portal.domain.documents.determination import (
    CoverageDocument,
    ExcludedCount,
    ExcludedDocument,
    OtherBasisDocument,
    StepDocument,
)
from portal.domain.statuses import ContestKind, ProtocolKind
from portal.domain.tabulation.evidence import Counted
from portal.domain.tabulation.precinct import decision_document
from portal.domain.tabulation.scheme import Scheme


def district_coverage(counted: Counted) -> CoverageDocument:
    """The tests over one contest; its invalidated precincts are part of what one third is measured of."""
    positions = counted.contest.positions
    rows = [(row, figures) for row in counted.evidence.excluded if (figures := counted.excluded_count(row))]
    results = [
        PrecinctResult(row["precinct"], figures["took_part"], dict(zip(positions, figures["votes"], strict=True)))
        for row, figures in rows
    ]
    excluded = tally(results, counted.scheme.decisions, counted.contest.code)
    coverage = Coverage(counted.took_part, 0, counted.made_invalid) + excluded.coverage
    parameters = _parameters(counted.scheme, counted.contest.code)
    steps = (*excluded.steps, *one_third_tests(coverage, (coverage,), parameters).steps)
    other = _by_other_basis(counted, coverage, [figures for _, figures in rows])
    return coverage_document(coverage, parameters, InvalidityScope.DISTRICT, steps, other)


def national_coverage(
    scheme: Scheme, districts: Iterable[Coverage], otherwise: Sequence[OtherBasisDocument | None] = ()
) -> CoverageDocument:
    """The tests over all contests of the campaign together.

    `otherwise` are the numbers of each district by the other basis, None where it has no others.
    """
    parameters, rows = _parameters(scheme, ""), list(districts)
    invalidity = one_third_tests(Coverage(), rows, parameters)
    other = None
    if known := [one for one in otherwise if one]:
        pairs = zip(rows, otherwise, strict=True)
        totals = [
            (one["took_part"], one["at_precincts"]) if one else (row.took_part, row.at_precincts) for row, one in pairs
        ]
        took_part, at_precincts = (sum(column) for column in zip(*totals, strict=True))
        other = _other(known[0]["basis"], took_part, at_precincts)
    return coverage_document(invalidity.national, parameters, InvalidityScope.NATIONAL, invalidity.steps, other)


def _by_other_basis(
    counted: Counted, coverage: Coverage, excluded: Iterable[ExcludedCount]
) -> OtherBasisDocument | None:
    """The district's voters by the basis that the campaign does not count by; None where it has no figure for them or
    the numbers are the same.
    """
    basis = counted.basis.other
    figure = counted.participation.by(basis)
    if figure is None or counted.participation.by(counted.basis) is None:
        return None
    at_precincts = sum(row.get("took_part_otherwise", row["took_part"]) for row in excluded)
    took_part = figure + at_precincts
    if (took_part, at_precincts) == (coverage.took_part, coverage.at_precincts):
        return None
    return _other(basis.value, took_part, at_precincts)


def _other(basis: str, took_part: int, at_precincts: int) -> OtherBasisDocument:
    return {"basis": basis, "took_part": took_part, "at_precincts": at_precincts}


def coverage_document(
    coverage: Coverage,
    parameters: InvalidityParameters,
    scope: InvalidityScope,
    steps: Iterable[Step],
    other: OtherBasisDocument | None = None,
) -> CoverageDocument:
    """The tests of one scope as they are published; steps of the other scope are left out."""
    own = [step for step in steps if dict(step.numbers).get("scope", scope.value) == scope.value]
    if other:
        counted_so = replace(coverage, took_part=other["took_part"], at_precincts=other["at_precincts"])
        own += other_basis_notices(coverage, counted_so, scope, other["basis"])
    document: CoverageDocument = {
        "scope": scope.value,
        "in_force": parameters.scope is scope,
        "took_part": coverage.took_part,
        "at_precincts": coverage.at_precincts,
        "for_candidates": coverage.for_candidates,
        "for_candidates_elsewhere": coverage.for_candidates_elsewhere,
        "precincts_above_third": coverage.precincts_above_third,
        "candidates_above_third": coverage.candidates_above_third,
        "steps": [cast(StepDocument, step.document()) for step in own],
    }
    if other:
        document["otherwise"] = other
    return document


def excluded_documents(
    scheme: Scheme, territory: str, precincts: Iterable[PrecinctDocument], configured: Mapping[str, Precinct]
) -> dict[str, list[ExcludedDocument]]:
    """Invalidated precincts among these by contest; `configured` holds at least those that decisions name."""
    found: dict[str, list[ExcludedDocument]] = {}
    for precinct in precincts:
        if precinct["number"] not in configured:
            continue
        for result in precinct["results"]:
            if not result["counted"]:
                row = _excluded(scheme, territory, configured[precinct["number"]], result)
                found.setdefault(result["contest"], []).append(row)
    return found


def voters_of(precinct: Precinct, contest: str) -> int | None:
    """Voters of a contest on the precinct's list: its own number where the package gives one."""
    return precinct.voters_by_contest.get(contest, precinct.voters)


def _excluded(scheme: Scheme, territory: str, precinct: Precinct, result: ResultDocument) -> ExcludedDocument:
    contest = result["contest"]
    row: ExcludedDocument = {
        "precinct": precinct.number,
        "territory": territory,
        "remote": result["remote"],
        "voters": None if result["remote"] else voters_of(precinct, contest),
        "re_vote_set": scheme.decisions.counting_vote(precinct.number, contest) is not None,
        "scanner": _by_scanner(result),
        "protocol": _by_hand(scheme, result),
    }
    acts = scheme.decisions.about_contest(contest, DecisionKind.INVALIDATE_PRECINCT)
    if named := [act for act in acts if act.precinct == precinct.number]:
        row["decision"] = decision_document(named[-1])
    return row


def _by_scanner(result: ResultDocument) -> ExcludedCount | None:
    if (scanner := result["scanner"]) is None:
        return None
    processed = scanner["ballots_processed"]
    return {"took_part": scanner["base"] if processed is None else processed, "votes": scanner["votes"]}


def _by_hand(scheme: Scheme, result: ResultDocument) -> ExcludedCount | None:
    """Voters who took part by the campaign's basis, else ballots found, else votes."""
    if (protocol := result["protocol"]) is None:
        return None
    form = scheme.form(ProtocolKind(protocol["kind"]), remote=result["remote"])
    signatures, ballots = (
        form.value_by_key(key, protocol["lines"], protocol["base"]) if form else None
        for key in ("voters_participated", "ballots_found")
    )
    by_ballots = protocol["base"] if ballots is None else ballots
    if result["remote"] or signatures is None:
        return {"took_part": by_ballots, "votes": protocol["votes"]}
    own, other = (signatures, by_ballots) if _by_signatures(scheme, result) else (by_ballots, signatures)
    found: ExcludedCount = {"took_part": own, "votes": protocol["votes"]}
    if other != own:
        found["took_part_otherwise"] = other
    return found


def _by_signatures(scheme: Scheme, result: ResultDocument) -> bool:
    contest = scheme.contests[result["contest"]]
    president = contest.kind is ContestKind.PRESIDENT
    usual = ParticipationBasis.SIGNATURES if president else ParticipationBasis.BALLOTS_FOUND
    try:
        basis = Reader(scheme.campaign.parameters, contest.code).choice(
            "participation_basis", ParticipationBasis, usual
        )
    except ParameterError:
        basis = usual
    return basis is ParticipationBasis.SIGNATURES


def _parameters(scheme: Scheme, contest: str) -> InvalidityParameters:
    try:
        return InvalidityParameters.parse(scheme.campaign.parameters, contest)
    except ParameterError:
        return InvalidityParameters()
