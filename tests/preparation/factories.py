"""A small draft that is good by default, and people who edit it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from portal.ingest.enrolment import Actor
from portal.preparation.draft import changes_to, draft_of, put
from portal.preparation.editing import Desk
from portal.store.engine import Store

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
CAMPAIGN = "kenesh2026"
COLUMNS = {
    "campaign": "id kind name_ru voting_date opens closes timezone form_ordinary",
    "territories": "code parent level name_ru",
    "contests": "contest kind seats territory name_ru",
    "options": "contest position kind name_ru",
    "precincts": "precinct territory kind contest voters address_ru",
    "commissions": "commission kind parent territory contest name_ru phone",
    "members": "commission precinct name role",
    "schedule": "what at decision",
}
ROWS: Mapping[str, Sequence[str]] = {
    "campaign": ["kenesh2026|local_aiyl|Выборы|2026-11-29|08:00|20:00|Asia/Bishkek|kg-2025"],
    "territories": ["1||1|Чуй", "11|1|2|Аламудун", "12|1|2|Сокулук"],
    "contests": ["1|multi_member|3|11|Округ 1", "2|multi_member|3|12|Округ 2"],
    "options": [f"{contest}|{place}|candidate|Кандидат {place}" for contest in (1, 2) for place in (1, 2)],
    "precincts": ["11-1|11|ordinary|1|900|ул. Мира, 1", "11-2|11|ordinary|1|800|", "12-1|12|ordinary|2|700|школа"],
    "commissions": ["tik-11|tik||11||ТИК Аламудун|+996 312 1", "tik-12|tik||12||ТИК Сокулук|"],
    "members": ["tik-11||Асанов А.|chair", "|11-1|Бекова Б.|chair", "|11-1|Жумабаев Ж.|secretary"],
    "schedule": ["turnout|2026-11-29T12:00:00+06:00|7", "results|2026-11-29T20:00:00+06:00|7"],
}


def cells(sheet: str, line: str) -> dict[str, str]:
    return dict(zip(COLUMNS[sheet].split(), line.split("|"), strict=True))


def rows() -> dict[str, list[dict[str, str]]]:
    return {sheet: [cells(sheet, line) for line in lines] for sheet, lines in ROWS.items()}


def actor(name: str = "omurova", function: str = "ouiis", at: datetime = NOW) -> Actor:
    return Actor(name, at, function, "10.0.0.1")


def desk(commission: str = "", **values: datetime) -> Desk:
    return Desk(CAMPAIGN, actor(function="administrator" if commission else "ouiis", **values), commission)


def drafted(store: Store, **changed: list[dict[str, str]]) -> None:
    """Put the small draft into the store."""
    with store.write() as session:
        changes = changes_to(draft_of(session, CAMPAIGN), {**rows(), **changed})
        put(session, CAMPAIGN, changes, at=NOW, by="omurova", function="ouiis")
