"""A campaign with two districts and the people who enter its papers; a test names only what it is about."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from portal.domain.decisions import DecisionKind
from portal.domain.names import Names
from portal.domain.protocol_form import SHIPPED
from portal.domain.statuses import PrecinctKind, ProtocolKind
from portal.entry.commission import commission_view
from portal.entry.papers import paper_case, take_step
from portal.entry.protocol import Outcome, Typed, submit
from portal.store.engine import Store
from portal.store.models import PaperStepKind
from portal.store.record import confirm_decision, record_decision
from portal.store.record.entry import PaperKey
from portal.store.values import Commission
from tests.store.factories import campaign, configured, contest, decision, minutes, precinct

CAMPAIGN = "jk2025"
NOW = minutes(120)
LINES = {"1": 1000, "2": 62, "3": 62, "4": 62, "5": 0, "6": 4, "7": 4, "8": 0, "9": 60, "10": 2, "11": 58}
VOTES = {1: 30, 2: 20, 3: 8}
PEOPLE = {
    "members": "7",
    "signed": "7",
    "opinions": "0",
    "signed_date": "2025-11-30",
    "signed_time": "21:20",
    "chair": "Асанова А.",
    "member": "Бекова Б.",
    "chair_confirms": "yes",
    "member_confirms": "yes",
}


def form(name: str) -> str:
    return (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


def configure(store: Store, **parameters: str) -> None:
    """Territories 11 and 12 with their ТИК, districts 1 and 2 with their ОИК, a precinct for remote voting alone."""
    with store.write() as session:
        configured(session, **whole(**parameters))


def configure_again_whole(store: Store, **parameters: str) -> None:
    """The same as a further version of a campaign that is in the store already."""
    with store.write() as session:
        configured(session, digest="f" * 64, **whole(**parameters))


def whole(**parameters: str) -> dict[str, Any]:
    """What the campaign consists of."""
    return {
        "campaign": campaign(CAMPAIGN, parameters=parameters),
        "ordinary_form": form("kg-2025"),
        "remote_form": form("kg-2025-remote"),
        "contests": (contest("1"), contest("2")),
        "precincts": (
            precinct("1-1"),
            precinct("1-2"),
            precinct("1-9", kind=PrecinctKind.REMOTE, contests=(), voters=None),
            precinct("2-1", territory="12", contests=("2",)),
        ),
        "commissions": (
            Commission("tik-11", "tik", "", "11", "", Names(ru="ТИК 11")),
            Commission("tik-12", "tik", "", "12", "", Names(ru="ТИК 12")),
            Commission("oik-1", "oik", "", "", "1", Names(ru="ОИК 1")),
        ),
    }


def key(number: str = "1-1", kind: ProtocolKind = ProtocolKind.ORDINARY, contest: str = "1") -> PaperKey:
    return PaperKey(CAMPAIGN, number, kind, contest)


REMOTE = key(kind=ProtocolKind.REMOTE, contest="")


def typed(lines: dict[str, int] | None = None, votes: dict[int, int] | None = None, **values: Any) -> dict[str, str]:
    """An ordinary paper of contest 1 as it is typed; valid by default."""
    raw = {f"line.1.{id}": str(value) for id, value in {**LINES, **(lines or {})}.items()}
    raw |= {f"option.1.{position}": str(count) for position, count in {**VOTES, **(votes or {})}.items()}
    return {**raw, **PEOPLE, **values}


def typed_remote(district: str = "2", **values: Any) -> dict[str, str]:
    """A remote paper with one district as it is typed; valid by default."""
    raw = {"line..D1": "9", "line..D2": "9", "line..D3": "9", "line..D4": "0"}
    raw |= {f"line.{district}.D5": "9", f"line.{district}.D6": "1", f"line.{district}.D7": "8"}
    raw |= {f"option.{district}.1": "5", f"option.{district}.2": "2", f"option.{district}.3": "1"}
    return {**raw, **PEOPLE, **values}


def step(store: Store, paper: PaperKey, kind: PaperStepKind, at: datetime = NOW, commission: str = "tik-11") -> None:
    with store.write() as session:
        take_step(session, commission_view(session, CAMPAIGN, commission), paper, kind, "Бекова Б.", "admin", "", at)


def handed_over(store: Store, paper: PaperKey, at: datetime = NOW, commission: str = "tik-11") -> None:
    """The paper was received and checked by the commission (R53 ¶42)."""
    step(store, paper, PaperStepKind.RECEIVED, at, commission)
    step(store, paper, PaperStepKind.CHECKED, at, commission)


def enter(
    store: Store,
    paper: PaperKey,
    raw: dict[str, str],
    *,
    person: str = "admin",
    later: int = 1,
    slip: bool = False,
    contests: tuple[str, ...] = (),
    commission: str = "tik-11",
) -> Outcome:
    """Submit what was typed, `later` minutes after the paper was handed over, with every notice seen."""
    now = NOW + timedelta(minutes=later)
    seen = {"seen": "X1 X2 X3 X4 X5 X6 T1 T2", **raw}
    with store.write() as session:
        mine = commission_view(session, CAMPAIGN, commission)
        found = mine.precinct(paper.precinct)
        assert found is not None
        case = paper_case(session, mine, found, paper, contests)
        return submit(session, case, Typed(seen, person, now, now, slip))


def permit(store: Store, target: str = "1-1", kind: DecisionKind = DecisionKind.PERMIT_REENTRY, **values: Any) -> None:
    """Register and confirm a decision about a precinct."""
    with store.write() as session:
        seq = record_decision(session, CAMPAIGN, decision(kind=kind, target=target, **values), NOW, "a")
        confirm_decision(session, seq, NOW, "b")


def changed(raw: dict[str, str], **values: str) -> dict[str, str]:
    return {**raw, **values}


def configured_again(store: Store, **parameters: str) -> None:
    """The same campaign with other parameters, as a new version."""
    with store.write() as session:
        configured(
            session,
            digest="e" * 64,
            campaign=replace(campaign(CAMPAIGN), parameters=parameters),
            ordinary_form=form("kg-2025"),
            remote_form=form("kg-2025-remote"),
            precincts=(precinct("1-1"),),
            commissions=(Commission("tik-11", "tik", "", "11", "", Names(ru="ТИК 11")),),
        )
