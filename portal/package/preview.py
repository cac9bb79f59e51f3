"""What a changed package would change in the store, and what it must not remove."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.domain.configuration import Precinct
from portal.domain.protocol_form import ProtocolForm
from portal.package.package import Package
from portal.store.queries.configuration import StoredConfiguration, precincts
from portal.store.queries.usage import (
    commissions_with_facts,
    contests_with_facts,
    lines_with_facts,
    persons_with_facts,
    positions_with_facts,
    precincts_with_facts,
)

_SHOWN = 5


@dataclass(frozen=True)
class Preview:
    """`lines` say what changes, one line each; `refusals` why the package cannot replace the stored version."""

    lines: tuple[str, ...]
    refusals: tuple[str, ...]


def preview(session: Session, stored: StoredConfiguration, package: Package) -> Preview:
    """How the package's configuration differs from the stored one."""
    new, id = package.configuration, stored.campaign.id
    old_precincts = {item.number: item for item in precincts(session, id, stored.version)}
    every = tuple(contest.code for contest in new.contests)
    new_precincts = {item.number: _with_contests(item, every) for item in new.precincts}
    old_contests = {item.code: item for item in stored.contests}
    new_contests = {item.code: item for item in new.contests}
    old_territories = {item.code: item for item in stored.territories}
    new_territories = {item.code: item for item in new.territories}
    lines = [
        *_campaign(stored, package),
        *_differences("territories", old_territories, new_territories),
        *_differences("contests", old_contests, new_contests),
        *_differences("precincts", old_precincts, new_precincts),
    ]
    commissions, territories = commissions_with_facts(session, id)
    gone_contests = old_contests.keys() - new_contests.keys()
    refusals = [
        *_refused("precinct", precincts_with_facts(session, id, old_precincts.keys() - new_precincts.keys())),
        *_refused("contest", contests_with_facts(session, id, gone_contests)),
        *_refused("commission", commissions - {item.code for item in new.commissions}),
        *_refused("territory", territories - new_territories.keys()),
        *_refused("protocol line", lines_with_facts(session, id, _lines(stored) - _new_lines(package))),
    ]
    for code in sorted(old_contests.keys() & new_contests.keys()):
        gone = set(old_contests[code].positions) - set(new_contests[code].positions)
        refusals += _refused(f"contest {code}, position", positions_with_facts(session, id, code, gone))
        unlisted = set(old_contests[code].listed) - set(new_contests[code].listed)
        kept = persons_with_facts(session, id, code, unlisted)
        refusals += _refused(f"contest {code}, person", [f"{position}:{person}" for position, person in kept])
    return Preview(tuple(lines), tuple(refusals))


def _with_contests(precinct: Precinct, every: tuple[str, ...]) -> Precinct:
    return precinct if precinct.contests else replace(precinct, contests=every)


def _campaign(stored: StoredConfiguration, package: Package) -> list[str]:
    """Names of the fields of campaign.toml that differ."""
    old, new = stored.campaign, package.configuration.campaign
    fields = [name for name in old.__dataclass_fields__ if getattr(old, name) != getattr(new, name)]
    return [f"campaign: changed {', '.join(fields)}"] if fields else []


def _differences(what: str, old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    changed = [code for code in new if code in old and old[code] != new[code]]
    parts = {
        "added": [code for code in new if code not in old],
        "removed": [code for code in old if code not in new],
        "changed": changed,
    }
    return [f"{what}: {len(codes)} {verb} ({_some(codes)})" for verb, codes in parts.items() if codes]


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")


def _refused(what: str, codes: Collection[object]) -> list[str]:
    return [f"{what} {code} has facts and cannot be removed; keep it in the package" for code in sorted(codes, key=str)]


def _lines(stored: StoredConfiguration) -> set[str]:
    return _ids(stored.campaign.ordinary_form, stored.campaign.remote_form)


def _new_lines(package: Package) -> set[str]:
    campaign = package.configuration.campaign
    return _ids(campaign.ordinary_form, campaign.remote_form)


def _ids(*forms: ProtocolForm | None) -> set[str]:
    return {line for form in forms if form for line in form.line_ids}
