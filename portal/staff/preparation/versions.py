"""From the draft to a configuration version: what is wrong, what would change, and the step itself."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.package.importing import Occasion
from portal.preparation.adopting import adopt, check
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.preparation import words
from portal.staff.preparation.base import EDITORS, blueprint, editors, the_draft
from portal.store.queries.preparation import adoptions

PROBLEMS = 500
"""So many problems are listed; all are counted."""


@blueprint.get("/<campaign>/preparation/check/")
@allow(*EDITORS, scope=Scope.CAMPAIGN)
def check_draft(campaign: str) -> Response:
    """Everything that the reader of packages says of the draft, with links to the rows."""
    return _page(campaign)


@blueprint.post("/<campaign>/preparation/check/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN, fresh=True)
def adopt_draft(campaign: str) -> Response:
    """Make the next configuration version of the draft that was checked."""
    draft, here = the_draft(campaign), desk()
    if request.form.get("head") != str(draft.head):
        return _page(campaign, (gettext("The draft was changed meanwhile; look at it again."),))
    occasion = Occasion(here.election_now(), here.system_now(), here.person)
    try:
        imported = adopt(here.store, draft, here.settings.private, occasion)
    except InputError as error:
        return _page(campaign, tuple(words.reason(each) for each in error.problems[:PROBLEMS]))
    if imported.unchanged:
        flash(gettext("Nothing was to do: version %(version)s says the same.", version=imported.version))
    else:
        flash(gettext("Configuration version %(version)s is in force.", version=imported.version))
    return redirect(url_for("preparation.overview", campaign=campaign), 303)


def _page(campaign: str, problems: tuple[str, ...] = ()) -> Response:
    draft, here = the_draft(campaign), desk()
    with here.read() as session:
        checked = check(session, draft, here.settings.private, here.election_now())
        versions = adoptions(session, campaign)
    able = editors(draft)
    return page(
        "preparation/check.html",
        422 if problems else 200,
        campaign=campaign,
        draft=draft,
        checked=checked,
        listed=checked.problems[:PROBLEMS],
        versions=list(reversed(versions)),
        problems=problems,
        words=words,
        may_adopt=here.function is Function.OUIIS,
        own=[each.commission for each in able],
    )
