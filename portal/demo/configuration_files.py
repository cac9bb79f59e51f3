"""Writing what is fixed before the vote: campaign.toml, territories, contests, options, precincts, commissions."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from portal.demo.decisions import RESULTS_DECISION, TURNOUT_DECISION
from portal.demo.geography import ABROAD, BISHKEK_TIME, places
from portal.demo.packaging import TomlValue, names_table, triple, write_csv, write_toml
from portal.demo.plan import CONTESTS, SEATS, Plan, contest_names
from portal.demo.turnout import NATIONAL
from portal.domain.names import Names

NOTICE = Names(
    "Көрсөтмө шайлоо: талапкерлер, добуштар, адамдар жана даректер ойлоп чыгарылган. "
    "Аймактардын аталыштары жана коддору: SOATE коддору, OCHA COD-AB, CC BY 3.0 IGO.",
    "Демонстрационные выборы: кандидаты, голоса, люди и адреса вымышлены. Названия и коды территорий: "
    "коды SOATE, OCHA COD-AB, CC BY 3.0 IGO.",
    "A demonstration election: candidates, votes, people and addresses are invented. Names and codes of territories: "
    "SOATE codes, OCHA COD-AB, CC BY 3.0 IGO.",
)
SLOT_MINUTE = 15


def write_configuration(folder: Path, plan: Plan, *, archive: bool) -> None:
    """The package without facts; an archive has no schedule, because it is published at once."""
    _campaign(folder, plan, archive)
    _territories(folder)
    _contests(folder, plan)
    _options(folder, plan)
    _precincts(folder, plan)
    _commissions(folder, plan)


def schedule(plan: Plan) -> list[dict[str, TomlValue]]:
    """Turnout every hour, then as precincts abroad close; results and protocols from the country's closing on."""
    closings = {precinct.closes for precinct in plan.precincts if precinct.closes >= plan.clock(20)}
    slots = [plan.clock(hour) for hour in NATIONAL] + sorted(closings)
    items: list[dict[str, TomlValue]] = [
        {"what": "turnout", "at": (at + timedelta(minutes=SLOT_MINUTE)).isoformat(), "decision": TURNOUT_DECISION}
        for at in slots
    ]
    opening = plan.clock(20).isoformat()
    return items + [{"what": what, "at": opening, "decision": RESULTS_DECISION} for what in ("results", "protocols")]


def _campaign(folder: Path, plan: Plan, archive: bool) -> None:
    day = plan.voting_date
    name = Names(
        f"Жогорку Кеңештин депутаттарын шайлоо, {day:%d.%m.%Y} (көрсөтмө)",
        f"Выборы депутатов Жогорку Кенеша, {day:%d.%m.%Y} (демонстрация)",
        f"Election of deputies of the Jogorku Kenesh, {day:%d.%m.%Y} (demonstration)",
    )
    values: dict[str, TomlValue] = {
        "id": f"demo{day.year}",
        "kind": "parliament",
        "voting_date": day,
        "opens": "08:00",
        "closes": "20:00",
        "timezone": str(BISHKEK_TIME),
    }
    if archive:
        values["archive"] = True
    tables: dict[str, dict[str, TomlValue]] = {
        "name": names_table(name),
        "notice": names_table(NOTICE),
        "form": {"ordinary": "kg-2025", "remote": "kg-2025-remote"},
        "parameters": {
            "remote_count": "protocol",
            "protocols_visible": "on_receipt",
            "participation_basis": "signatures",
        },
    }
    write_toml(folder / "campaign.toml", values, tables, {} if archive else {"schedule": schedule(plan)})


def _territories(folder: Path) -> None:
    header = ("code", "parent", "level", "name_ky", "name_ru", "name_en", "kind")
    rows = ((each.code, each.parent, each.level, *triple(each.names), each.kind) for each in places())
    write_csv(folder / "territories.csv", header, rows)


def _contests(folder: Path, plan: Plan) -> None:
    header = ("contest", "kind", "seats", "territory", "name_ky", "name_ru", "name_en")
    rows = (
        (contest, "multi_member", SEATS, plan.territory_of_contest[contest], *triple(contest_names(plan, contest)))
        for contest in CONTESTS
    )
    write_csv(folder / "contests.csv", header, rows)


def _options(folder: Path, plan: Plan) -> None:
    header = ("contest", "position", "kind", "name_ky", "name_ru", "name_en", "id", "sex", "documents_complete_at")
    start = plan.clock(0) - timedelta(days=75)
    rows: Iterable[tuple[object, ...]] = (
        (
            contest,
            option.position,
            option.kind,
            *triple(option.names),
            f"{contest}-{option.position}",
            option.sex,
            (start + timedelta(minutes=option.documents_minute)).isoformat() if option.sex else "",
        )
        for contest in CONTESTS
        for option in plan.options[contest]
    )
    write_csv(folder / "options.csv", header, rows)


def _precincts(folder: Path, plan: Plan) -> None:
    header = ("precinct", "territory", "kind", "contest", "voters", "address_ky", "address_ru", "address_en")
    rows = (
        (
            each.number,
            each.territory,
            each.kind,
            each.contest,
            each.voters,
            *triple(each.address),
            each.lat,
            each.lon,
            each.timezone,
            each.country,
        )
        for each in plan.precincts
    )
    write_csv(folder / "precincts.csv", (*header, "lat", "lon", "timezone", "country"), rows)


def _commissions(folder: Path, plan: Plan) -> None:
    """A district commission (ОИК) per district, a territorial one (ТИК) per territory; two officers per УИК."""
    header = ("commission", "kind", "parent", "territory", "contest", "name_ky", "name_ru", "name_en")
    districts = [
        (f"oik-{contest}", "oik", "", plan.territory_of_contest[contest], contest, *triple(_oik(contest)))
        for contest in CONTESTS
    ]
    attached = {precinct.territory for precinct in plan.precincts} - {ABROAD}
    territorial = [
        (f"tik-{each.code}", "tik", "", each.code, "", *triple(_tik(each.names)))
        for each in places()
        if each.code in attached
    ]
    write_csv(folder / "commissions.csv", header, [*districts, *territorial])
    members = (
        (each.number, name, role)
        for each in plan.precincts
        for name, role in ((each.chair, "chair"), (each.secretary, "secretary"))
    )
    write_csv(folder / "commission_members.csv", ("precinct", "name", "role"), members)


def _oik(contest: str) -> Names:
    return Names(
        f"№ {contest} округдук шайлоо комиссиясы",
        f"Окружная избирательная комиссия № {contest}",
        f"District election commission No. {contest}",
    )


def _tik(where: Names) -> Names:
    return Names(
        f"Аймактык шайлоо комиссиясы: {where.ky}",
        f"Территориальная избирательная комиссия: {where.ru}",
        f"Territorial election commission: {where.en}",
    )
