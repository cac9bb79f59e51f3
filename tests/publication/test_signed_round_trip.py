"""Signed consolidated protocols go from a package into a release and come back as a package, signatures included."""

from pathlib import Path

from data_export.round_trip.package import write_package
from data_export.view import FolderView
from portal.package.importing import Occasion, import_package
from portal.package.package import Package, read_package
from portal.store.engine import Store
from tests.publication.test_kinds_of_campaigns import NOW, PEOPLE, Election
from tests.publication.world import HandClock, World

COMMISSIONS = """\
commission,kind,parent,territory,contest,name_ru
oik-c,oik,,,c,ОИК
tik-1,tik,oik-c,1,,ТИК
"""
CONSOLIDATED = """\
commission,contest,kind,signed_at,uik_count,ordinary_count,remote_count,members,signed,opinions,9,11
oik-c,c,ordinary,2025-12-02T10:00:00+06:00,2,2,0,11,9,1,300,290
tik-1,c,ordinary,2025-12-01T10:00:00+06:00,2,2,0,,,,300,
"""
VOTES = "commission,contest,kind,position,votes\n" + "".join(
    f"{commission},c,ordinary,{position},{votes}\n"
    for commission in ("oik-c", "tik-1")
    for position, votes in enumerate((120, 100, 50, 20), start=1)
)


def published(store: Store, tmp_path: Path) -> tuple[World, Package]:
    folder = tmp_path / "package"
    votes = ((60, 50, 25, 10), (60, 50, 25, 10))
    Election("parliament", "multi_member", PEOPLE, votes, (150, 150), seats=3).write(folder)
    for name, text in (("commissions", COMMISSIONS), ("consolidated", CONSOLIDATED), ("consolidated_votes", VOTES)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    package = read_package(folder, NOW)
    world = World(store, tmp_path / "home", clock=HandClock(NOW))
    with store.write() as session:
        import_package(session, package, world.home / "private", Occasion(NOW, NOW, "tests"))
    assert world.publication.publish("vote") == 1
    return world, package


def test_signed_protocols_come_back_with_their_commissions_and_signatures(store: Store, tmp_path: Path) -> None:
    world, package = published(store, tmp_path)
    path = "contests/c.json"
    rows = world.archive.read("vote", world.archive.manifest("vote", 1)[path], path)["consolidated"]
    assert [(row["commission"], row["about"]["kind"], row["about"]["name"]["ru"]) for row in rows] == [
        ("oik-c", "oik", "ОИК"),
        ("tik-1", "tik", "ТИК"),
    ]
    assert [(row["members"], row["signed"], row["opinions"]) for row in rows] == [(11, 9, 1), (None, None, None)]
    back = read_package(write_package(FolderView(world.archive.public, "vote", 1), tmp_path / "back"), NOW)
    assert back.facts.consolidated == package.facts.consolidated
    assert [(one.code, one.kind, one.parent, one.contest) for one in back.configuration.commissions] == [
        (one.code, one.kind, one.parent, one.contest) for one in package.configuration.commissions
    ]


def test_a_release_without_signed_protocols_makes_no_such_files(store: Store, tmp_path: Path) -> None:
    Election("parliament", "multi_member", PEOPLE, ((1, 2, 3, 0), (3, 2, 1, 0)), (6, 6)).write(tmp_path / "package")
    world = World(store, tmp_path / "home", clock=HandClock(NOW))
    with store.write() as session:
        occasion = Occasion(NOW, NOW, "tests")
        import_package(session, read_package(tmp_path / "package", NOW), world.home / "private", occasion)
    world.publication.publish("vote")
    back = write_package(FolderView(world.archive.public, "vote", 1), tmp_path / "back")
    assert not list(back.glob("co*mmissions.csv")) and not list(back.glob("consolidated*"))
