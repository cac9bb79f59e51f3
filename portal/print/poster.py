"""The enlarged form of a protocol for the wall of the room (R139 ¶7): empty fields, filled in as figures are found."""

from typing import Any

from portal.domain.configuration import Campaign, Contest
from portal.domain.form_parts import LineScope
from portal.domain.names import Language, Names
from portal.domain.preferences import are_typed
from portal.domain.protocol_form import ProtocolForm
from portal.print.typesetting import page_count, typeset
from portal.print.words import word

PAPERS = {"a0": (841, 1189), "a1": (594, 841), "a2": (420, 594)}
"""Sheets in millimetres."""
ROWS = (34, 28, 24, 20, 17, 15)
"""Millimetres of a row on an A1 sheet, the highest first; the last is what a felt pen needs."""


def poster_pdf(
    campaign: Campaign,
    form: ProtocolForm,
    contest: Contest,
    precinct: str,
    precinct_names: Names,
    language: Language,
    *,
    paper: str = "a1",
    test: bool = False,
) -> bytes:
    """One sheet (more where a ballot or its lists are very long) with every line, option and person of a list whose
    preferences are counted; "" as precinct leaves its number open.

    Rows are as high as the sheet allows. Raises KeyError for a paper that is not in PAPERS.
    """
    name = precinct_names.document()[language]
    lines = [line for line in form.lines if line.scope is LineScope.CONTEST or not contest.options]
    precinct_lines = [line for line in form.lines if line.scope is LineScope.PRECINCT]
    content: dict[str, Any] = {
        "language": language,
        "width": PAPERS[paper][0],
        "height": PAPERS[paper][1],
        "title": form.names.document()[language],
        "enlarged": word("enlarged", language),
        "hint": word("poster_hint", language),
        "test": word("test", language) if test else "",
        "campaign": campaign.names.document()[language],
        "voting_date": campaign.voting_date.strftime("%d.%m.%Y"),
        "precinct": f"{word('precinct', language)} № {precinct or '________'}" + (f", {name}" if name else ""),
        "contest": contest.names.document()[language],
        "lines": [[line.id, line.names.document()[language]] for line in (*precinct_lines, *lines)],
        "options": [[str(option.position), option.names.document()[language]] for option in contest.options],
        "lists": [
            {
                "title": f"{word('preferences', language)}: {option.position} {option.names.document()[language]}",
                "persons": [[str(each.number), each.names.document()[language]] for each in option.persons],
            }
            for option in (contest.options if are_typed(contest, campaign.parameters) else ())
            if option.persons
        ],
        "persons_title": [word("position", language), word("person", language), word("votes", language)],
        "options_title": [word("position", language), word("option", language), word("votes", language)],
        "lines_title": [word("line", language), word("name", language), word("value", language)],
    }
    heights = [height * PAPERS[paper][1] // PAPERS["a1"][1] for height in ROWS]
    fitting = (height for height in heights if page_count("poster.typ", {**content, "row": height}) == 1)
    return typeset("poster.typ", {**content, "row": next(fitting, heights[-1])})
