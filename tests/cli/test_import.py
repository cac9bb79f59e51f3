import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.cli import main
from portal.domain.facts import ScheduleItemKind
from portal.store.engine import open_store
from portal.store.models import AuditRow, FactRow
from portal.store.queries.configuration import configuration, precincts
from portal.store.queries.facts import consolidated, facts_of
from portal.store.queries.publication import decisions, newest_schedule_items, schedule
from tests.package import builder
from tests.package.builder import ARCHIVE, CAMPAIGN, FILES, changed, write

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own with an empty database, on each engine in turn."""
    home = tmp_path / "home"
    monkeypatch.setenv("NATYIJA_HOME", str(home))
    monkeypatch.setenv("NATYIJA_DATABASE_URL", store_url)
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "package"


def facts_stored(url: str) -> int:
    store = open_store(url)
    with store.read() as session:
        count = session.scalar(select(func.count()).select_from(FactRow)) or 0
    store.close()
    return count


def test_a_package_is_stored_whole(folder: Path, store_url: str, capsys: Capture) -> None:
    assert main(["import", str(write(folder)), "--by", "Асель"]) == 0
    assert "demo: configuration version 1, 3 precincts, 2 contests; 1 turnout reports" in capsys.readouterr().out
    store = open_store(store_url)
    with store.read() as session:
        stored = configuration(session, "demo")
        found = facts_of(session, "demo", ["1001", "1002"])
        by = session.scalars(select(FactRow.recorded_by).distinct()).all()
        audited = session.scalars(select(AuditRow)).one()
        numbers = [item.number for item in precincts(session, "demo", stored.version, None)]
    store.close()
    assert numbers == ["1001", "1010", "1002"]
    assert list(found) == ["1001"]
    assert (len(found["1001"].turnout), len(found["1001"].scanner), len(found["1001"].protocols)) == (1, 2, 3)
    assert by == ["import:Асель"]
    assert (audited.action, audited.campaign, audited.details["version"]) == ("package.imported", "demo", 1)


def test_the_same_package_again_changes_nothing(folder: Path, store_url: str, capsys: Capture) -> None:
    write(folder)
    assert main(["import", str(folder)]) == 0
    before = facts_stored(store_url)
    assert main(["import", str(folder)]) == 0
    assert facts_stored(store_url) == before
    assert "the same package is in the store already (version 1)" in capsys.readouterr().out


def test_a_changed_package_is_a_new_version_with_a_preview(folder: Path, store_url: str, capsys: Capture) -> None:
    main(["import", str(write(folder))])
    capsys.readouterr()
    more = changed("precincts.csv", "1002,1-2,ordinary,14,300", "1002,1-2,ordinary,14,301\n1003,1-2,ordinary,14,50")
    turnout = FILES["turnout.csv"] + "1001,2025-11-30T13:00:00+06:00,25,online,1\n"
    before = facts_stored(store_url)
    assert main(["import", str(write(folder, precincts__csv=more, turnout__csv=turnout))]) == 0
    printed = capsys.readouterr().out
    assert "demo is known; the package changes:" in printed
    assert "  precincts: 1 added (1003)" in printed
    assert "  precincts: 1 changed (1002)" in printed
    assert "  turnout reports: 1 new or changed" in printed
    assert facts_stored(store_url) == before + 2
    store = open_store(store_url)
    with store.read() as session:
        assert configuration(session, "demo").version == 2
        assert [report.identified for report in facts_of(session, "demo", ["1001"])["1001"].turnout] == [20, 25]
    store.close()


def test_a_dry_run_stores_nothing(folder: Path, store_url: str, capsys: Capture) -> None:
    assert main(["import", str(write(folder)), "--dry-run"]) == 0
    assert facts_stored(store_url) == 0
    assert "the package is good; nothing was stored" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "old", "new", "also", "expected"),
    [
        ("precincts.csv", "1001,1-1,ordinary,13,100\n", "", True, "precinct 1001 has facts and cannot be removed"),
        (
            "options.csv",
            "14,2,against_all,Баарына каршы,Против всех,Against all,\n",
            "",
            True,
            "contest 14, position 2 has facts",
        ),
        ("options.csv", "14,1,candidate,,Третий В.,,m\n", "", True, "contest 14, position 1 has facts"),
    ],
)
def test_a_code_that_has_facts_cannot_be_removed(
    folder: Path, store_url: str, capsys: Capture, name: str, old: str, new: str, also: bool, expected: str
) -> None:
    main(["import", str(write(folder))])
    before = facts_stored(store_url)
    for file in ("turnout.csv", "scanner.csv", "scanner_votes.csv", "protocols.csv", "protocol_votes.csv"):
        (folder / file).unlink()
    (folder / name).write_text(changed(name, old, new), encoding="utf-8")
    assert main(["import", str(folder)]) == 2
    assert expected in capsys.readouterr().err
    assert facts_stored(store_url) == before


def test_a_contest_that_has_facts_cannot_be_removed(folder: Path, capsys: Capture) -> None:
    main(["import", str(write(folder))])
    for file in ("turnout.csv", "scanner.csv", "scanner_votes.csv", "protocols.csv", "protocol_votes.csv"):
        (folder / file).unlink()
    for name, old in (("contests.csv", "14,"), ("options.csv", "14,"), ("precincts.csv", "1002,")):
        rows = [line for line in FILES[name].splitlines() if not line.startswith(old)]
        (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert main(["import", str(folder)]) == 2
    assert "contest 14 has facts and cannot be removed; keep it in the package" in capsys.readouterr().err


def test_a_precinct_without_facts_may_be_removed(folder: Path, capsys: Capture) -> None:
    main(["import", str(write(folder))])
    assert (
        main(["import", str(write(folder, precincts__csv=changed("precincts.csv", "1002,1-2,ordinary,14,300\n", "")))])
        == 0
    )
    assert "precincts: 1 removed (1002)" in capsys.readouterr().out


def test_a_bad_package_is_answered_with_every_problem_and_nothing_is_stored(
    folder: Path, store_url: str, capsys: Capture
) -> None:
    write(folder, turnout__csv=changed("turnout.csv", "20,online", "-1,x"))
    assert main(["import", str(folder)]) == 2
    printed = capsys.readouterr().err.splitlines()
    assert [line for line in printed if line.startswith("turnout.csv:2:")] == printed
    assert len(printed) == 2
    assert facts_stored(store_url) == 0


def test_a_long_list_of_problems_is_cut_and_counted(folder: Path, capsys: Capture) -> None:
    rows = "".join(f"9{index},2025-11-30T12:00:00+06:00,1,online\n" for index in range(150))
    assert main(["import", str(write(folder, turnout__csv="precinct,as_of,identified,source\n" + rows))]) == 2
    printed = capsys.readouterr().err.splitlines()
    assert len(printed) == 101
    assert printed[-1] == "… and 50 more, 150 in all"


def test_an_archive_is_stored_with_its_findings_and_strict_refuses_it(
    folder: Path, store_url: str, capsys: Capture
) -> None:
    old = ARCHIVE.replace("2025-11-30", "2020-10-04")
    write(folder, campaign__toml=old, protocols__csv=changed("protocols.csv", "60,2,58", "60,2,57"))
    assert main(["import", str(folder), "--strict"]) == 2
    assert "control ratio C2 does not hold" in capsys.readouterr().err
    assert facts_stored(store_url) == 0
    assert main(["import", str(folder)]) == 0
    assert "1 control ratios of severity refuse do not hold; shown as findings" in capsys.readouterr().out


@pytest.mark.parametrize("archive", [True, False])
def test_decisions_of_an_archive_are_in_force_and_others_wait(folder: Path, store_url: str, archive: bool) -> None:
    campaign = ARCHIVE.replace("2025-11-30", "2020-10-04") if archive else CAMPAIGN
    main(["import", str(write(folder, campaign__toml=campaign, decisions__csv=builder.DECISIONS))])
    store = open_store(store_url)
    with store.read() as session:
        (stored,) = decisions(session, "demo")
    store.close()
    assert (stored.confirmed_at is not None) is archive
    assert stored.decision.precinct == "1001"


def test_a_schedule_waits_for_two_approvals_and_the_same_one_is_not_stored_twice(folder: Path, store_url: str) -> None:
    text = CAMPAIGN + '[[schedule]]\nwhat = "results"\nat = 2025-11-30T20:00:00+06:00\ndecision = "41"\n'
    main(["import", str(write(folder, campaign__toml=text))])
    before = facts_stored(store_url)
    main(["import", str(write(folder, campaign__toml=text.replace('ru = "Выборы"', 'ru = "Новые выборы"')))])
    assert facts_stored(store_url) == before + 1
    store = open_store(store_url)
    with store.read() as session:
        assert [item.what for item in newest_schedule_items(session, "demo")] == [ScheduleItemKind.RESULTS]
        assert schedule(session, "demo") is None
    store.close()


def test_scans_and_boundaries_lie_in_the_private_folder(folder: Path, home: Path, store_url: str) -> None:
    files: dict[str, str | bytes | None] = {
        "scans___scans__csv": "precinct,contest,kind,file\n1001,13,protocol,p1001.pdf\n",
        "scans___p1001__pdf": b"%PDF-1.7",
        "boundaries___regions__geojson": '{"type": "FeatureCollection", "features": []}',
    }
    assert main(["import", str(write(folder, **files))]) == 0
    store = open_store(store_url)
    with store.read() as session:
        (scan,) = facts_of(session, "demo", ["1001"])["1001"].scans
        audited = session.scalars(select(AuditRow)).one()
    store.close()
    assert (home / "private/scans" / f"{scan.sha256}.pdf").read_bytes() == b"%PDF-1.7"
    boundary = audited.details["boundaries"]["regions.geojson"]
    assert (home / "private/boundaries" / f"{boundary}.geojson").read_text() == files["boundaries___regions__geojson"]


def test_a_second_entry_of_a_protocol_by_package_needs_a_decision(
    folder: Path, store_url: str, capsys: Capture
) -> None:
    main(["import", str(write(folder))])
    before = facts_stored(store_url)
    votes = changed("protocol_votes.csv", "ordinary,1,40", "ordinary,1,39").replace("ordinary,2,15", "ordinary,2,16")
    assert main(["import", str(write(folder, protocol_votes__csv=votes))]) == 2
    assert "R53 ¶45" in capsys.readouterr().err
    assert facts_stored(store_url) == before


def test_consolidated_protocols_are_stored_once(folder: Path, store_url: str) -> None:
    files: dict[str, str | bytes | None] = {
        "commissions__csv": builder.COMMISSIONS,
        "consolidated__csv": builder.CONSOLIDATED,
        "consolidated_votes__csv": builder.CONSOLIDATED_VOTES,
    }
    main(["import", str(write(folder, **files))])
    main(["import", str(write(folder, **files, turnout__csv=changed("turnout.csv", "20,", "21,")))])
    store = open_store(store_url)
    with store.read() as session:
        assert len(consolidated(session, "demo")) == 1
    store.close()


def test_progress_is_plain_lines_where_there_is_no_terminal(folder: Path, capsys: Capture) -> None:
    main(["import", str(write(folder))])
    printed = capsys.readouterr().out
    assert "reading: 16 of 16 rows\n" in printed
    assert "storing: 6 of 6 rows\n" in printed


def test_the_command_line_ends_with_the_exit_code(folder: Path, tmp_path: Path) -> None:
    write(folder, precincts__csv=None)
    done = subprocess.run(
        [sys.executable, "-m", "portal", "import", str(folder)], capture_output=True, text=True, env=dict(os.environ)
    )
    assert done.returncode == 2
    assert "precincts.csv:1:1: the file is missing" in done.stderr


def test_real_packages_are_stored_with_the_totals_that_are_known(
    shared_tools: Path, tmp_path: Path, store_url: str
) -> None:
    out = tmp_path / "kg2020"
    subprocess.run([sys.executable, shared_tools / "kg2020_package.py", out], check=True, capture_output=True)
    assert main(["import", str(out)]) == 0
    store = open_store(store_url)
    with store.read() as session:
        version = configuration(session, "jk2020").version
        numbers = [item.number for item in precincts(session, "jk2020", version, None)]
        found = facts_of(session, "jk2020", numbers)
    store.close()
    assert len(numbers) == 2413
    assert sum(sum(facts.scanner[0].votes.values()) for facts in found.values()) == 1_887_345


def test_a_region_of_a_real_election_is_stored_with_lines_and_votes(
    shared_tools: Path, tmp_path: Path, store_url: str, capsys: Capture
) -> None:
    out = tmp_path / "ru2018"
    subprocess.run([sys.executable, shared_tools / "ru2018_package.py", out, "1"], check=True, capture_output=True)
    assert main(["import", str(out), "--strict"]) == 0
    assert "264 protocols" in capsys.readouterr().out
    store = open_store(store_url)
    with store.read() as session:
        version = configuration(session, "ru2018").version
        numbers = [item.number for item in precincts(session, "ru2018", version, None)]
        found = facts_of(session, "ru2018", numbers)
    store.close()
    protocols = [facts.protocols[0] for facts in found.values()]
    assert sum(sum(protocol.votes.values()) for protocol in protocols) == 247_556
    assert sum(protocol.lines["10"] for protocol in protocols) == 247_556
