"""Pages of one commission (ОИК, ТИК): the commission of the address, and the choice where a person has several."""

from flask import abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.domain.names import Names
from portal.entry.commission import CommissionView, commission_view
from portal.errors import InputError
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import language, page
from portal.staff.said import N_, Said
from portal.store.queries.entry import commissions


def the_commission(session: Session, campaign: str, commission: str) -> CommissionView:
    """The commission of the address; 404 where there is none."""
    try:
        return commission_view(session, campaign, commission)
    except InputError:
        abort(404)


def open_commission(session: Session, campaign: str, commission: str) -> CommissionView:
    """The commission of the address, to write about; Said for an archive, into which nothing is entered any more."""
    found = the_commission(session, campaign, commission)
    if found.view.scheme.campaign.archive:
        raise Said(N_("This campaign is an archive: nothing is entered into it any more."))
    return found


def choose_commission(campaign: str, title: str, endpoint: str, *functions: Function) -> Response:
    """The commissions for which the person holds one of the functions; straight on where there is only one."""
    reached = desk().commissions(campaign, *functions)
    with desk().read() as session:
        known = commissions(session, campaign)
    mine = [each for each in known if "" in reached or each.code in reached]
    if len(mine) == 1:
        return redirect(url_for(endpoint, campaign=campaign, commission=mine[0].code))
    doors = [
        (url_for(endpoint, campaign=campaign, commission=each.code), said(each.names) or each.code) for each in mine
    ]
    return page("choose_commission.html", title=title, doors=doors)


def said(names: Names) -> str:
    """A name in the language of the page."""
    return names.document()[language()]
