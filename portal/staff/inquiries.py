"""Inquiries into access outside R53 ¶62: who has to be told within 24 hours, and who was."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.staff.allow import allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.said import N_, Said
from portal.store.models import InquiryStepKind
from portal.store.queries.inquiries import inquiries, recipients
from portal.store.record.inquiries import add_step, record_recipient

blueprint = Blueprint("inquiries", __name__)
WHO = (Function.AUDITOR, Function.OUIIS)


@blueprint.get("/inquiries")
@allow(*WHO)
def index() -> Response:
    """The inquiries, newest first, and the list of notices."""
    here = desk()
    with here.read() as session:
        found, listed = inquiries(session), recipients(session)
    now = here.system_now()
    late = {one.row.seq for one in found if one.overdue(now)}
    return page("inquiries.html", inquiries=found, late=late, recipients=listed)


@blueprint.post("/inquiries/recipients")
@allow(*WHO)
def list_recipient() -> Response:
    """Put somebody on the list of notices, or take the name off."""
    here = desk()
    name, office, contact = (request.form.get(field, "").strip() for field in ("name", "office", "contact"))
    if not name:
        raise Said(N_("The name is missing."))
    listed = request.form.get("listed") == "1"
    with here.act("recipient.listed" if listed else "recipient.removed", object=f"recipient:{name}") as session:
        record_recipient(session, here.system_now(), here.person, name, office, contact, listed=listed)
    return redirect(url_for("inquiries.index"))


@blueprint.post("/inquiries/<int:number>")
@allow(*WHO)
def step(number: int) -> Response:
    """A notice acknowledged (by whom and how stands in the text), a note, or the end of the inquiry."""
    here = desk()
    kind, text = request.form.get("kind", ""), request.form.get("text", "").strip()
    if kind not in list(InquiryStepKind) or not text:
        raise Said(N_("Write what was done, by whom and how."))
    with here.act(f"inquiry.{kind}", object=f"inquiry:{number}") as session:
        inquiry = next((one for one in inquiries(session) if one.row.seq == number), None)
        if inquiry is None:
            raise NotFound
        notice = None
        if kind == InquiryStepKind.ACKNOWLEDGED:
            open_ = {str(one.seq): one.seq for one, heard in inquiry.notices if heard is None}
            notice = open_.get(request.form.get("notice", ""))
            if notice is None:
                raise Said(N_("This notice is acknowledged already."))
        add_step(session, number, InquiryStepKind(kind), here.system_now(), here.person, text, notice)
    return redirect(url_for("inquiries.index"))
