"""What the pages of devices share: blueprint, who may call them, and whose precincts a person sees."""

from contextlib import suppress

from flask import Blueprint
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, NotFound

from portal.entry.commission import commission_view
from portal.errors import InputError
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.store.queries.configuration import campaigns, configuration
from portal.store.queries.intake import precinct_numbers

blueprint = Blueprint("devices", __name__)

OWN = (Function.ADMINISTRATOR, Function.ASU_OPERATOR)
"""Functions of one commission: its precincts only."""
WATCHERS = (Function.OUIIS, *OWN, Function.TEST_OFFICER, Function.IT, Function.AUDITOR)
DECIDERS = (Function.OUIIS, Function.TEST_OFFICER)


def known(session: Session, campaign: str) -> None:
    """404 for a campaign that has no configuration."""
    if campaign not in campaigns(session):
        raise NotFound


def own_precincts(session: Session, campaign: str) -> frozenset[str] | None:
    """Numbers of the precincts of the person's own commissions; None for functions that see all of them."""
    known(session, campaign)
    here = desk()
    if here.function not in OWN:
        return None
    found: set[str] = set()
    for code in here.commissions(campaign, here.function) - {""}:
        with suppress(InputError):  # a commission that a later version no longer has
            found.update(commission_view(session, campaign, code).numbers)
    return frozenset(found)


def must_exist(session: Session, campaign: str, precinct: str) -> None:
    """Raises InputError for a number that no precinct of the newest configuration has."""
    if precinct not in precinct_numbers(session, campaign, configuration(session, campaign).version):
        raise InputError([gettext("There is no precinct %(a)s.", a=precinct or "—")])


def only_own(session: Session, campaign: str, precinct: str) -> None:
    """Raises Forbidden for a precinct of another commission."""
    own = own_precincts(session, campaign)
    if own is not None and precinct not in own:
        raise Forbidden
