"""The first page: who is logged in, what the person may do."""

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.staff.allow import EVERYBODY, Scope, allow
from portal.staff.pages import page

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@allow(*EVERYBODY, scope=Scope.ANY)
def index() -> Response:
    """What the person's functions allow, as links."""
    return page("home.html")
