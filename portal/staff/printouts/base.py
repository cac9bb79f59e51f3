"""What the printing pages share: blueprint, language of the paper, the answer that carries a PDF."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.domain.names import Language
from portal.settings import Mode
from portal.staff.desk import desk
from portal.staff.functions import Function

blueprint = Blueprint("printouts", __name__)

PRINTERS = (Function.ADMINISTRATOR, Function.OUIIS)
"""Who prints what was entered (R53 ¶46, ¶51, ¶62)."""
PLACE = "/<campaign>/<commission>/printouts"
PAPER_LANGUAGES: tuple[Language, ...] = ("ky", "ru")


def paper_language() -> Language:
    """The language that was chosen for the paper; Kyrgyz for anything else."""
    wanted = request.form.get("language", "")
    return next((language for language in PAPER_LANGUAGES if language == wanted), PAPER_LANGUAGES[0])


def is_test() -> bool:
    """True on a test instance, whose papers say so."""
    return desk().settings.mode is Mode.TEST


def pdf_answer(pdf: bytes, name: str) -> Response:
    """A PDF to be opened or kept under this name (ASCII)."""
    answer = Response(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
