"""Every route × function × scope × method of the staff application, taken from its URL map: who gets past the gate."""

from collections.abc import Iterator

import pytest
from flask import Flask, g
from werkzeug.exceptions import Forbidden
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from portal.access import Access, UndeclaredRoute, require_declared_access
from portal.staff import gate
from portal.staff.allow import Scope
from portal.staff.functions import LEVELS, Function, Grant, Level
from portal.staff.sessions import Live
from tests.staff.conftest import NOW, Office

HERE = {"campaign": "jk2025", "commission": "1"}
PLACES = {
    Level.SITE: [("", "")],
    Level.CAMPAIGN: [("jk2025", ""), ("other", "")],
    Level.COMMISSION: [("jk2025", "1"), ("jk2025", "2"), ("other", "1")],
}
GRANTS = [Grant(function, *place) for function in Function for level in LEVELS[function] for place in PLACES[level]]


def staff_rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "access", None) is Access.STAFF:
            yield rule


def expected(grant: Grant, functions: tuple[Function, ...], scope: Scope, arguments: set[str]) -> bool:
    """The rule said again in other words: the function is named, and the place is the own one."""
    if grant.function not in functions:
        return False
    if scope is Scope.ANY:
        return True
    bound = grant.function in (Function.ADMINISTRATOR, Function.ASU_OPERATOR)
    if scope is Scope.SITE:
        return bound or not grant.campaign
    asked = HERE["campaign"] if "campaign" in arguments else ""
    if grant.campaign and grant.campaign != asked:
        return False
    if scope is Scope.CAMPAIGN:
        return bound or not grant.commission
    return not grant.commission or ("commission" in arguments and grant.commission == HERE["commission"])


def test_every_route_lets_in_exactly_whom_it_names(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live(1, 1, "somebody", "Somebody", NOW, NOW)
    monkeypatch.setattr(gate.refusals, "outside_own_functions", lambda *_: None)
    mismatches, cells = [], 0
    for rule in staff_rules(office.app):
        allowed = office.app.view_functions[rule.endpoint].allowed  # type: ignore[attr-defined]
        place = {name: value for name, value in HERE.items() if name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            for grant in GRANTS:
                cells += 1
                given = [type("Given", (), {"function": grant.function, **_parts(grant)})]
                monkeypatch.setattr(gate, "functions_in_force", lambda *_, given=given: given)
                with office.app.test_request_context("/staff/en/", method=method) as context:
                    context.request.view_args = dict(place)
                    try:
                        gate.seated(live, allowed)
                        entered = True
                    except Forbidden:
                        entered = False
                    g.pop("desk", None)
                if entered != expected(grant, allowed.functions, allowed.scope, rule.arguments):
                    mismatches.append((rule.rule, method, grant))
    assert mismatches == []
    assert cells > 500


def _parts(grant: Grant) -> dict[str, str]:
    return {"campaign": grant.campaign, "commission": grant.commission}


def test_nobody_gets_past_the_gate_without_a_session(office: Office) -> None:
    browser = office.client()
    values = {"lang": "en", "campaign": "jk2025", "commission": "1"}
    for rule in staff_rules(office.app):
        filled = {name: values.get(name) or sample(rule, name) for name in rule._converters}
        address = office.app.url_map.bind("localhost").build(rule.endpoint, filled)
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            answer = browser.open(address, method=method)
            assert answer.status_code in (302, 404, 405), (method, address)
            if answer.status_code == 302:
                assert answer.location.startswith("/staff/"), (method, address)
                assert "/login" in answer.location, (method, address)


def sample(rule: Rule, name: str) -> str | int:
    """A value that the converter of this part of an address takes."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return str(min(converter.items))
    return 1 if isinstance(converter, IntegerConverter) else "1"


def test_only_the_way_in_is_open_and_no_library_route_exists(office: Office) -> None:
    doors = {
        rule.endpoint
        for rule in office.app.url_map.iter_rules()
        if getattr(office.app.view_functions[rule.endpoint], "access", None) is Access.LOGIN
    }
    assert doors == {
        "entrance.choose_language",
        "style.sheet",
        "login.start",
        "login.code",
        "activation.enter_code",
        "activation.choose",
    }
    assert not any(rule.endpoint.startswith("security.") for rule in office.app.url_map.iter_rules())


def test_an_application_with_an_undeclared_staff_route_does_not_start(office: Office) -> None:
    def view() -> str:
        return ""

    view.access = Access.STAFF  # type: ignore[attr-defined]
    app = Flask("other", static_folder=None)
    app.add_url_rule("/x", view_func=view)
    with pytest.raises(UndeclaredRoute, match="names no function"):
        require_declared_access(app)
