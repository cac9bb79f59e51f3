"""Consolidated protocols in releases: as signed, beside the sums of the same kind of protocol (R139 ¶67-70)."""

import csv
from datetime import datetime
from typing import Any

import pytest

from data_export.part import write_data_part
from data_export.view import FolderView
from portal.domain.facts import Consolidated
from portal.domain.statuses import ProtocolKind
from portal.store.record import record_consolidated
from tests.golden.script import play
from tests.publication.world import CAMPAIGN, World, clock_time

MORNING = clock_time(11, day=2)


def sign(
    world: World,
    kind: ProtocolKind,
    votes: tuple[int, ...],
    lines: dict[str, int],
    at: datetime = MORNING,
    territory: str = "N",
) -> None:
    counted = dict(enumerate(votes, start=1))
    protocol = Consolidated(0, at, "oik-d1", territory, "d1", kind, at, 4, 4, 1, lines, counted)
    with world.store.write() as session:
        record_consolidated(session, CAMPAIGN, [protocol], "tests")
    world.publish(at)


def published(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.document("contests/d1.json")["consolidated"]
    return found


@pytest.fixture
def night(world: World) -> World:
    """The golden campaign with everything in: d1 has 203 valid ordinary ballots and 7 remote ones at r-1."""
    play(world)
    return world


def test_a_contest_without_signed_protocols_says_nothing_of_them(night: World) -> None:
    assert "consolidated" not in night.document("contests/d1.json")


def test_each_kind_is_compared_with_the_sums_of_its_own_kind(night: World) -> None:
    home, remote = (night.document("contests/d1.json")["protocol"][part] for part in ("home", "remote"))
    assert (sum(home), sum(remote)) == (203, 7)
    sign(night, ProtocolKind.ORDINARY, tuple(home), {"11": 203})
    sign(night, ProtocolKind.REMOTE, tuple(remote), {"D7": 7})
    ordinary, apart = published(night)
    assert (ordinary["computed_votes"], ordinary["computed_lines"]) == (home, {"11": 203})
    assert (apart["computed_votes"], apart["computed_lines"]) == (remote, {"D7": 7})
    assert (ordinary["findings"], apart["findings"]) == ([], [])


def test_every_figure_that_differs_is_a_finding(night: World) -> None:
    home = night.document("contests/d1.json")["protocol"]["home"]
    sign(night, ProtocolKind.ORDINARY, (home[0] + 2, *home[1:]), {"11": 205})
    (protocol,) = published(night)
    assert [(finding["code"], finding["values"]) for finding in protocol["findings"]] == [
        ("X7", {"signed": 205, "computed": 203}),
        ("X7", {"position": 1, "signed": home[0] + 2, "computed": home[0]}),
    ]


def test_a_later_protocol_replaces_the_former_which_stays_readable(night: World) -> None:
    home = tuple(night.document("contests/d1.json")["protocol"]["home"])
    sign(night, ProtocolKind.ORDINARY, (1, 1, 1), {})
    sign(night, ProtocolKind.ORDINARY, home, {}, clock_time(15, day=2))
    former, current = published(night)
    assert (former["current"], former["votes"], former["computed_votes"]) == (False, [1, 1, 1], None)
    assert (current["current"], current["votes"], current["computed_votes"]) == (True, list(home), list(home))


def test_a_part_of_a_row_has_nothing_to_be_compared_with(night: World) -> None:
    sign(night, ProtocolKind.ORDINARY, (5, 5, 5), {"11": 15}, territory="S1")
    (protocol,) = published(night)
    assert (protocol["computed_votes"], protocol["computed_lines"], protocol["findings"]) == (None, None, [])


def test_the_file_holds_what_the_document_holds(night: World) -> None:
    home = tuple(night.document("contests/d1.json")["protocol"]["home"])
    sign(night, ProtocolKind.ORDINARY, (9, 9, 9), {"11": 27})
    sign(night, ProtocolKind.ORDINARY, home, {"11": 204}, clock_time(15, day=2))
    folder = night.home / "part"
    release = night.archive.latest(CAMPAIGN)["release"]
    write_data_part(FolderView(night.archive.public, CAMPAIGN, release), folder)
    with (folder / "consolidated.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    figures = ("line", "key", "position", "as_signed", "as_computed")
    assert [tuple(row[name] for name in figures) for row in rows] == [
        ("11", "ballots_valid", "", "204", "203"),
        *(("", "", str(place), str(votes), str(votes)) for place, votes in enumerate(home, start=1)),
    ]
    assert {(row["commission"], row["contest"], row["kind"], row["uik_count"]) for row in rows} == {
        ("oik-d1", "d1", "ordinary", "4")
    }
