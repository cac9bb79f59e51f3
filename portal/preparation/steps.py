"""Taking a step of a test: in a test instance only, in the order of R53 ¶57-61, some of them by a second person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.errors import InputError, NotPermitted
from portal.ingest.enrolment import Actor
from portal.preparation.testing import Test, fold
from portal.store.models import TestStep
from portal.store.queries.preparation import test_events
from portal.store.queries.usage import figures
from portal.store.record import record_audit
from portal.store.record.preparation import insert_test_event, lock_preparation

TEST = "test"


def test_of(session: Session, campaign: str) -> Test:
    """Where the test of a campaign stands."""
    return fold(campaign, test_events(session, campaign))


test_of.__test__ = False  # type: ignore[attr-defined]


def plan(session: Session, campaign: str, told: Mapping[str, Any], actor: Actor, mode: str) -> None:
    """A plan with `title`, `begins`, `ends` and `stages`; a later one replaces it until a round began (¶57).

    Raises InputError for what is missing.
    """
    problems = [f"{name}: is empty" for name in ("title", "begins", "ends", "stages") if not told.get(name)]
    if not problems and str(told["begins"]) > str(told["ends"]):
        problems.append("ends: the test ends before it begins")
    if problems:
        raise InputError(problems)
    _take(session, campaign, TestStep.PLANNED, told, actor, mode)


def approve_plan(session: Session, campaign: str, decision: str, actor: Actor, mode: str) -> None:
    """The chair's approval, by its number, entered by another person than the plan's (¶57)."""
    _needed("decision", decision)
    test = _allowed(session, campaign, TestStep.APPROVED, mode)
    if test.plan and test.plan.prepared_by == actor.name:
        raise NotPermitted([f"{actor.name} made the plan; another person enters its approval (R53 ¶57)"])
    _take(session, campaign, TestStep.APPROVED, {"decision": decision}, actor, mode)


def begin_round(session: Session, campaign: str, actor: Actor, mode: str) -> None:
    """A round begins; what the store holds now is written down."""
    _take(session, campaign, TestStep.ROUND_BEGUN, {"figures": figures(session, campaign)}, actor, mode)


def note_objection(session: Session, campaign: str, text: str, actor: Actor, mode: str) -> None:
    """Something was found in the round under way."""
    _needed("text", text)
    _take(session, campaign, TestStep.FOUND, {"text": text}, actor, mode)


def note_mended(session: Session, campaign: str, number: int, text: str, actor: Actor, mode: str) -> None:
    """What was found under this number is mended (¶60)."""
    _needed("text", text)
    test = _allowed(session, campaign, TestStep.MENDED, mode)
    if number not in {each.number for each in test.open_objections}:
        raise InputError([f"number: nothing open was found under {number}"])
    _take(session, campaign, TestStep.MENDED, {"number": number, "text": text}, actor, mode)


def end_round(session: Session, campaign: str, actor: Actor, mode: str) -> None:
    """The round is over; what the store holds now is written down."""
    _take(session, campaign, TestStep.ROUND_ENDED, {"figures": figures(session, campaign)}, actor, mode)


def report(session: Session, campaign: str, text: str, passed: bool, actor: Actor, mode: str) -> None:
    """The report (¶59). Raises InputError when it says passed and the last round found something (¶60)."""
    _needed("text", text)
    test = _allowed(session, campaign, TestStep.REPORTED, mode)
    if passed and not test.may_pass:
        raise InputError(["passed: something was found in the last round, or is not mended; repeat the test (R53 ¶60)"])
    _take(session, campaign, TestStep.REPORTED, {"text": text, "passed": passed}, actor, mode)


def order_drop(session: Session, campaign: str, actor: Actor, mode: str) -> None:
    """The test officer orders that the test data are deleted (¶61)."""
    _take(session, campaign, TestStep.DROP_ORDERED, {}, actor, mode)


def confirm_drop(session: Session, campaign: str, actor: Actor, mode: str) -> None:
    """A second person confirms; `promote out` deletes the data and hands over the configuration."""
    test = _allowed(session, campaign, TestStep.DROP_CONFIRMED, mode)
    if test.drop_ordered and test.drop_ordered[0] == actor.name:
        raise NotPermitted([f"{actor.name} ordered it; another person confirms that test data are deleted"])
    _take(session, campaign, TestStep.DROP_CONFIRMED, {}, actor, mode)


def _allowed(session: Session, campaign: str, step: TestStep, mode: str) -> Test:
    """The test, when the step may follow now."""
    if mode != TEST:
        raise NotPermitted(["tests are held in the test instance (NATYIJA_MODE=test), never in the main one (R53 ¶54)"])
    lock_preparation(session)
    test = test_of(session, campaign)
    if step not in test.next_steps:
        allowed = ", ".join(sorted(test.next_steps)) or "nothing"
        raise InputError([f"{step} cannot follow now; what may follow: {allowed}"])
    return test


def _take(session: Session, campaign: str, step: TestStep, details: Mapping[str, Any], actor: Actor, mode: str) -> None:
    """Record a step where it is allowed."""
    _allowed(session, campaign, step, mode)
    event = insert_test_event(session, campaign, step, details, at=actor.at, by=actor.name, function=actor.function)
    record_audit(
        session,
        actor.at,
        actor.name,
        f"test.{step}",
        campaign,
        dict(details),
        function=actor.function,
        address=actor.address,
        object=f"test_event:{event}",
    )


def _needed(name: str, text: str) -> None:
    if not text.strip():
        raise InputError([f"{name}: is empty"])
