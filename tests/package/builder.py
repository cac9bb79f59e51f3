"""A small invented package that is good as it is; a test changes one thing in it."""

from datetime import UTC, datetime
from pathlib import Path

from portal.errors import InputError
from portal.package.package import Package, read_package

NOW = datetime(2025, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 3, 1, tzinfo=UTC)

CAMPAIGN = """\
id = "demo"
kind = "parliament"
voting_date = 2025-11-30
opens = "08:00"
closes = "20:00"
timezone = "Asia/Bishkek"
[name]
ky = "Шайлоо"
ru = "Выборы"
[form]
ordinary = "kg-2025"
remote = "kg-2025-remote"
"""
FILES = {
    "campaign.toml": CAMPAIGN,
    "territories.csv": """\
code,parent,level,name_ky,name_ru,name_en,kind
1,,1,Чүй облусу,Чуйская область,Chui region,region
1-1,1,2,,Аламудунский район,,district
1-2,1,2,,Сокулукский район,,district
""",
    "contests.csv": """\
contest,kind,seats,territory,name_ky,name_ru,name_en
13,multi_member,3,1-1,,Округ 13,
14,multi_member,3,1-2,,Округ 14,
""",
    "options.csv": """\
contest,position,kind,name_ky,name_ru,name_en,sex
13,1,candidate,,Первая А.,,f
13,2,candidate,,Второй Б.,,m
13,3,against_all,Баарына каршы,Против всех,Against all,
14,1,candidate,,Третий В.,,m
14,2,against_all,Баарына каршы,Против всех,Against all,
""",
    "precincts.csv": """\
precinct,territory,kind,contest,voters
1001,1-1,ordinary,13,100
1010,1-1,ordinary,13,200
1002,1-2,ordinary,14,300
""",
    "turnout.csv": """\
precinct,as_of,identified,source,remote
1001,2025-11-30T12:00:00+06:00,20,online,1
""",
    "scanner.csv": """\
precinct,contest,ballots_processed,reported_at,device
1001,13,60,2025-11-30T20:05:00+06:00,A
1001,14,2,2025-11-30T20:05:00+06:00,A
""",
    "scanner_votes.csv": """\
precinct,contest,position,votes,device
1001,13,1,40,A
1001,13,2,15,A
1001,13,3,3,A
1001,14,1,2,A
1001,14,2,0,A
""",
    "protocols.csv": """\
precinct,contest,kind,signed_at,1,2,3,9,10,11,D1,D2,D5,D6,D7,members,signed
1001,13,ordinary,2025-11-30T22:10:00+06:00,100,60,60,60,2,58,,,,,,7,7
1001,14,remote,2025-11-30T22:10:00+06:00,,,,,,,,,2,0,2,7,7
1001,,remote,2025-11-30T22:10:00+06:00,,,,,,,2,2,,,,7,7
""",
    "protocol_votes.csv": """\
precinct,contest,kind,position,votes
1001,13,ordinary,1,40
1001,13,ordinary,2,15
1001,13,ordinary,3,3
1001,14,remote,1,2
1001,14,remote,2,0
""",
}
COMMISSIONS = """\
commission,kind,parent,territory,contest,name_ru
oik-13,oik,,1-1,13,ОИК 13
"""
CONSOLIDATED = """\
commission,contest,kind,signed_at,uik_count,ordinary_count,remote_count,9,10,11
oik-13,13,ordinary,2025-12-01T10:00:00+06:00,2,2,0,60,2,58
"""
CONSOLIDATED_VOTES = """\
commission,contest,kind,position,votes
oik-13,13,ordinary,1,40
oik-13,13,ordinary,2,15
oik-13,13,ordinary,3,3
"""
DECISIONS = """\
number,date,body,kind,scope,target,reason_ru
155,2025-12-03,ЦИК,invalidate_precinct,precinct,1001:13,Нарушения
"""
ARCHIVE = CAMPAIGN.replace("closes =", "archive = true\ncloses =")


def write(folder: Path, **files: str | bytes | None) -> Path:
    """The good package with these files replaced (None: left out); `__` in a name stands for `.`, `___` for `/`."""
    named = {name.replace("___", "/").replace("__", "."): content for name, content in files.items()}
    for name, content in {**FILES, **named}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def changed(name: str, old: str, new: str) -> str:
    """One of the good files with a piece of its text changed."""
    assert old in FILES[name]
    return FILES[name].replace(old, new)


def read(folder: Path, now: datetime = NOW, *, strict: bool = False) -> Package:
    return read_package(folder, now, strict=strict)


def problems(folder: Path, now: datetime = NOW, *, strict: bool = False) -> tuple[str, ...]:
    """Everything that is wrong with the package; () when it is good."""
    try:
        read_package(folder, now, strict=strict)
    except InputError as error:
        return error.problems
    return ()
