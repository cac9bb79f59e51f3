"""Recording a configuration version: inserted whole, never changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.configuration import Contest, Precinct, Territory
from portal.domain.names import Names
from portal.store.models import (
    CommissionRow,
    ConfigurationRow,
    ContestRow,
    FactKind,
    ListPersonRow,
    MemberRow,
    OptionRow,
    PrecinctContestRow,
    PrecinctRow,
    TerritoryRow,
)
from portal.store.record.spine import Entry, insert_facts, insert_rows, register_campaign
from portal.store.values import Commission, Member, NewConfiguration


def record_configuration(session: Session, new: NewConfiguration, at: datetime, by: str) -> int:
    """Record the next configuration version of a campaign, registering it with its first; the version number."""
    campaign = new.campaign.id
    register_campaign(session, campaign, at)
    last = session.scalar(select(func.max(ConfigurationRow.version)).where(ConfigurationRow.campaign == campaign)) or 0
    (key,) = insert_facts(session, campaign, FactKind.CONFIGURATION, [Entry(None, at)], by)
    insert_rows(session, ConfigurationRow, [{"seq": key, "version": last + 1, **_campaign(new)}])
    insert_rows(session, TerritoryRow, _territories(key, new.territories))
    insert_rows(session, ContestRow, _contests(key, new.contests))
    insert_rows(session, OptionRow, _options(key, new.contests))
    insert_rows(session, ListPersonRow, _list_persons(key, new.contests))
    insert_rows(session, PrecinctRow, _precincts(key, new.precincts))
    insert_rows(session, PrecinctContestRow, _precinct_contests(key, new.precincts))
    insert_rows(session, CommissionRow, _commissions(key, new.commissions))
    insert_rows(session, MemberRow, _members(key, new.members))
    return last + 1


def _names(names: Names, prefix: str = "name") -> dict[str, str]:
    return {f"{prefix}_ky": names.ky, f"{prefix}_ru": names.ru, f"{prefix}_en": names.en}


def _campaign(new: NewConfiguration) -> dict[str, Any]:
    campaign, stated = new.campaign, new.campaign.stated
    return {
        "campaign": campaign.id,
        "digest": new.digest,
        "kind": campaign.kind.value,
        **_names(campaign.names),
        "voting_date": campaign.voting_date,
        "opens": campaign.opens,
        "closes": campaign.closes,
        "timezone": campaign.timezone,
        "archive": campaign.archive,
        **_names(campaign.notice, "notice"),
        "parameters": dict(campaign.parameters),
        "continues": campaign.continues,
        "continues_as": campaign.continues_as,
        "stated_voters": stated.voters if stated else None,
        "stated_participated": stated.participated if stated else None,
        "stated_turnout_percent": stated.turnout_percent_stated if stated else None,
        "stated_source": stated.source if stated else None,
        "ordinary_form": new.ordinary_form,
        "remote_form": new.remote_form,
    }


def _territories(key: int, territories: Sequence[Territory]) -> Iterator[dict[str, Any]]:
    for ordinal, item in enumerate(territories, 1):
        yield {
            "configuration": key,
            "ordinal": ordinal,
            "code": item.code,
            "parent": item.parent,
            "level": item.level,
            "kind": item.kind,
            **_names(item.names),
        }


def _contests(key: int, contests: Sequence[Contest]) -> Iterator[dict[str, Any]]:
    for ordinal, item in enumerate(contests, 1):
        yield {
            "configuration": key,
            "ordinal": ordinal,
            "code": item.code,
            "kind": item.kind.value,
            "seats": item.seats,
            "territory": item.territory,
            **_names(item.names),
        }


def _options(key: int, contests: Sequence[Contest]) -> Iterator[dict[str, Any]]:
    for contest in contests:
        for option in contest.options:
            yield {
                "configuration": key,
                "contest": contest.code,
                "position": option.position,
                "kind": option.kind.value,
                "id": option.id,
                "sex": option.sex,
                "party": option.party,
                "documents_complete_at": option.documents_complete_at,
                "status": option.status,
                **_names(option.names),
            }


def _list_persons(key: int, contests: Sequence[Contest]) -> Iterator[dict[str, Any]]:
    for contest in contests:
        for option in contest.options:
            for person in option.persons:
                yield {
                    "configuration": key,
                    "contest": contest.code,
                    "position": option.position,
                    "person": person.number,
                    "id": person.id,
                    "sex": person.sex,
                    "status": person.status,
                    **_names(person.names),
                }


def _precincts(key: int, precincts: Sequence[Precinct]) -> Iterator[dict[str, Any]]:
    for ordinal, item in enumerate(precincts, 1):
        yield {
            "configuration": key,
            "ordinal": ordinal,
            "number": item.number,
            "territory": item.territory,
            "kind": item.kind.value,
            "contest": item.contests[0] if len(item.contests) == 1 and not item.voters_by_contest else "",
            "voters": item.voters,
            "lat": item.lat,
            "lon": item.lon,
            "timezone": item.timezone,
            "opens": item.opens,
            "closes": item.closes,
            "chair": item.chair,
            "secretary": item.secretary,
            "country": item.country,
            **_names(item.names),
            **_names(item.addresses, "address"),
        }


def _precinct_contests(key: int, precincts: Sequence[Precinct]) -> Iterator[dict[str, Any]]:
    for item in precincts:
        if len(item.contests) < 2 and not item.voters_by_contest:
            continue
        for ordinal, contest in enumerate(item.contests, 1):
            voters = item.voters_by_contest.get(contest)
            yield {
                "configuration": key,
                "precinct": item.number,
                "contest": contest,
                "ordinal": ordinal,
                "voters": voters,
            }


def _commissions(key: int, commissions: Sequence[Commission]) -> Iterator[dict[str, Any]]:
    for ordinal, item in enumerate(commissions, 1):
        yield {
            "configuration": key,
            "ordinal": ordinal,
            "code": item.code,
            "kind": item.kind,
            "parent": item.parent,
            "territory": item.territory,
            "contest": item.contest,
            "phone": item.phone,
            "email": item.email,
            **_names(item.names),
            **_names(item.addresses, "address"),
        }


def _members(key: int, members: Sequence[Member]) -> Iterator[dict[str, Any]]:
    for ordinal, item in enumerate(members, 1):
        yield {
            "configuration": key,
            "ordinal": ordinal,
            "commission": item.commission,
            "precinct": item.precinct,
            "name": item.name,
            "role": item.role,
        }
