"""Rendering staff pages: language, navigation, times; nothing is kept by any cache."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal import languages
from portal.languages import LANGUAGES, OWN_NAMES, Language
from portal.staff.allow import Allowed
from portal.staff.areas import links
from portal.staff.desk import Desk
from portal.staff.functions import Function
from portal.staff.said import N_
from portal.staff.state import state

BISHKEK = ZoneInfo("Asia/Bishkek")
HTML = "text/html; charset=utf-8"
FUNCTION_NAMES = {
    Function.OUIIS: N_("ОУИИС staff"),
    Function.ADMINISTRATOR: N_("system administrator of a commission"),
    Function.ASU_OPERATOR: N_("ASU operator"),
    Function.TEST_OFFICER: N_("test officer"),
    Function.APPROVER: N_("approver"),
    Function.AUDITOR: N_("auditor"),
    Function.IT: N_("accounts and keys"),
}


def page(name: str, status: int = 200, **content: Any) -> Response:
    """A page from a template of the folder staff/, with what every page needs."""
    desk: Desk | None = g.get("desk")
    base: dict[str, Any] = {
        "language": language(),
        "switch": [(code, OWN_NAMES[code], in_language(code)) for code in LANGUAGES],
        "styles": state().styles,
        "test_instance": state().test,
        "desk": desk,
        "navigation": navigation(desk, (request.view_args or {}).get("campaign", "")) if desk else [],
        "function_name": function_name,
        "moment": moment,
        "problems": (),
    }
    return Response(render_template(f"staff/{name}", **{**base, **content}), status, content_type=HTML)


def language() -> Language:
    """The language of this request's page; that of its address even where there is no page at it."""
    found: Language | None = g.get("language") or languages.from_path(request.path.removeprefix("/staff"))
    return found or languages.from_accept_language(request.headers.get("Accept-Language"))


def in_language(code: str) -> str:
    """The address of the same page in another language."""
    parts = request.path.split("/", 3)
    known = len(parts) > 3 and parts[1] == "staff" and parts[2] in LANGUAGES
    path = f"/staff/{code}/{parts[3]}" if known else f"/staff/{code}/"
    return path + (f"?{request.query_string.decode('ascii', 'ignore')}" if known and request.query_string else "")


def moment(instant: datetime | None) -> str:
    """An instant in Bishkek time, to the minute: 21.11.2026 16:05."""
    return instant.astimezone(BISHKEK).strftime("%d.%m.%Y %H:%M") if instant else "—"


def zone_name(zone: str) -> str:
    """A time zone as people call it: Bishkek time, or the name of another one."""
    return str(gettext("Bishkek time (UTC+6)")) if zone == BISHKEK.key else zone


def function_name(function: str) -> str:
    """What a function is called in the language of the page."""
    name: str = gettext(FUNCTION_NAMES[Function(function)])
    return name


def own_address(address: str) -> str:
    """An address of these pages to return to, or "" for any other one."""
    parts = urlsplit(address)
    own = parts.path.startswith("/staff/") and not parts.scheme and not parts.netloc and "\\" not in address
    return address if own else ""


def navigation(desk: Desk, campaign: str, *, everywhere: bool = True) -> list[tuple[str, str, bool]]:
    """Label, address and "is this page" of every link that the person's functions allow; those of a campaign's pages
    where one is given, and alone unless `everywhere`.
    """
    held = {grant.function for grant in desk.grants}
    shown = []
    for link in links():
        if not held.intersection(link.functions) or (link.in_campaign and not campaign):
            continue
        if not (link.in_campaign or everywhere):
            continue
        allowed: Allowed = current_app.view_functions[link.endpoint].allowed  # type: ignore[union-attr]
        if allowed.under(desk.grants, campaign) is None:
            continue  # the person holds the function elsewhere; a link that is refused would begin an inquiry
        wants = current_app.url_map.is_endpoint_expecting(link.endpoint, "campaign")
        address = url_for(link.endpoint, campaign=campaign) if wants else url_for(link.endpoint)
        shown.append((gettext(link.label), address, request.path == address))
    return shown
