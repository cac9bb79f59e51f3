"""A campaign's configuration as it stands in the store."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from portal.domain.configuration import Campaign, Contest, ListedPerson, Option, Precinct, StatedTotals, Territory
from portal.domain.names import Names
from portal.domain.protocol_form import ProtocolForm, load_form
from portal.domain.statuses import CampaignKind, ContestKind, OptionKind, PrecinctKind
from portal.errors import InputError
from portal.store.chunks import among, chunks
from portal.store.models import (
    CampaignRow,
    ConfigurationRow,
    ContestRow,
    ListPersonRow,
    OptionRow,
    PrecinctContestRow,
    PrecinctRow,
    TerritoryRow,
)

_ENUMS = {kind.value: kind for kind in PrecinctKind}


@dataclass(frozen=True, slots=True)
class StoredConfiguration:
    """The newest configuration version of a campaign, without its precincts (they stream from `precincts`).

    `precinct_counts` holds the number of precincts attached to each territory that has any.
    """

    version: int
    digest: str
    campaign: Campaign
    territories: tuple[Territory, ...]
    contests: tuple[Contest, ...]
    precinct_counts: Mapping[str, int]


def campaigns(session: Session) -> list[str]:
    """Ids of all campaigns, in alphabetical order."""
    return sorted(session.scalars(select(CampaignRow.id)))


def configuration(session: Session, campaign: str) -> StoredConfiguration:
    """The newest configuration version. Raises InputError for a campaign that is not in the store."""
    row = session.execute(
        select(*ConfigurationRow.__table__.columns)
        .where(ConfigurationRow.campaign == campaign)
        .order_by(ConfigurationRow.version.desc())
        .limit(1)
    ).first()
    if row is None:
        raise InputError([f"campaign {campaign!r} is not in the store; import its package first"])
    return StoredConfiguration(
        version=row.version,
        digest=row.digest,
        campaign=_campaign(row),
        territories=_territories(session, row.seq),
        contests=_contests(session, row.seq),
        precinct_counts=_precinct_counts(session, row.seq),
    )


def precincts(
    session: Session, campaign: str, version: int, territories: Collection[str] | None = None
) -> Iterator[Precinct]:
    """Precincts attached to these territories (None: to any), territories in file order, then by natural number."""
    key = _key(session, campaign, version)
    table = PrecinctRow.__table__
    statement = select(table).where(table.c.configuration == key).order_by(table.c.ordinal)
    if territories is None:
        yield from _precincts(session, key, session.execute(statement.execution_options(yield_per=5000)))
        return
    rows: list[Row[Any]] = []
    for piece in chunks(sorted(territories)):
        rows.extend(session.execute(statement.where(among(session, table.c.territory, piece))))
    rows.sort(key=lambda row: row.ordinal)
    yield from _precincts(session, key, rows)


def precincts_by_number(session: Session, campaign: str, version: int, numbers: Collection[str]) -> Iterator[Precinct]:
    """The precincts with these numbers, in the order of `precincts`; a number that is not configured is left out."""
    key = _key(session, campaign, version)
    table = PrecinctRow.__table__
    statement = select(table).where(table.c.configuration == key)
    rows: list[Row[Any]] = []
    for piece in chunks(sorted(numbers)):
        rows.extend(session.execute(statement.where(among(session, table.c.number, piece))))
    rows.sort(key=lambda row: row.ordinal)
    yield from _precincts(session, key, rows)


def forms(session: Session, campaign: str) -> tuple[ProtocolForm | None, ProtocolForm | None]:
    """The ordinary and the remote protocol form of the newest version; None where the campaign has none."""
    row = session.execute(
        select(ConfigurationRow.ordinary_form, ConfigurationRow.remote_form)
        .where(ConfigurationRow.campaign == campaign)
        .order_by(ConfigurationRow.version.desc())
        .limit(1)
    ).first()
    return (None, None) if row is None else (_form(row.ordinary_form), _form(row.remote_form))


def names_of(row: Row[Any], prefix: str = "name") -> Names:
    """The three columns `<prefix>_ky`, `_ru`, `_en` of a row."""
    return Names(*(getattr(row, f"{prefix}_{language}") for language in ("ky", "ru", "en")))


def _key(session: Session, campaign: str, version: int) -> int:
    key = session.scalar(
        select(ConfigurationRow.seq).where(ConfigurationRow.campaign == campaign, ConfigurationRow.version == version)
    )
    if key is None:
        raise InputError([f"campaign {campaign!r} has no configuration version {version}"])
    return key


def _campaign(row: Row[Any]) -> Campaign:
    stated = None
    if row.stated_source is not None:
        stated = StatedTotals(
            row.stated_voters, row.stated_participated, row.stated_turnout_percent or "", row.stated_source
        )
    return Campaign(
        id=row.campaign,
        kind=CampaignKind(row.kind),
        names=names_of(row),
        voting_date=row.voting_date,
        opens=row.opens,
        closes=row.closes,
        timezone=row.timezone,
        archive=row.archive,
        notice=names_of(row, "notice"),
        parameters=row.parameters,
        continues=row.continues,
        continues_as=row.continues_as,
        stated=stated,
        ordinary_form=_form(row.ordinary_form),
        remote_form=_form(row.remote_form),
    )


@lru_cache(maxsize=32)
def _form(text: str) -> ProtocolForm | None:
    return load_form(text, "stored form") if text else None


def _territories(session: Session, key: int) -> tuple[Territory, ...]:
    table = TerritoryRow.__table__
    rows = session.execute(select(table).where(table.c.configuration == key).order_by(table.c.ordinal))
    return tuple(Territory(row.code, row.parent, row.level, names_of(row), row.kind) for row in rows)


def _contests(session: Session, key: int) -> tuple[Contest, ...]:
    persons = _list_persons(session, key)
    options: dict[str, list[Option]] = {}
    table = OptionRow.__table__
    for row in session.execute(select(table).where(table.c.configuration == key).order_by(table.c.position)):
        options.setdefault(row.contest, []).append(
            Option(
                position=row.position,
                kind=OptionKind(row.kind),
                names=names_of(row),
                id=row.id,
                sex=row.sex,
                party=row.party,
                documents_complete_at=row.documents_complete_at,
                status=row.status,
                persons=tuple(persons.get((row.contest, row.position), ())),
            )
        )
    contest = ContestRow.__table__
    rows = session.execute(select(contest).where(contest.c.configuration == key).order_by(contest.c.ordinal))
    return tuple(
        Contest(
            row.code, ContestKind(row.kind), row.seats, row.territory, names_of(row), tuple(options.get(row.code, ()))
        )
        for row in rows
    )


def _list_persons(session: Session, key: int) -> dict[tuple[str, int], list[ListedPerson]]:
    found: dict[tuple[str, int], list[ListedPerson]] = {}
    table = ListPersonRow.__table__
    rows = session.execute(select(table).where(table.c.configuration == key).order_by(*table.primary_key))
    for row in rows:
        person = ListedPerson(row.person, names_of(row), row.id, row.sex, row.status)
        found.setdefault((row.contest, row.position), []).append(person)
    return found


def _precinct_counts(session: Session, key: int) -> dict[str, int]:
    table = PrecinctRow.__table__
    rows = session.execute(
        select(table.c.territory, func.count()).where(table.c.configuration == key).group_by(table.c.territory)
    )
    return {row[0]: row[1] for row in rows}


def _precincts(session: Session, key: int, rows: Iterable[Row[Any]]) -> Iterator[Precinct]:
    every = tuple(
        session.scalars(select(ContestRow.code).where(ContestRow.configuration == key).order_by(ContestRow.ordinal))
    )
    for piece in chunks(rows, 5000):
        own = _own_contests(session, key, [row.number for row in piece])
        for row in piece:
            listed = own.get(row.number)
            single = (row.contest,) if row.contest else every
            yield _precinct(row, tuple(listed) if listed else single, listed or {})


def _own_contests(session: Session, key: int, numbers: list[str]) -> dict[str, dict[str, int | None]]:
    """Own contests of precincts that have several, in file order, with the voters of each."""
    table = PrecinctContestRow.__table__
    if session.scalar(select(table.c.precinct).where(table.c.configuration == key).limit(1)) is None:
        return {}
    own: dict[str, dict[str, int | None]] = {}
    for piece in chunks(numbers):
        rows = session.execute(
            select(table.c.precinct, table.c.contest, table.c.voters)
            .where(table.c.configuration == key, among(session, table.c.precinct, piece))
            .order_by(table.c.ordinal)
        )
        for precinct, contest, voters in rows:
            own.setdefault(precinct, {})[contest] = voters
    return own


def _precinct(row: Row[Any], contests: tuple[str, ...], voters: Mapping[str, int | None]) -> Precinct:
    return Precinct(
        number=row.number,
        territory=row.territory,
        kind=_ENUMS[row.kind],
        contests=contests,
        voters=row.voters,
        voters_by_contest={contest: count for contest, count in voters.items() if count is not None},
        names=Names(row.name_ky, row.name_ru, row.name_en),
        addresses=Names(row.address_ky, row.address_ru, row.address_en),
        lat=row.lat,
        lon=row.lon,
        timezone=row.timezone,
        opens=row.opens,
        closes=row.closes,
        chair=row.chair,
        secretary=row.secretary,
        country=row.country,
    )
