from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from portal.domain.decisions import DecisionKind
from portal.domain.facts import ScheduleItem, ScheduleItemKind
from portal.domain.names import Names
from portal.domain.statuses import CampaignKind, OptionKind, PrecinctKind, ProtocolKind, TurnoutSource
from portal.errors import InputError
from portal.package.configuration_files import natural
from tests.package import builder
from tests.package.builder import ARCHIVE, CAMPAIGN, FILES, LATER, problems, read, write


def test_a_good_package_becomes_domain_values(tmp_path: Path) -> None:
    package = read(write(tmp_path))
    new = package.configuration
    assert (new.campaign.id, new.campaign.kind, new.campaign.voting_date) == (
        "demo",
        CampaignKind.PARLIAMENT,
        date(2025, 11, 30),
    )
    assert (new.campaign.opens, new.campaign.closes, new.campaign.timezone) == (time(8), time(20), "Asia/Bishkek")
    assert new.campaign.ordinary_form is not None
    assert new.campaign.ordinary_form.id == "kg-2025"
    assert [item.code for item in new.territories] == ["1", "1-1", "1-2"]
    assert [(item.code, item.positions) for item in new.contests] == [("13", (1, 2, 3)), ("14", (1, 2))]
    assert new.contests[0].options[2].kind is OptionKind.AGAINST_ALL
    assert [(item.number, item.contests, item.voters) for item in new.precincts] == [
        ("1001", ("13",), 100),
        ("1010", ("13",), 200),
        ("1002", ("14",), 300),
    ]
    (turnout,) = package.facts.turnout
    assert (turnout.identified, turnout.remote, turnout.source) == (20, 1, TurnoutSource.ONLINE)
    assert turnout.as_of == datetime(2025, 11, 30, 6, tzinfo=UTC)
    assert [dict(report.votes) for report in package.facts.scanner] == [{1: 40, 2: 15, 3: 3}, {1: 2, 2: 0}]
    ordinary, remote, once = package.facts.protocols
    assert dict(ordinary.lines) == {"1": 100, "2": 60, "3": 60, "9": 60, "10": 2, "11": 58}
    assert (remote.contest, dict(remote.lines), dict(remote.votes)) == ("14", {"D5": 2, "D6": 0, "D7": 2}, {1: 2, 2: 0})
    assert (once.contest, once.kind, dict(once.lines)) == ("", ProtocolKind.REMOTE, {"D1": 2, "D2": 2})
    assert package.notes == ()


def test_precincts_are_in_the_order_of_territories_and_natural_numbers(tmp_path: Path) -> None:
    rows = "precinct,territory,kind,contest\n" + "".join(
        f"{number},{territory},ordinary,13\n"
        for number, territory in (("10-2", "1-2"), ("2-10", "1-1"), ("2-9", "1-1"), ("1001", "1-1"), ("1-1", "1-2"))
    )
    package = read(write(tmp_path, precincts__csv=rows, **NO_FACTS))
    assert [item.number for item in package.configuration.precincts] == ["2-9", "2-10", "1001", "1-1", "10-2"]


def test_natural_order_sorts_numbers_by_value_and_never_fails() -> None:
    assert sorted(["1-10", "1-2", "A-1", "10", "9", "1-a"], key=natural) == ["1-2", "1-10", "1-a", "9", "10", "A-1"]


NO_FACTS: dict[str, str | bytes | None] = {
    name.replace(".", "__"): None
    for name in ("turnout.csv", "scanner.csv", "scanner_votes.csv", "protocols.csv", "protocol_votes.csv")
}


def test_every_optional_file_may_be_missing(tmp_path: Path) -> None:
    package = read(write(tmp_path, **NO_FACTS))
    assert package.facts.protocols == []
    assert len(package.configuration.precincts) == 3


def test_names_fall_back_to_any_language_given(tmp_path: Path) -> None:
    territories = "code,parent,level,name_ky\n1,,1,Чүй\n1-1,1,2,Аламүдүн\n1-2,1,2,Сокулук\n"
    package = read(write(tmp_path, territories__csv=territories))
    assert package.configuration.territories[0].names.document() == {"ky": "Чүй", "ru": "Чүй", "en": "Чүй"}


def test_byte_order_marks_are_accepted_and_noted(tmp_path: Path) -> None:
    with_marks = {
        "turnout__csv": b"\xef\xbb\xbf" + FILES["turnout.csv"].encode(),
        "campaign__toml": b"\xef\xbb\xbf" + CAMPAIGN.encode(),
    }
    package = read(write(tmp_path, **with_marks))
    assert len(package.facts.turnout) == 1
    assert package.notes == (
        "campaign.toml:1:1: begins with a byte order mark, which was left out",
        "turnout.csv:1:1: begins with a byte order mark, which was left out",
    )


def test_line_ends_of_both_kinds_may_be_mixed(tmp_path: Path) -> None:
    mixed = FILES["precincts.csv"].replace("13,100\n", "13,100\r\n").replace("voters\n", "voters\r\n")
    assert len(read(write(tmp_path, precincts__csv=mixed)).configuration.precincts) == 3


def test_own_contests_may_be_several(tmp_path: Path) -> None:
    several = "precinct,contest,voters\n1002,13,120\n"
    precincts = builder.changed("precincts.csv", "1010,1-1,ordinary,13,200", "1010,1-1,remote,,")
    package = read(write(tmp_path, precincts__csv=precincts, precinct_contests__csv=several))
    found = {item.number: item for item in package.configuration.precincts}
    assert (found["1002"].contests, found["1002"].voters_by_contest) == (("14", "13"), {"13": 120})
    assert (found["1010"].contests, found["1010"].kind, found["1010"].voters) == ((), PrecinctKind.REMOTE, None)


def test_commissions_members_and_officers(tmp_path: Path) -> None:
    members = "commission,precinct,name,role\noik-13,,Аа,chair\n,1001,Бб,chair\n,1001,Вв,secretary\n,1001,Гг,member\n"
    package = read(write(tmp_path, commissions__csv=builder.COMMISSIONS, commission_members__csv=members))
    assert package.configuration.commissions[0].names == Names(ru="ОИК 13")
    assert [(member.name, member.role) for member in package.configuration.members][1:3] == [
        ("Бб", "chair"),
        ("Вв", "secretary"),
    ]
    first = package.configuration.precincts[0]
    assert (first.number, first.chair, first.secretary) == ("1001", "Бб", "Вв")


def test_consolidated_protocols_carry_the_territory_of_their_commission(tmp_path: Path) -> None:
    package = read(
        write(
            tmp_path,
            commissions__csv=builder.COMMISSIONS,
            consolidated__csv=builder.CONSOLIDATED,
            consolidated_votes__csv=builder.CONSOLIDATED_VOTES,
        )
    )
    (found,) = package.facts.consolidated
    assert (found.commission, found.territory, found.uik_count) == ("oik-13", "1-1", 2)
    assert (dict(found.lines), dict(found.votes)) == ({"9": 60, "10": 2, "11": 58}, {1: 40, 2: 15, 3: 3})


def test_precincts_without_machine_result_and_decisions(tmp_path: Path) -> None:
    no_machine = "precinct,reason_ru\n1010,АСУ вышла из строя\n"
    package = read(write(tmp_path, no_machine_results__csv=no_machine, decisions__csv=builder.DECISIONS))
    assert package.facts.no_machine[0].reason.ru == "АСУ вышла из строя"
    (decision,) = package.facts.decisions
    assert (decision.kind, decision.precinct, decision.contest) == (DecisionKind.INVALIDATE_PRECINCT, "1001", "13")


def test_scans_are_known_by_their_content(tmp_path: Path) -> None:
    scans = "precinct,contest,kind,file\n1001,13,protocol,p1001.PDF\n"
    package = read(write(tmp_path, scans___scans__csv=scans, scans___p1001__PDF=b"%PDF-1.7"))
    (scan,) = package.facts.scans
    assert (scan.extension, scan.released_at) == ("pdf", None)
    assert package.facts.scan_files[scan.sha256].read_bytes() == b"%PDF-1.7"


def test_the_schedule_is_read(tmp_path: Path) -> None:
    schedule = '[[schedule]]\nwhat = "results"\nat = 2025-11-30T20:00:00+06:00\ndecision = "41"\n'
    package = read(write(tmp_path, campaign__toml=CAMPAIGN + schedule))
    assert package.schedule == (ScheduleItem(ScheduleItemKind.RESULTS, datetime(2025, 11, 30, 14, tzinfo=UTC), "41"),)


def test_parameters_are_text_and_may_be_given_per_contest(tmp_path: Path) -> None:
    text = '[parameters]\nremote_count = "scanner"\ndouble_entry = true\nmax_one_sex = 2\n'
    text += '[parameters.ties]\n13 = "documents"\n'
    assert read(write(tmp_path, campaign__toml=CAMPAIGN + text)).configuration.campaign.parameters == {
        "remote_count": "scanner",
        "double_entry": "true",
        "max_one_sex": "2",
        "ties.13": "documents",
    }


def test_an_archive_known_as_a_whole_needs_no_files(tmp_path: Path) -> None:
    text = (
        ARCHIVE.replace("[form]\n", "[totals]\n")
        .replace('ordinary = "kg-2025"\n', "voters = 3406201\n")
        .replace('remote = "kg-2025-remote"\n', 'turnout_percent_stated = "37.1"\nsource = "Бюллетень"\n')
    )
    (tmp_path / "campaign.toml").write_text(text, encoding="utf-8")
    stated = read(tmp_path, LATER).configuration.campaign.stated
    assert stated is not None
    assert (stated.voters, stated.participated, stated.turnout_percent_stated) == (3406201, None, "37.1")


def test_a_form_beside_the_package_goes_before_a_shipped_one(tmp_path: Path) -> None:
    form = 'id = "own"\nname.ru = "Протокол"\n[[line]]\nid = "11а"\nkey = "ballots_valid"\nname.ru = "Действительных"\n'
    campaign = CAMPAIGN.replace('[form]\nordinary = "kg-2025"\nremote = "kg-2025-remote"\n', "").replace(
        'id = "demo"', 'id = "demo"\nform = "own"'
    )
    protocols = "precinct,contest,kind,signed_at,11а\n1001,13,ordinary,2025-11-30T22:10:00+06:00,58\n"
    files: dict[str, str | bytes | None] = {"campaign__toml": campaign, "protocols__csv": protocols, "own__toml": form}
    package = read(write(tmp_path, **files, protocol_votes__csv=None))
    assert dict(package.facts.protocols[0].lines) == {"11а": 58}
    assert package.configuration.ordinary_form == form


@pytest.mark.parametrize("strict", [False, True])
def test_an_archive_shows_broken_ratios_unless_strict(tmp_path: Path, strict: bool) -> None:
    broken = builder.changed("protocols.csv", "60,2,58", "60,2,57")
    write(tmp_path, campaign__toml=ARCHIVE, protocols__csv=broken)
    if strict:
        expected = "control ratio C2 does not hold: 58 against 57 with options = 58, 11 = 57"
        (problem,) = problems(tmp_path, LATER, strict=True)
        assert problem.startswith("protocols.csv:2:")
        assert expected in problem
    else:
        assert read(tmp_path, LATER).findings == 1


def test_a_running_campaign_is_refused_when_a_protocol_breaks_a_ratio(tmp_path: Path) -> None:
    broken = builder.changed("protocol_votes.csv", "1001,13,ordinary,3,3", "1001,13,ordinary,3,4")
    (problem,) = problems(write(tmp_path, protocol_votes__csv=broken))
    assert problem.startswith("protocols.csv:2:")
    assert "control ratio C2 does not hold" in problem


def test_the_digest_depends_on_content_alone(tmp_path: Path) -> None:
    first = read(write(tmp_path / "a")).configuration.digest
    assert read(write(tmp_path / "b")).configuration.digest == first
    other = builder.changed("turnout.csv", "20,online", "21,online")
    assert read(write(tmp_path / "c", turnout__csv=other)).configuration.digest != first


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        read(tmp_path / "nowhere")
