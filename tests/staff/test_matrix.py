"""Every route × function × scope × method of the staff application, taken from its URL map, by real requests.

Only the bodies of the views are exchanged for one that answers "entered": sessions, functions, places, the gate, the
record of what was refused and the answers are those of the application.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from portal.access import Access, UndeclaredRoute, require_declared_access
from portal.staff.allow import Allowed, Scope
from portal.staff.functions import LEVELS, Function, Grant, Level
from portal.store.queries.audit import Wanted, audit_events
from tests.staff.conftest import Office

HERE = {"lang": "en", "campaign": "jk2025", "commission": "1"}
PLACES = {
    Level.SITE: [("", "")],
    Level.CAMPAIGN: [("jk2025", ""), ("other", "")],
    Level.COMMISSION: [("jk2025", "1"), ("jk2025", "2"), ("other", "1")],
}
GRANTS = [Grant(function, *place) for function in Function for level in LEVELS[function] for place in PLACES[level]]
ENTERED = "entered"


def emptied(app: Flask) -> dict[str, Allowed]:
    """What each staff view declares; its body now only says that somebody came in."""
    declared = {}
    for endpoint, view in list(app.view_functions.items()):
        if getattr(view, "access", None) is Access.STAFF:
            declared[endpoint] = vars(view)["allowed"]

            def entered(**_: object) -> str:
                return ENTERED

            entered.__dict__.update(view.__dict__)
            app.view_functions[endpoint] = entered
    return declared


def cells(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every route of the application, library routes too: an address that fits it, and each of its methods.

    The route is the one that really takes the call: OPTIONS of an address that two routes share goes to one of them.
    """
    urls = app.url_map.bind("localhost")
    seen = set()
    for rule in app.url_map.iter_rules():
        filled = {name: HERE.get(name) or sample(rule, name) for name in rule._converters}
        address = urls.build(rule.endpoint, filled)
        for method in sorted(rule.methods or ()):
            taken, _ = urls.match(address, method=method, return_rule=True)
            assert method == "OPTIONS" or taken.endpoint == rule.endpoint, (method, address)
            if (address, method) not in seen:
                seen.add((address, method))
                yield taken, address, method


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


def test_every_route_lets_in_exactly_whom_it_names(office: Office) -> None:
    declared = emptied(office.app)
    careless(office)
    people = [(grant, somebody(office, number, grant)) for number, grant in enumerate(GRANTS)]
    mismatches, count, refused = [], 0, 0
    for rule, address, method in cells(office.app):
        allowed = declared.get(rule.endpoint)
        for grant, browser in people:
            answer = browser.open(address, method=method)
            count += 1
            if allowed is None:
                right = answer.status_code not in (401, 403)
            elif expected(grant, allowed.functions, allowed.scope, rule.arguments):
                right = answer.status_code == 200 and (method in ("HEAD", "OPTIONS") or answer.text == ENTERED)
            else:
                refused += 1
                right = answer.status_code == 403 and ENTERED not in answer.text
            if not right:
                mismatches.append((rule.rule, method, grant, answer.status_code))
    assert mismatches == []
    assert count > 5_000
    with office.store.read() as session:
        recorded = audit_events(session, Wanted(action="access.refused"), limit=refused + 1)
    assert len(recorded) == refused


def careless(office: Office) -> None:
    """Thousands of refusals are written; here none of them has to survive a power cut."""
    event.listen(office.store.engine, "connect", lambda opened, _: opened.execute("PRAGMA synchronous=OFF").close())
    office.store.engine.dispose()


def somebody(office: Office, number: int, grant: Grant) -> FlaskClient:
    """The browser of a person who holds this function there and no other one."""
    return office.client(grant.function, grant.campaign, grant.commission, login=f"p{number}")


def test_nobody_gets_past_the_gate_without_a_session(office: Office) -> None:
    declared, browser = emptied(office.app), office.client()
    for rule, address, method in cells(office.app):
        if rule.endpoint in declared:
            answer = browser.open(address, method=method)
            assert answer.status_code == 302, (method, address)
            assert answer.location.startswith("/staff/") and "/login" in answer.location, (method, address)


def test_a_method_that_no_route_names_is_refused_before_anything_else(office: Office) -> None:
    declared, browser = emptied(office.app), office.client(Function.OUIIS)
    methods: dict[str, set[str]] = {}
    for rule in office.app.url_map.iter_rules():
        methods.setdefault(rule.rule, set()).update(rule.methods or ())
    for rule, address, _ in cells(office.app):
        for method in {"DELETE", "PATCH", "PUT"} - methods[rule.rule] if rule.endpoint in declared else ():
            assert browser.open(address, method=method).status_code == 405, (method, address)


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
