"""The list of campaigns, beginning one, and the overview of one with its readiness."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.domain.names import Names
from portal.errors import InputError
from portal.languages import LANGUAGES
from portal.preparation.draft import Draft, draft_of
from portal.preparation.editing import begin, create
from portal.preparation.readiness import readiness
from portal.preparation.sheets import KINDS, SHEETS
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import language, page
from portal.staff.preparation import values, words
from portal.staff.preparation.base import READERS, blueprint, editors, the_draft
from portal.store.queries.configuration import campaigns, configuration
from portal.store.queries.preparation import draft_campaigns, draft_changes

NEW = ("id", "kind", "name_ky", "name_ru", "name_en", "voting_date", "opens", "closes", "timezone", "form_ordinary")
_USUAL = {"opens": "08:00", "closes": "20:00", "timezone": "Asia/Bishkek", "form_ordinary": "kg-2025"}
SHOWN = 12


@blueprint.get("/campaigns/")
@allow(*READERS, scope=Scope.ANY)
def index() -> Response:
    """Every campaign in which the person has something to do."""
    return _index(_USUAL, ())


@blueprint.post("/campaigns/")
@allow(Function.OUIIS)
def new_campaign() -> Response:
    """Begin the draft of a campaign: kind, name, date and hours (R53 ¶26)."""
    here, cells = desk(), {name: request.form.get(name, "") for name in NEW}
    try:
        with here.write() as session:
            id = create(session, cells, here.actor, here.election_now())
    except InputError as error:
        return _index(cells, [words.problem(each) for each in error.problems], 422)
    flash(gettext("The campaign was begun. Now fill in its tables."))
    return redirect(url_for("preparation.overview", campaign=id), 303)


@blueprint.get("/<campaign>/preparation/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def overview(campaign: str) -> Response:
    """The sheets of a campaign, and what each commission still lacks."""
    draft = the_draft(campaign)
    with desk().read() as session:
        found = readiness(draft, draft_changes(session, campaign))
        stored = campaign in campaigns(session)
    own = {each.commission for each in editors(draft)} - {""}
    return page(
        "preparation/overview.html",
        campaign=campaign,
        draft=draft,
        stored=stored,
        sheets=[(name, words.sheet_name(name), len(draft.sheets[name])) for name in SHEETS],
        ready=found,
        commissions=[each for each in found.commissions if not own or each.commission in own],
        words=words,
        shown=SHOWN,
        may_edit=bool(editors(draft)),
        all_of_it=Function.OUIIS is desk().function,
    )


@blueprint.post("/<campaign>/preparation/begin/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN)
def begin_draft(campaign: str) -> Response:
    """Bring the draft to the configuration that is in force."""
    here = desk()
    try:
        with here.write() as session:
            rows = begin(session, campaign, here.actor)
    except InputError as error:
        flash(" ".join(words.problem(each) for each in error.problems))
    else:
        flash(gettext("The draft now equals the configuration in force; %(rows)s rows were changed.", rows=rows))
    return redirect(url_for("preparation.overview", campaign=campaign), 303)


def _index(cells: dict[str, str], problems: "list[str] | tuple[()]", status: int = 200) -> Response:
    here = desk()
    with here.read() as session:
        stored, begun = campaigns(session), draft_campaigns(session)
        known = [each for each in sorted({*stored, *begun}) if here.may(*READERS, campaign=each) or _own(each)]
        rows = [_row(session, each, each in begun, each in stored) for each in known]
    return page(
        "preparation/index.html",
        status,
        rows=rows,
        cells=cells,
        columns=[(name, words.column_name(name)) for name in NEW],
        kinds=[(kind.value, values.value_name("kind", kind.value)) for kind in KINDS],
        problems=problems,
        may_create=here.may(Function.OUIIS),
    )


def _row(session: Session, id: str, begun: bool, stored: bool) -> tuple[str, Draft | None, bool, str, str]:
    """A campaign with its draft, whether it is in force, its name and day; the draft's where there is one."""
    draft = draft_of(session, id) if begun else None
    if draft is not None and draft.own:
        names = Names(*(draft.own.get(f"name_{code}", "") for code in LANGUAGES))
        return id, draft, stored, names.document()[language()], values.day(draft.own.get("voting_date", ""))
    own = configuration(session, id).campaign
    return id, draft, stored, own.names.document()[language()], values.day(own.voting_date.isoformat())


def _own(campaign: str) -> bool:
    return bool(desk().commissions(campaign, Function.ADMINISTRATOR))
