"""Signatures of consolidated protocols come with the package; one without them contradicts none (R139 ¶69)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.package.importing import Imported, Occasion, import_package
from portal.package.package import read_package
from portal.store.engine import Store, open_store
from portal.store.queries.entry import signings
from portal.store.queries.facts import consolidated
from tests.package import builder

NOW = datetime(2025, 12, 10, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


def bring(
    store: Store, folder: Path, people: str, votes: str = builder.CONSOLIDATED_VOTES, lines: str = ""
) -> Imported:
    head, row = (lines or builder.CONSOLIDATED).splitlines()
    columns = ",members,signed,opinions" if people else ""
    builder.write(
        folder,
        commissions__csv=builder.COMMISSIONS,
        consolidated__csv=f"{head}{columns}\n{row}{people}\n",
        consolidated_votes__csv=votes,
    )
    with store.write() as session:
        return import_package(session, read_package(folder, NOW), folder / "private", Occasion(NOW, NOW, "tests"))


def known(store: Store) -> list[tuple[int | None, int | None, int | None]]:
    with store.read() as session:
        found = consolidated(session, "demo")
        about = signings(session, "demo", [each.seq for each in found])
    assert [about[each.seq][1] is None for each in found] == [each.members is None for each in found]
    return [(each.members, each.signed, each.opinions) for each in found]


def test_signatures_of_a_package_are_stored_with_the_protocol(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "one", ",9,8,1")
    assert known(store) == [(9, 8, 1)]


def test_a_package_without_signatures_leaves_those_that_are_known(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "one", ",9,8,1")
    bring(store, tmp_path / "other", "")
    assert known(store) == [(9, 8, 1)]


def test_other_figures_without_signatures_are_a_version_of_their_own(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "one", ",9,8,1")
    bring(store, tmp_path / "other", "", lines=builder.CONSOLIDATED.replace(",60,2,58", ",61,3,58"))
    assert known(store) == [(9, 8, 1), (None, None, None)]


def test_signatures_that_come_later_are_a_new_version(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "one", "")
    bring(store, tmp_path / "other", ",9,9,0")
    assert known(store) == [(None, None, None), (9, 9, 0)]
