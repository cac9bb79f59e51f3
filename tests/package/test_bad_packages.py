"""One test per kind of bad input: the answer names file, line, column and reason."""

import csv
from pathlib import Path

import pytest

from tests.package import builder
from tests.package.builder import ARCHIVE, CAMPAIGN, FILES, LATER, NOW, changed, problems, write

SCANS = "precinct,contest,kind,file\n1001,13,protocol,"


@pytest.mark.parametrize("name", ["campaign.toml", "territories.csv", "contests.csv", "options.csv", "precincts.csv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    (tmp_path / name).unlink()
    assert f"{name}:1:1: the file is missing" in problems(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "precincts.csv",
            "contest,voters",
            "contest,votersx",
            "precincts.csv:1:5: unknown column “votersx”; did you mean voters?",
        ),
        ("precincts.csv", "kind,contest", "kind,kind", "precincts.csv:1:4: column kind stands twice"),
        ("precincts.csv", "precinct,territory", "precinct,name_ru", "precincts.csv:1:1: column territory is missing"),
        ("precincts.csv", "1010,", "1001,", "precincts.csv:3:precinct: 1001 stands twice, first in line 2"),
        ("precincts.csv", "1010,1-1", "1010,9", "precincts.csv:3:territory: territory 9 is unknown"),
        (
            "precincts.csv",
            "1010,1-1,ordinary,13",
            "1010,1-1,ordinary,99",
            "precincts.csv:3:contest: contest 99 is unknown",
        ),
        (
            "precincts.csv",
            "1010,1-1,ordinary",
            "1010,1-1,mobile",
            "precincts.csv:3:kind: “mobile” is unknown; use one of ordinary, remote, abroad",
        ),
        (
            "precincts.csv",
            "1010,1-1",
            "10/10,1-1",
            "precincts.csv:3:precinct: “10/10” is not a code; use 1 to 64 of 0-9, A-Z, a-z and -",
        ),
        ("precincts.csv", "1010,1-1", ",1-1", "precincts.csv:3:precinct: is empty"),
        (
            "precincts.csv",
            "13,200",
            "13,-200",
            "precincts.csv:3:voters: “-200” is negative; leave the cell empty when the number is not known",
        ),
        ("precincts.csv", "13,200", "13,200.5", "precincts.csv:3:voters: “200.5” is not a whole number"),
        ("precincts.csv", "13,200", "13,2 00", "precincts.csv:3:voters: “2 00” is not a whole number"),
        ("precincts.csv", "13,200", "13,2147483648", "precincts.csv:3:voters: “2147483648” is larger than 2147483647"),
        ("precincts.csv", "13,200", "13,٢٠٠", "precincts.csv:3:voters: “٢٠٠” is not a whole number"),
        ("precincts.csv", "13,200", "13,200,1", "precincts.csv:3:5: 6 cells, the header has 5"),
        (
            "precincts.csv",
            "1010,1-1,ordinary",
            '1010,"1-1" x,ordinary',
            "precincts.csv:3:1: is not CSV as RFC 4180 describes it: ',' expected after '\"'",
        ),
        (
            "precincts.csv",
            "1010,1-1",
            "10\x0010,1-1",
            "precincts.csv:3:1: holds a NUL byte; the file is broken or not text",
        ),
        ("territories.csv", "1-1,1,2", "1-1,7,2", "territories.csv:3:parent: territory 7 is unknown"),
        (
            "territories.csv",
            "1-1,1,2",
            "1-1,1,1",
            "territories.csv:3:level: level 1 is not below level 1 of its parent 1",
        ),
        ("territories.csv", "1-1,1,2", "1-1,,2", "territories.csv:3:parent: is empty, which only level 1 may have"),
        ("territories.csv", "1,,1,", "1,1-1,1,", "territories.csv:2:parent: 1 lies within itself: a cycle of parents"),
        (
            "territories.csv",
            "1-1,1,2",
            "1-1,1-1,2",
            "territories.csv:3:parent: 1-1 lies within itself: a cycle of parents",
        ),
        (
            "territories.csv",
            "Аламудунский район",
            "",
            "territories.csv:3:name_ky: no name is given; give one in at least one language",
        ),
        (
            "territories.csv",
            "Аламудунский",
            "Аламу\u202eдунский",
            "territories.csv:3:name_ru: holds the character U+202E, which cannot be shown; remove it",
        ),
        (
            "contests.csv",
            "13,multi_member",
            "15,multi_member",
            "contests.csv:2:contest: 15 has no options in options.csv",
        ),
        (
            "options.csv",
            "13,2,candidate",
            "13,1,candidate",
            "options.csv:3:contest: 13, 1 stands twice, first in line 2",
        ),
        ("options.csv", "13,2,candidate", "13,0,candidate", "options.csv:3:position: a ballot position is 1 or more"),
        (
            "turnout.csv",
            "2025-11-30T12",
            "2025-11-31T12",
            "turnout.csv:2:as_of: “2025-11-31T12:00:00+06:00” is not a moment; write 2025-11-30T20:15:00+06:00",
        ),
        (
            "turnout.csv",
            "+06:00",
            "",
            "turnout.csv:2:as_of: “2025-11-30T12:00:00” has no offset from UTC; write 2025-11-30T20:15:00+06:00",
        ),
        ("turnout.csv", "1001,", "9999,", "turnout.csv:2:precinct: precinct 9999 is unknown"),
        (
            "scanner_votes.csv",
            "1001,13,1,40",
            "1001,13,4,40",
            "scanner_votes.csv:2:position: contest 13 has no position 4",
        ),
        (
            "scanner_votes.csv",
            "1001,14,1,2",
            "1001,14,3,2",
            "scanner_votes.csv:5:position: contest 14 has no position 3",
        ),
        (
            "scanner_votes.csv",
            "1001,13,2,15",
            "1001,13,1,15",
            "scanner_votes.csv:3:position: position 1 stands twice for this report",
        ),
        (
            "scanner_votes.csv",
            "1001,13,2,15,A\n",
            "",
            "scanner.csv:2:contest: votes for position 2 are missing in scanner_votes.csv; give 0 where it is 0",
        ),
        (
            "scanner_votes.csv",
            "1001,13,2,15,A",
            "1001,13,2,15,B",
            "scanner_votes.csv:3:precinct: there is no row for 1001, 13, B in scanner.csv",
        ),
        ("scanner_votes.csv", "1001,13,1,40", "1001,13,1,", "scanner_votes.csv:2:votes: is empty"),
        (
            "protocols.csv",
            "members,signed",
            "member,signed",
            "protocols.csv:1:16: unknown column “member”; did you mean members?",
        ),
        (
            "protocols.csv",
            "100,60,60,60,2,58,,",
            "100,60,60,60,2,58,1,",
            "protocols.csv:2:D1: the ordinary form kg-2025 has no line D1",
        ),
        ("protocols.csv", ",2,2,,,,7,7", ",2,2,2,,,7,7", "protocols.csv:4:D5: line D5 belongs into a row of a contest"),
        (
            "protocols.csv",
            "1001,13,ordinary",
            "1001,14,ordinary",
            "protocols.csv:2:contest: precinct 1001 does not vote in contest 14 itself; remote votes have kind remote",
        ),
        (
            "protocols.csv",
            "1001,13,ordinary",
            "1001,,ordinary",
            "protocols.csv:2:contest: is empty, which only a remote protocol may have",
        ),
        (
            "protocol_votes.csv",
            "1001,13,ordinary,1",
            "1010,13,ordinary,1",
            "protocol_votes.csv:2:precinct: there is no row for 1010, 13, ordinary in protocols.csv",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_its_place(tmp_path: Path, name: str, old: str, new: str, expected: str) -> None:
    write(tmp_path)
    (tmp_path / name).write_text(changed(name, old, new), encoding="utf-8", newline="")
    assert expected in problems(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'id = "demo"',
            'id = "site"',
            "campaign.toml:1:id: “site” is a reserved word of the site's addresses; choose another id",
        ),
        ('id = "demo"', 'id = "де"', "campaign.toml:1:id: “де” is not a code; use 1 to 64 of 0-9, A-Z, a-z and -"),
        ('id = "demo"\n', "", "campaign.toml:1:id: is missing"),
        (
            'kind = "parliament"',
            'kind = "senate"',
            "campaign.toml:2:kind: “senate” is unknown; "
            "use one of president, parliament, local_aiyl, local_city, referendum, local, other",
        ),
        (
            'kind = "parliament"',
            'kind = "other"',
            "campaign.toml:2:kind: “other” is for archives only; "
            "a campaign is one of the elections of R53 ¶26 or a referendum",
        ),
        (
            "voting_date = 2025-11-30",
            'voting_date = "30.11.2025"',
            "campaign.toml:3:voting_date: “30.11.2025” is not a date; write 2025-11-30",
        ),
        ('opens = "08:00"', 'opens = "8"', "campaign.toml:4:opens: “8” is not a time of day; write 08:00"),
        (
            '"Asia/Bishkek"',
            '"Asia/Frunze"',
            "campaign.toml:6:timezone: “Asia/Frunze” is not a time zone; write a name such as Asia/Bishkek",
        ),
        ("[name]", "archiv = true\n[name]", "campaign.toml:7:archiv: unknown key; did you mean archive?"),
        ("[name]", "archive = 1\n[name]", "campaign.toml:7:archive: 1 is neither true nor false"),
        ('ru = "Выборы"', 'rus = "Выборы"', "campaign.toml:9:name.rus: unknown key; did you mean ru?"),
        (
            '"kg-2025"',
            '"kg-2052"',
            "campaign.toml:11:form.ordinary: there is no kg-2052.toml beside the package, "
            "and shipped are only kg-2025, kg-2025-remote",
        ),
        ('"kg-2025"', '"../kg"', "campaign.toml:11:form.ordinary: '../kg' is not the id of a form"),
        (
            "[form]",
            '[parameters]\nremote_count = "both"\n[form]',
            "campaign.toml:11:parameters.remote_count: 'both' is unknown; use one of scanner, protocol",
        ),
        (
            "[form]",
            '[parameters]\nremotecount = "scanner"\n[form]',
            "campaign.toml:11:parameters.remotecount: unknown key; did you mean remote_count?",
        ),
        (
            "[form]",
            '[parameters]\n"ties.99" = "documents"\n[form]',
            "campaign.toml:1:parameters.ties.99: contest 99 is unknown",
        ),
        (
            "[form]",
            '[continues]\ncampaign = "jk2020"\nas = "again"\n[form]',
            "campaign.toml:12:continues.as: 'again' is unknown; use one of second_round, re_vote, repeat",
        ),
        (
            "[form]",
            '[totals]\nvoters = 5\nparticipated = 3\nsource = "x"\n[form]',
            "campaign.toml:10:totals: only an archive may be known as a whole; set archive = true or give the files",
        ),
        (
            "[form]",
            '[[schedule]]\nwhat = "results"\nat = 2025-11-30T20:00:00\n[form]',
            "campaign.toml:12:schedule.at: “2025-11-30T20:00:00” has no offset from UTC; "
            "write 2025-11-30T20:15:00+06:00",
        ),
    ],
)
def test_a_wrong_value_of_the_campaign_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in CAMPAIGN
    assert expected in problems(write(tmp_path, campaign__toml=CAMPAIGN.replace(old, new)))


def test_broken_toml_is_named_with_line_and_column(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, campaign__toml=CAMPAIGN.replace('"parliament"', "parliament")))
    assert problem.startswith("campaign.toml:2:8: is not valid TOML")


def test_all_problems_of_all_files_are_listed(tmp_path: Path) -> None:
    found = problems(
        write(
            tmp_path,
            campaign__toml=CAMPAIGN.replace("2025-11-30", '"2025"'),
            precincts__csv=changed("precincts.csv", "13,200", "13,x"),
            turnout__csv=changed("turnout.csv", "20,online", "-1,offline"),
        )
    )
    files = [problem.partition(":")[0] for problem in found]
    assert files.count("turnout.csv") == 2
    assert "precincts.csv" in files
    assert "campaign.toml" in files


def test_more_problems_than_anyone_reads_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"9{index},2025-11-30T12:00:00+06:00,1,online\n" for index in range(10_500))
    found = problems(write(tmp_path, turnout__csv="precinct,as_of,identified,source\n" + rows))
    assert len(found) == 10_001
    assert "10500 problems in all" in found[-1]


@pytest.mark.parametrize(
    ("encoding", "line"),
    [("cp1251", 2), ("utf-16", 1)],
)
def test_another_encoding_is_named_with_its_line(tmp_path: Path, encoding: str, line: int) -> None:
    raw = FILES["territories.csv"].encode(encoding, errors="replace")
    found = problems(write(tmp_path, territories__csv=raw))
    assert any(problem.startswith(f"territories.csv:{line}:1: is not UTF-8: byte 0x") for problem in found)
    assert any(
        "campaign.toml:8:1: is not UTF-8" in each
        for each in problems(write(tmp_path, campaign__toml=CAMPAIGN.encode("cp1251")))
    )


def test_an_empty_file_and_one_without_rows(tmp_path: Path) -> None:
    assert "precincts.csv:1:1: the file is empty; the first line must name the columns" in problems(
        write(tmp_path / "a", precincts__csv="")
    )
    assert "precincts.csv:2:1: the file has no rows" in problems(
        write(tmp_path / "b", precincts__csv="precinct,territory,kind,contest\n")
    )
    assert problems(write(tmp_path / "c", campaign__toml="")) == ("campaign.toml:1:1: the file is empty",)


def test_a_cell_of_ten_million_characters_is_refused(tmp_path: Path) -> None:
    huge = changed("territories.csv", "Аламудунский район", "x" * 10_000_000)
    assert "territories.csv:3:1: a cell is longer than 20000 characters" in problems(
        write(tmp_path, territories__csv=huge)
    )


def test_the_limit_of_a_cell_is_that_of_packages_alone(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    assert problems(write(tmp_path, territories__csv=changed("territories.csv", "Аламудунский район", "x" * 30_000)))
    assert csv.field_size_limit() == before


def test_a_line_number_counts_lines_inside_quoted_cells(tmp_path: Path) -> None:
    text = changed("precincts.csv", "1010,", '"10\n10",').replace("14,300", "14,x")
    found = problems(write(tmp_path, precincts__csv=text, territories__csv=FILES["territories.csv"]))
    assert "precincts.csv:5:voters: “x” is not a whole number" in found


def test_a_misspelt_file_is_not_left_out_in_silence(tmp_path: Path) -> None:
    found = problems(write(tmp_path, turnouts__csv=FILES["turnout.csv"], scans___scan__csv=SCANS))
    assert found == (
        "scans/scan.csv:1:1: unknown file; did you mean scans/scans.csv?",
        "turnouts.csv:1:1: unknown file; did you mean turnout.csv?",
    )


def test_an_archive_of_a_future_or_recent_election_is_refused(tmp_path: Path) -> None:
    write(tmp_path, campaign__toml=ARCHIVE)
    for now in (NOW, NOW.replace(month=12, day=30, hour=13)):
        (problem,) = problems(tmp_path, now)
        assert problem.startswith("campaign.toml:5:archive: voting ended less than 30 days ago")
    assert problems(tmp_path, NOW.replace(month=12, day=30, hour=14)) == ()


def test_an_archive_has_no_schedule(tmp_path: Path) -> None:
    schedule = '[[schedule]]\nwhat = "results"\nat = 2025-11-30T20:00:00+06:00\n'
    (problem,) = problems(write(tmp_path, campaign__toml=ARCHIVE + schedule), LATER)
    assert "an archive is published at once and has no schedule" in problem


def test_protocols_need_a_form(tmp_path: Path) -> None:
    without = CAMPAIGN[: CAMPAIGN.index("[form]")]
    protocols = "precinct,contest,kind,signed_at\n1001,13,ordinary,2025-11-30T22:10:00+06:00\n"
    found = problems(write(tmp_path, campaign__toml=without, protocols__csv=protocols, protocol_votes__csv=None))
    assert found == ("protocols.csv:2:kind: campaign.toml names no form for it; set form",)


def test_a_form_that_cannot_be_used_is_the_only_problem_named(tmp_path: Path) -> None:
    line = '[[line]]\nid = "1"\nkey = "voters_on_list"\nname.ru = "С"\n'
    ratio = '[[ratio]]\ncode = "C1"\nrelation = "1 = 99"\nseverity = "refuse"\n'
    form = 'id = "kg-2025"\nname.ru = "П"\n' + line + ratio
    found = problems(write(tmp_path, **{"kg-2025__toml": form}))
    assert found
    assert all(problem.startswith("kg-2025.toml:1:") for problem in found)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SCANS + "nowhere.pdf\n", "scans/scans.csv:2:file: there is no file nowhere.pdf in scans/"),
        (
            SCANS + "../campaign.toml\n",
            "scans/scans.csv:2:file: “../campaign.toml” is not the plain name of a file in the same folder",
        ),
        (SCANS + "a.exe\n", "scans/scans.csv:2:file: a.exe is not one of jpeg, jpg, pdf, png, tif, tiff"),
    ],
)
def test_a_wrong_scan_is_named(tmp_path: Path, content: str, expected: str) -> None:
    assert expected in problems(write(tmp_path, scans___scans__csv=content, scans___a__exe=b"MZ"))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1,2025-12-03,ЦИК,invalidate_precinct,precinct,9999,", "decisions.csv:2:target: precinct 9999 is unknown"),
        ("1,2025-12-03,ЦИК,invalidate_candidate,option,13:9,", "decisions.csv:2:target: contest 13 has no position 9"),
        ("1,2025-12-03,ЦИК,determine,contest,99,", "decisions.csv:2:target: contest 99 is unknown"),
        ("1,2025-12-03,ЦИК,invalidate_precinct,contest,13,", "decisions.csv:2:target: decision 1: scope"),
        ("1,2025-13-03,ЦИК,determine,contest,13,", "decisions.csv:2:date: “2025-13-03” is not a date"),
        ("1,2025-12-03,ЦИК,reverse,decision,77,", "decisions.csv:1:target: decision 1"),
    ],
)
def test_a_wrong_decision_is_named(tmp_path: Path, row: str, expected: str) -> None:
    found = problems(write(tmp_path, decisions__csv=builder.DECISIONS.partition("\n")[0] + f"\n{row}\n"))
    assert any(problem.startswith(expected) for problem in found), found


def test_members_belong_to_one_commission_that_exists(tmp_path: Path) -> None:
    members = "commission,precinct,name,role\n,,Аа,chair\n,9999,Бб,chair\nx,,Вв,member\n"
    found = problems(write(tmp_path, commission_members__csv=members))
    assert "commission_members.csv:2:commission: give either a commission or a precinct" in found
    assert "commission_members.csv:3:precinct: precinct 9999 is unknown" in found
    assert "commission_members.csv:4:commission: commission x is unknown" in found


def test_a_consolidated_protocol_of_an_unknown_commission(tmp_path: Path) -> None:
    found = problems(
        write(tmp_path, consolidated__csv=builder.CONSOLIDATED, consolidated_votes__csv=builder.CONSOLIDATED_VOTES)
    )
    assert "consolidated.csv:2:commission: commission oik-13 is unknown" in found


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ("9,8,", "consolidated.csv:2:opinions: is empty; give members, signed and opinions together"),
        (",8,0", "consolidated.csv:2:members: is empty"),
        ("9,10,0", "consolidated.csv:2:signed: 10 signed, but the commission has 9 members"),
        ("9,-1,0", "consolidated.csv:2:signed: "),
    ],
)
def test_signatures_of_a_consolidated_protocol_are_whole_and_possible(
    tmp_path: Path, people: str, expected: str
) -> None:
    head, row = builder.CONSOLIDATED.splitlines()
    found = problems(
        write(
            tmp_path,
            commissions__csv=builder.COMMISSIONS,
            consolidated__csv=f"{head},members,signed,opinions\n{row},{people}\n",
            consolidated_votes__csv=builder.CONSOLIDATED_VOTES,
        )
    )
    assert any(problem.startswith(expected) for problem in found), found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", "boundaries/b.geojson:1:2: is not GeoJSON"),
        ("[]", "boundaries/b.geojson:1:1: is not a GeoJSON FeatureCollection"),
        (
            '{"features": [{"properties": {"name": "x"}}]}',
            "boundaries/b.geojson:1:feature 1: has neither a property code",
        ),
        (
            '{"features": [{"properties": {"code": "77"}}]}',
            "boundaries/b.geojson:1:feature 1: code '77' is no territory",
        ),
        ('{"features": [{"properties": {"precinct": ["1"]}}]}', "boundaries/b.geojson:1:feature 1: precinct ['1']"),
    ],
)
def test_boundaries_that_are_not_about_the_campaign_are_named(tmp_path: Path, content: str, expected: str) -> None:
    found = problems(write(tmp_path, boundaries___b__geojson=content))
    assert any(problem.startswith(expected) for problem in found), found
