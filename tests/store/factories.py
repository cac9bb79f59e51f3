"""Facts and configurations that are valid by default; a test names only what it is about."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.configuration import Campaign, Contest, Option, Precinct, Territory
from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import (
    Consolidated,
    NoMachineResult,
    Protocol,
    Scan,
    ScannerReport,
    TurnoutReport,
)
from portal.domain.names import Names
from portal.domain.statuses import (
    CampaignKind,
    ContestKind,
    OptionKind,
    PrecinctKind,
    ProtocolKind,
    TurnoutSource,
)
from portal.store.record import record_configuration
from portal.store.values import NewConfiguration

DAY = date(2025, 11, 30)
EVENING = datetime(2025, 11, 30, 14, 0, tzinfo=UTC)
FORM = """\
id = "short"
[name]
en = "Short form"
[[line]]
id = "1"
key = "voters_on_list"
name.en = "Voters"
[[line]]
id = "9"
key = "ballots_found"
name.en = "Found"
[[line]]
id = "10"
key = "ballots_invalid"
name.en = "Invalid"
[[line]]
id = "11"
key = "ballots_valid"
name.en = "Valid"
[[ratio]]
code = "C1"
relation = "10 + 11 = 9"
severity = "refuse"
[[ratio]]
code = "C2"
relation = "options = 11"
severity = "refuse"
"""


def minutes(count: int) -> datetime:
    """So many minutes after 20:00 in Bishkek."""
    return EVENING + timedelta(minutes=count)


def campaign(id: str = "jk2025", **values: Any) -> Campaign:
    defaults: dict[str, Any] = {
        "kind": CampaignKind.PARLIAMENT,
        "names": Names("Шайлоо", "Выборы", "Election"),
        "voting_date": DAY,
        "opens": time(8),
        "closes": time(20),
        "timezone": "Asia/Bishkek",
    }
    return Campaign(id=id, **{**defaults, **values})


def contest(code: str = "1", options: int = 3, **values: Any) -> Contest:
    positions = tuple(
        Option(position, OptionKind.CANDIDATE, Names(ru=f"Кандидат {position}")) for position in range(1, options + 1)
    )
    defaults: dict[str, Any] = {
        "kind": ContestKind.MULTI_MEMBER,
        "seats": 3,
        "territory": "",
        "names": Names(ru=f"Округ {code}"),
    }
    return Contest(code=code, options=positions, **{**defaults, **values})


def precinct(number: str = "1-1", **values: Any) -> Precinct:
    defaults: dict[str, Any] = {
        "territory": "11",
        "kind": PrecinctKind.ORDINARY,
        "contests": ("1",),
        "voters": 1000,
    }
    return Precinct(number=number, **{**defaults, **values})


TERRITORIES = (
    Territory("1", "", 1, Names("Чүй облусу", "Чуйская область", "Chui region"), "region"),
    Territory("11", "1", 2, Names(ru="Аламудунский район")),
    Territory("12", "1", 2, Names(ru="Сокулукский район")),
)


def new_configuration(id: str = "jk2025", **values: Any) -> NewConfiguration:
    defaults: dict[str, Any] = {
        "digest": "d" * 64,
        "campaign": campaign(id),
        "ordinary_form": FORM,
        "remote_form": "",
        "territories": TERRITORIES,
        "contests": (contest("1"), contest("2")),
        "precincts": (precinct("1-1"), precinct("1-2"), precinct("1-10"), precinct("2-1", territory="12")),
    }
    return NewConfiguration(**{**defaults, **values})


def configured(session: Session, id: str = "jk2025", **values: Any) -> int:
    """Record a configuration; its version number."""
    return record_configuration(session, new_configuration(id, **values), EVENING, "tests")


def turnout(number: str = "1-1", **values: Any) -> TurnoutReport:
    defaults: dict[str, Any] = {
        "received_at": minutes(-120),
        "as_of": minutes(-180),
        "identified": 100,
        "source": TurnoutSource.ONLINE,
    }
    return TurnoutReport(seq=0, precinct=number, **{**defaults, **values})


def scanner(number: str = "1-1", **values: Any) -> ScannerReport:
    defaults: dict[str, Any] = {
        "received_at": minutes(5),
        "contest": "1",
        "device": "",
        "ballots_processed": 60,
        "reported_at": minutes(4),
        "votes": {1: 30, 2: 20, 3: 8},
    }
    return ScannerReport(seq=0, precinct=number, **{**defaults, **values})


def protocol(number: str = "1-1", **values: Any) -> Protocol:
    defaults: dict[str, Any] = {
        "received_at": minutes(90),
        "contest": "1",
        "kind": ProtocolKind.ORDINARY,
        "version": 0,
        "signed_at": minutes(80),
        "lines": {"1": 1000, "9": 60, "10": 2, "11": 58},
        "votes": {1: 30, 2: 20, 3: 8},
        "members": 7,
        "signed": 7,
    }
    return Protocol(seq=0, precinct=number, **{**defaults, **values})


def no_machine(number: str = "1-1", **values: Any) -> NoMachineResult:
    defaults: dict[str, Any] = {"received_at": minutes(60), "reason": Names(ru="АСУ вышла из строя")}
    return NoMachineResult(seq=0, precinct=number, **{**defaults, **values})


def scan(number: str = "1-1", **values: Any) -> Scan:
    defaults: dict[str, Any] = {
        "received_at": minutes(100),
        "contest": "1",
        "kind": "protocol",
        "sha256": "a" * 64,
        "extension": "pdf",
    }
    return Scan(seq=0, precinct=number, **{**defaults, **values})


def consolidated(commission: str = "t11", **values: Any) -> Consolidated:
    defaults: dict[str, Any] = {
        "received_at": minutes(600),
        "territory": "11",
        "contest": "1",
        "kind": ProtocolKind.ORDINARY,
        "signed_at": minutes(590),
        "uik_count": 3,
        "ordinary_count": 3,
        "remote_count": 0,
        "lines": {"9": 180},
        "votes": {1: 90, 2: 60, 3: 24},
    }
    return Consolidated(seq=0, commission=commission, **{**defaults, **values})


def decision(**values: Any) -> Decision:
    defaults: dict[str, Any] = {
        "number": "155",
        "date": DAY,
        "body": "ЦИК",
        "kind": DecisionKind.INVALIDATE_PRECINCT,
        "scope": DecisionScope.PRECINCT,
        "target": "1-1",
        "reasons": Names(ru="Нарушения"),
    }
    return Decision(**{**defaults, **values})
