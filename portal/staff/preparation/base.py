"""What the pages of preparation share: their blueprint, the draft of the address, and for whom a person edits."""

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.preparation.draft import Cells, Draft, draft_of
from portal.preparation.editing import Desk as EditingDesk
from portal.preparation.permissions import Editor
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.store.queries.configuration import campaigns

blueprint = Blueprint("preparation", __name__)

EDITORS = (Function.OUIIS, Function.ADMINISTRATOR)
READERS = (*EDITORS, Function.TEST_OFFICER, Function.APPROVER, Function.AUDITOR)


def the_draft(campaign: str) -> Draft:
    """The campaign's draft; 404 for a campaign that has neither draft nor configuration."""
    with desk().read() as session:
        draft = draft_of(session, campaign)
        if not draft.head and campaign not in campaigns(session):
            raise NotFound
        return draft


def editors(draft: Draft) -> list[Editor]:
    """For whom the person of this request edits the draft: ОУИИС, one's own commissions, or nobody."""
    here = desk()
    if here.function is Function.OUIIS:
        return [Editor(draft)]
    if here.function is not Function.ADMINISTRATOR:
        return []
    own = sorted(here.commissions(draft.campaign, Function.ADMINISTRATOR) - {""})
    return [Editor(draft, commission) for commission in own]


def editing_desk(draft: Draft, sheet: str, *rows: Cells) -> EditingDesk:
    """The desk at which the rows may be written; where none is, one that says why not."""
    here, found = desk(), editors(draft)
    fitting = (each for each in found if all(each.may_edit(sheet, row) for row in rows))
    editor = next(fitting, found[0])
    return EditingDesk(draft.campaign, here.actor, editor.commission, here.election_now())
