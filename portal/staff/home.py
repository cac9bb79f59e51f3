"""The first page: who is logged in, what the person may do, and the doors into each campaign."""

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.staff.allow import EVERYBODY, Scope, allow
from portal.staff.desk import Desk, desk
from portal.staff.pages import language, navigation, page
from portal.store.queries.configuration import campaigns, configuration

blueprint = Blueprint("home", __name__)
SHOWN = 6
"""Campaigns on the page, the newest first; the page of campaigns has all."""


@blueprint.get("/")
@allow(*EVERYBODY, scope=Scope.ANY)
def index() -> Response:
    """What the person's functions allow, as links."""
    here = desk()
    with here.read() as session:
        found = _own(session, here)
    doors = [(name, navigation(here, campaign, everywhere=False)) for campaign, name in found]
    return page("home.html", campaigns=[(name, links) for name, links in doors if links])


def _own(session: Session, here: Desk) -> list[tuple[str, str]]:
    """Id and name of the campaigns that the person's functions reach, by the day of voting."""
    every = any(not grant.campaign for grant in here.grants)
    named = {grant.campaign for grant in here.grants}
    stored = [configuration(session, each).campaign for each in campaigns(session) if every or each in named]
    newest = sorted((own for own in stored if not own.archive), key=lambda own: (own.voting_date, own.id), reverse=True)
    return [(own.id, own.names.document()[language()] or own.id) for own in newest[:SHOWN]]
