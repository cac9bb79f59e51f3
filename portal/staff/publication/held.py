"""The console of held facts, published and waiting figures side by side; a correction or decision lets one through."""

from werkzeug.wrappers import Response

from portal.publication.console.concerned import newest_note
from portal.publication.console.held import held_facts
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.publication.base import READERS, blueprint, stored

SHOWN = 500


@blueprint.get("/<campaign>/publication/held/")
@allow(*READERS, scope=Scope.CAMPAIGN)
def held(campaign: str) -> Response:
    """Every held fact, those that wait longest first."""
    stored(campaign)
    here = desk()
    with here.read() as session:
        found = held_facts(session, campaign, here.election_now(), newest_note(here.settings.home, campaign))
    return page(
        "publication/held.html",
        campaign=campaign,
        facts=found[:SHOWN],
        count=len(found),
        may_order=here.function is Function.OUIIS,
    )
