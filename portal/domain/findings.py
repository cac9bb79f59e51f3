"""Findings across sources: two sources about the same ballots or voters, compared (rules X1-X7, T1, T2).

A finding (несоответствие) is stored, shown and exported and stops nothing. It is code + lines + values, never a
sentence. `lines` are line ids where a form's ratio is broken and standard keys here, so every form works. A count that
is not known is None, and what is not known is not compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.domain.form_parts import Severity
from portal.domain.source_rules import SOURCE_RULES


@dataclass(frozen=True, slots=True)
class Finding:
    """One inconsistency of one precinct or commission; `contest` is "" where it concerns all of them.

    `source` is the paragraph behind the rule; `explanation` is the written reason given with a warn ratio.
    """

    code: str
    severity: Severity
    source: str
    lines: tuple[str, ...]
    values: Mapping[str, int]
    contest: str = ""
    explanation: str = ""


def total(counts: Iterable[int | None]) -> int | None:
    """The sum of counts, or None when there are none or one of them is not known."""
    known: list[int] = []
    for count in counts:
        if count is None:
            return None
        known.append(count)
    return sum(known) if known else None


def found_against_processed(
    found: int | None, remote_found: int | None, processed: int | None, contest: str = ""
) -> Finding | None:
    """X1: ballots found (ordinary plus the sum of remote protocols, 0 where there are none) against ASU processed."""
    if found is None or remote_found is None or processed is None or found + remote_found == processed:
        return None
    values = {"found": found, "remote_found": remote_found, "processed": processed}
    return _finding("X1", ("ballots_found",), values, contest)


def votes_against_scanner(
    protocol: Mapping[int, int], scanner: Mapping[int, int], contest: str = ""
) -> tuple[Finding, ...]:
    """X2: votes by hand against votes by ASU, both by position; one finding per differing option, in ballot order."""
    return tuple(
        _finding(
            "X2", (), {"position": position, "protocol": protocol[position], "scanner": scanner[position]}, contest
        )
        for position in sorted(protocol.keys() & scanner.keys())
        if protocol[position] != scanner[position]
    )


def participated_against_identified(
    participated: int | None,
    remote_participated: int | None,
    identified: int | None,
    identified_outside: int | None,
    contest: str = "",
) -> Finding | None:
    """X3: signatures (2 + D1) against voters identified on the day, home and remote, plus those identified outside.

    `identified_outside` is 0 where the identification system counts them with the day already.
    """
    if participated is None or remote_participated is None or identified is None or identified_outside is None:
        return None
    if participated + remote_participated == identified + identified_outside:
        return None
    values = {
        "participated": participated,
        "remote_participated": remote_participated,
        "identified": identified,
        "identified_outside": identified_outside,
    }
    return _finding("X3", ("voters_participated",), values, contest)


def final_turnout_against_found(turnout: int | None, found: int | None, contest: str = "") -> Finding | None:
    """X4: final number of voters (ballots the scanners took, sent at closing) against all ballots found (9 + Σ D5)."""
    if turnout is None or found is None or turnout == found:
        return None
    return _finding("X4", ("ballots_found",), {"turnout": turnout, "found": found}, contest)


def remote_voters_against_scanner(remote_participated: int | None, scanner_remote: int | None) -> Finding | None:
    """X5: remote voters by signatures (D1) against remote voters in the precinct's ASU report."""
    if remote_participated is None or scanner_remote is None or remote_participated == scanner_remote:
        return None
    values = {"remote_participated": remote_participated, "scanner_remote": scanner_remote}
    return _finding("X5", ("voters_participated",), values, "")


def zero_report_not_zero(processed: int | None, votes: Mapping[int, int], contest: str = "") -> Finding | None:
    """X6: the zero report of an ASU, printed before the opening, holds ballots or votes."""
    counted = sum(votes.values())
    if not processed and not counted:
        return None
    return _finding("X6", (), {"processed": processed or 0, "votes": counted}, contest)


def signed_against_computed(
    signed: Mapping[str, int],
    computed: Mapping[str, int],
    signed_votes: Mapping[int, int],
    computed_votes: Mapping[int, int],
    contest: str = "",
) -> tuple[Finding, ...]:
    """X7: figures of a consolidated protocol as signed against the sums as computed; one finding per figure.

    Figures are keyed by standard key in the order of `signed`, votes by position.
    """
    figures = [
        _finding("X7", (key,), {"signed": value, "computed": computed[key]}, contest)
        for key, value in signed.items()
        if key in computed and computed[key] != value
    ]
    votes = [
        _finding(
            "X7",
            (),
            {"position": position, "signed": signed_votes[position], "computed": computed_votes[position]},
            contest,
        )
        for position in sorted(signed_votes.keys() & computed_votes.keys())
        if signed_votes[position] != computed_votes[position]
    ]
    return tuple(figures + votes)


def turnout_falls(series: Sequence[int | None], contest: str = "") -> tuple[Finding, ...]:
    """T1: cumulative turnout, in the order of its reports, falls; one finding per fall, numbered from 1 as `report`."""
    falls: list[Finding] = []
    before: int | None = None
    for report, count in enumerate(series, 1):
        if count is None:
            continue
        if before is not None and count < before:
            falls.append(_finding("T1", (), {"report": report, "before": before, "after": count}, contest))
        before = count
    return tuple(falls)


def turnout_above_list(identified: int | None, voters: int | None, contest: str = "") -> Finding | None:
    """T2: more voters of the home list identified than the list holds; remote voters stand on no home list."""
    if identified is None or voters is None or identified <= voters:
        return None
    return _finding("T2", (), {"identified": identified, "voters": voters}, contest)


def _finding(code: str, lines: tuple[str, ...], values: Mapping[str, int], contest: str) -> Finding:
    rule = SOURCE_RULES[code]
    return Finding(code, rule.severity, rule.source, lines, values, contest)
