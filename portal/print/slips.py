"""Slips with activation codes, to be cut and handed to people: printed once, nobody can read a code again."""

from collections.abc import Mapping, Sequence

from portal.domain.names import Language
from portal.print.typesetting import qr_code, typeset


def slips_pdf(slips: Sequence[tuple[str, str, str]], texts: Mapping[str, str], language: Language) -> bytes:
    """One slip per person (name, login, code), eight on a sheet.

    `texts`: title, login, code, address, how, until, secret, all of them ready made.
    """
    return typeset("slips.typ", {"language": language, "slips": slips, "qr": qr_code(texts["address"]), **texts})
