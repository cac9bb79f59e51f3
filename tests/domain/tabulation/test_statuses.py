"""How the status of a unit follows from what is in (docs/statuses.md)."""

import pytest

from portal.domain.documents import TotalsDocument
from portal.domain.hierarchy import Hierarchy
from portal.domain.statuses import Progress
from portal.domain.tabulation.precinct import combined_progress
from portal.domain.tabulation.scheme import Scheme
from portal.domain.tabulation.territory import totals_status
from portal.domain.tabulation.totals import direct_totals
from tests.publication.facts import campaign


def totals(*, expected: int = 3, scanner: int = 0, protocol: int = 0, held: int = 0) -> TotalsDocument:
    """Sums of a place with so many precincts, machine results, protocols and held facts."""
    empty = direct_totals(Scheme(campaign(), {}, Hierarchy({})), ())
    empty["scanner"] = {**empty["scanner"], "expected": expected, "received": scanner}
    empty["protocol"] = {**empty["protocol"], "expected": expected, "received": protocol}
    empty["numbers"]["held"] = held
    return empty


@pytest.mark.parametrize(
    ("scanner", "protocol", "official", "progress"),
    [
        (0, 0, False, "none"),
        (1, 0, False, "preliminary"),
        (3, 0, False, "preliminary"),
        (0, 1, False, "partial"),
        (3, 2, False, "partial"),
        (0, 3, False, "complete"),
        (3, 3, True, "official"),
        (3, 0, True, "preliminary"),
    ],
)
def test_progress_of_a_territory(scanner: int, protocol: int, official: bool, progress: str) -> None:
    status = totals_status(totals(scanner=scanner, protocol=protocol), official=official)
    assert status == {"progress": progress, "flags": []}


def test_place_without_precincts_is_never_complete() -> None:
    assert totals_status(totals(expected=0), official=False)["progress"] == "none"


def test_flag_of_one_precinct_is_a_flag_of_its_territory() -> None:
    assert totals_status(totals(held=1), official=False)["flags"] == ["held"]


@pytest.mark.parametrize(
    ("parts", "together"),
    [
        (["none", "none"], "none"),
        (["none", "preliminary"], "preliminary"),
        (["preliminary", "complete"], "partial"),
        (["none", "complete"], "partial"),
        (["complete", "official"], "partial"),
        (["complete", "complete"], "complete"),
        ([], "none"),
    ],
)
def test_progress_of_several_parts_together(parts: list[str], together: str) -> None:
    assert combined_progress(Progress(part) for part in parts) == together
