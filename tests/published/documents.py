"""Published documents for tests: keyword factories that are valid by default (shapes of portal/domain/documents)."""

from portal.domain.documents import (
    CampaignDocument,
    ChildDocument,
    ConfigurationDocument,
    ContestCounts,
    ContestDocument,
    ContestSummary,
    CountDocument,
    OptionDocument,
    PrecinctDocument,
    PrecinctTurnout,
    ProgressDocument,
    ProtocolDocument,
    ResultDocument,
    ScannerDocument,
    StatusDocument,
    TerritoryDocument,
    TotalsDocument,
    TurnoutPoint,
)
from portal.domain.names import NamesDocument
from portal.domain.protocol_form import shipped_form
from portal.domain.shares import percent, shares

AS_OF = "2025-11-30T20:15:00+06:00"
FORM = shipped_form("kg-2025")


def names(ky: str, ru: str = "", en: str = "") -> NamesDocument:
    return {"ky": ky, "ru": ru or ky, "en": en or ru or ky}


def status(progress: str = "preliminary", *flags: str) -> StatusDocument:
    return {"progress": progress, "flags": list(flags)}


def point(as_of: str, identified: int, voters: int, remote: int = 0, reported: int = 1) -> TurnoutPoint:
    total = identified + remote
    return {
        "as_of": as_of,
        "identified": identified,
        "remote": remote,
        "total": total,
        "reported": reported,
        "voters": voters,
        "home_percent": percent(identified, voters),
        "percent": percent(total, voters),
    }


def progress(expected: int, received: int, voters: int, covered: int, abroad: int = 0) -> ProgressDocument:
    kinds = {"ordinary": {"expected": expected - abroad, "received": received}}
    if abroad:
        kinds["abroad"] = {"expected": abroad, "received": 0}
    return {
        "expected": expected,
        "received": received,
        "percent": percent(received, expected),
        "voters": voters,
        "voters_covered": covered,
        "voters_percent": percent(covered, voters),
        "kinds": kinds,
    }


def count(votes: list[int], expected: int = 4, received: int = 3, **more: object) -> CountDocument:
    document: CountDocument = {
        "expected": expected,
        "received": received,
        "invalidated": 0,
        "remote_received": 0,
        "votes": votes,
        "home": votes,
        "remote": [0 for _ in votes],
        "base": sum(votes),
        "shares": shares(votes, sum(votes)),
        "ballots": sum(votes) + 5 if received else None,
        "lines": {},
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def counts(scanner: list[int], protocol: list[int], expected: int = 4) -> ContestCounts:
    lines = {
        "voters_on_list": 4800,
        "ballots_found": sum(protocol) + 7,
        "ballots_invalid": 7,
        "ballots_valid": sum(protocol),
    }
    return {"scanner": count(scanner, expected), "protocol": count(protocol, expected, 2, lines=lines)}


def totals(voters: int = 4812, contests: dict[str, ContestCounts] | None = None, **more: object) -> TotalsDocument:
    document: TotalsDocument = {
        "precincts": {"ordinary": 3, "abroad": 1},
        "voters": voters,
        "turnout": [
            point("2025-11-30T12:00:00+06:00", voters // 8, voters),
            point("2025-11-30T16:00:00+06:00", voters // 4, voters, remote=11),
        ],
        "final": None,
        "scanner": progress(4, 3, voters, voters // 2 + 100, abroad=1),
        "protocol": progress(4, 2, voters, voters // 3, abroad=1),
        "numbers": {
            "invalidated": 0,
            "corrected": 1,
            "recounted": 0,
            "held": 1,
            "findings": 2,
            "differences": 1,
            "no_machine_result": 1,
        },
    }
    if contests is not None:
        document["contests"] = contests
    return {**document, **more}  # type: ignore[typeddict-item]


def options(count: int = 3, party: str = "") -> list[OptionDocument]:
    rows: list[OptionDocument] = [
        {
            "position": position,
            "kind": "candidate",
            "name": names(f"Талапкер {position}уулу", f"Кандидатов {position}", f"Candidate {position}"),
            "id": f"c{position}",
            "sex": "f",
            "party": party,
            "status": "",
        }
        for position in range(1, count)
    ]
    against = {"position": count, "kind": "against_all", "name": names("Баарына каршы", "Против всех", "Against all")}
    return [*rows, {**against, "id": "", "sex": "", "party": "", "status": ""}]  # type: ignore[typeddict-item]


def scanner(votes: list[int], devices: int = 1) -> ScannerDocument:
    rest = [vote // devices for vote in votes]
    first = [vote - part * (devices - 1) for vote, part in zip(votes, rest, strict=True)]
    return {
        "ballots_processed": sum(votes) + 4,
        "votes": votes,
        "base": sum(votes),
        "shares": shares(votes, sum(votes)),
        "reported_at": "2025-11-30T20:04:00+06:00",
        "devices": [
            {
                "device": f"ASU-{number}",
                "ballots_processed": sum(part) + 2,
                "votes": part,
                "reported_at": "2025-11-30T20:03:00+06:00",
            }
            for number, part in enumerate([first] + [rest] * (devices - 1), 1)
        ],
    }


def protocol(votes: list[int], version: int = 1, **more: object) -> ProtocolDocument:
    valid = sum(votes)
    lines = {"1": 1203, "2": valid + 6, "3": valid + 5, "4": valid + 4, "5": 0, "6": 9, "7": 8, "8": 0}
    document: ProtocolDocument = {
        "kind": "ordinary",
        "form": "kg-2025",
        "version": version,
        "signed_at": "2025-11-30T23:10:00+06:00",
        "received_at": "2025-12-01T01:42:00+06:00",
        "lines": {**lines, "9": valid + 3, "10": 3, "11": valid},
        "votes": votes,
        "base": valid,
        "shares": shares(votes, valid),
        "members": 9,
        "signed": 8,
        "opinions": 1,
        "ratios": [
            ratio("C1", "R139 ¶48, 53, 57", "refuse", valid + 3, valid + 3, holds=True),
            ratio("C6", "R139 ¶47", "warn", valid + 5, valid + 4, holds=False),
        ],
        "reasons": {"C6": "Бир чек басылып чыккан жок."},
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def ratio(code: str, source: str, severity: str, left: int, right: int, *, holds: bool) -> dict[str, object]:  # type: ignore[misc]
    lines = {"C1": ["10", "11", "9", "8"], "C6": ["3", "4"]}[code]
    return {
        "code": code,
        "severity": severity,
        "source": source,
        "lines": lines,
        "left": left,
        "right": right,
        "holds": holds,
    }


def result(scanner_votes: list[int] | None, protocol_votes: list[int] | None, **more: object) -> ResultDocument:
    both = scanner_votes is not None and protocol_votes is not None
    pairs = list(zip(scanner_votes or [], protocol_votes or [], strict=False)) if both else []
    document: ResultDocument = {
        "contest": "1",
        "remote": False,
        "counted": True,
        "status": status("complete" if protocol_votes else "preliminary"),
        "scanner": scanner(scanner_votes) if scanner_votes else None,
        "protocol": protocol(protocol_votes) if protocol_votes else None,
        "versions": [],
        "differences": [
            {"position": position, "scanner": machine, "protocol": hand, "difference": hand - machine}
            for position, (machine, hand) in enumerate(pairs, 1)
            if machine != hand
        ],
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def turnout_report(hour: int, identified: int, voters: int, source: str = "online") -> PrecinctTurnout:
    return {
        "as_of": f"2025-11-30T{hour:02}:00:00+06:00",
        "hour": f"2025-11-30T{hour:02}:00:00+06:00",
        "identified": identified,
        "remote": 2,
        "source": source,
        "home_percent": percent(identified, voters),
    }


def precinct(number: str = "1001", **more: object) -> PrecinctDocument:
    document: PrecinctDocument = {
        "number": number,
        "kind": "ordinary",
        "name": names("№ 5 мектеп", "Школа № 5", "School No. 5"),
        "address": names(
            "Бишкек ш., Ч. Айтматов көч., 12", "г. Бишкек, ул. Ч. Айтматова, 12", "12 Ch. Aitmatov St, Bishkek"
        ),
        "lat": "42.87",
        "lon": "74.59",
        "timezone": "Asia/Bishkek",
        "opens": "08:00",
        "closes": "20:00",
        "voters": 1203,
        "chair": "Асанова Ң. Ө.",
        "secretary": "Үсөнов Б.",
        "contests": ["1"],
        "status": status("preliminary"),
        "turnout": [turnout_report(12, 150, 1203), turnout_report(16, 301, 1203)],
        "final": None,
        "results": [result([210, 140, 12], None)],
        "remote_lines": {},
        "no_machine_result": None,
        "findings": [],
        "scans": [],
        "held": [],
        "decisions": [],
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def territory(code: str = "2", precincts: list[PrecinctDocument] | None = None, **more: object) -> TerritoryDocument:
    own = totals(contests={"1": counts([620, 411, 33], [410, 270, 21])})
    document: TerritoryDocument = {
        "code": code,
        "level": 2,
        "kind": "district",
        "name": names("Сокулук району", "Сокулукский район", "Sokuluk district"),
        "ancestors": [{"code": "1", "name": names("Чүй облусу", "Чуйская область", "Chui region")}],
        "status": status("partial", "held"),
        "totals": own,
        "direct": own,
        "children": [],
        "precincts": [precinct()] if precincts is None else precincts,
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def child(code: str = "2", name: NamesDocument | None = None, **more: object) -> ChildDocument:
    document: ChildDocument = {
        "code": code,
        "name": name or names("Сокулук району", "Сокулукский район", "Sokuluk district"),
        "kind": "district",
        "status": status("partial"),
        "totals": totals(),
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def contest(code: str = "1", **more: object) -> ContestDocument:
    both = counts([620, 411, 33], [410, 270, 21])
    row = {
        "code": "2",
        "name": names("Сокулук району", "Сокулукский район", "Sokuluk district"),
        "direct": False,
        **both,
    }
    document: ContestDocument = {
        "code": code,
        "kind": "multi_member",
        "seats": 3,
        "territory": "1",
        "name": names("№ 1 шайлоо округу", "Избирательный округ № 1", "District No. 1"),
        "status": status("partial"),
        "options": options(),
        "scanner": both["scanner"],
        "protocol": both["protocol"],
        "territories": [row],  # type: ignore[list-item]
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def summary(document: ContestDocument) -> ContestSummary:
    counted = document["scanner"]
    order = sorted(range(len(counted["votes"])), key=lambda index: -counted["votes"][index])
    leading = [(document["options"][index], index) for index in order[: document["seats"] + 1]]
    return {
        "code": document["code"],
        "kind": document["kind"],
        "seats": document["seats"],
        "name": document["name"],
        "territory": document["territory"],
        "status": document["status"],
        "count": "scanner",
        "base": counted["base"],
        "expected": counted["expected"],
        "received": counted["received"],
        "leading": [
            {
                "position": option["position"],
                "kind": option["kind"],
                "name": option["name"],
                "votes": counted["votes"][index],
                "share": counted["shares"][index],
            }
            for option, index in leading
        ],
    }


def campaign(id: str = "kg2025", contests: list[ContestDocument] | None = None, **more: object) -> CampaignDocument:
    region = child("1", names("Чүй облусу", "Чуйская область", "Chui region"), kind="region")
    document: CampaignDocument = {
        "campaign": id,
        "kind": "parliament",
        "name": campaign_name(),
        "notice": notice(),
        "test": False,
        "archive": False,
        "voting_date": "2025-11-30",
        "opens": "08:00",
        "closes": "20:00",
        "timezone": "Asia/Bishkek",
        "parameters": {"remote_count": "protocol"},
        "continues": "",
        "continues_as": "",
        "stated": None,
        "status": status("partial"),
        "schedule": [{"what": "turnout", "at": "2025-11-30T12:00:00+06:00", "decision": "77"}],
        "totals": totals(),
        "regions": [region],
        "contests": [summary(row) for row in (contests or [contest()])],
        "decisions": [],
    }
    return {**document, **more}  # type: ignore[typeddict-item]


def campaign_name() -> NamesDocument:
    return names(
        "Жогорку Кеңештин депутаттарын шайлоо",
        "Выборы депутатов Жогорку Кенеша",
        "Election of deputies of the Jogorku Kenesh",
    )


def notice() -> NamesDocument:
    return names(
        "Ысымдар жана добуштар ойдон чыгарылган.", "Имена и голоса вымышлены.", "Names and votes are invented."
    )


def configuration(
    id: str = "kg2025", contests: list[ContestDocument] | None = None, **more: object
) -> ConfigurationDocument:
    rows = contests or [contest()]
    document: ConfigurationDocument = {
        "campaign": id,
        "kind": "parliament",
        "name": campaign_name(),
        "notice": notice(),
        "test": False,
        "timezone": "Asia/Bishkek",
        "territories": [],
        "contests": [
            {key: row[key] for key in ("code", "kind", "seats", "territory", "name", "options")}  # type: ignore[literal-required]
            for row in rows
        ],
        "forms": {
            FORM.id: {
                "id": FORM.id,
                "legal": FORM.legal,
                "name": FORM.names.document(),
                "lines": [
                    {"id": line.id, "key": line.key, "name": line.names.document(), "scope": line.scope.value}
                    for line in FORM.lines
                ],
            }
        },
        "rules": [
            {
                "code": rule.code,
                "form": FORM.id,
                "relation": str(rule.relation),
                "severity": rule.severity.value,
                "source": rule.source,
                "message": rule.messages.document(),
            }
            for rule in FORM.ratios
        ],
    }
    return {**document, **more}  # type: ignore[typeddict-item]
