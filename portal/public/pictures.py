"""The picture of a page for sharing: title, status, leading figures, who is elected, time and release, drawn by typst.

A picture is made when it is asked for and kept like a page, by the same documents; so it can never show other figures.
"""

from typing import Any

import orjson
from flask import Blueprint, current_app
from flask_babel import gettext, ngettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.access import PUBLIC, access
from portal.languages import Language
from portal.public import headers
from portal.public.pages.campaign import OverviewPage, acts_on_the_whole
from portal.public.pages.contest import ContestPage, by_votes, leading_count
from portal.public.pages.determination import elected_section
from portal.public.pages.option import OptionPage
from portal.public.pages.page import CampaignHead, CampaignPage
from portal.public.pages.precinct import PrecinctPage
from portal.public.pages.territory import TerritoryPage
from portal.public.pages.turnout import TurnoutPage
from portal.public.render import kept, set_language
from portal.public.state import new_reading
from portal.public.words import words
from portal.published.determinations import elected_documents
from portal.published.errors import NotPublished
from portal.published.shapes import (
    CampaignDocument,
    ContestDocument,
    Count,
    StatusDocument,
    TotalsDocument,
    newest_turnout,
)

blueprint = Blueprint("pictures", __name__)

PNG = "image/png"
PIXELS_PER_INCH = 144.0
OPTIONS, OPTIONS_WARNED = 4, 3
"""So many rows have room, and so many above a warning of two lines."""
PICTURED: dict[str, type[CampaignPage]] = {
    "public.campaign": OverviewPage,
    "public.turnout": TurnoutPage,
    "public.contest": ContestPage,
    "public.option": OptionPage,
    "public.territory": TerritoryPage,
    "public.precinct": PrecinctPage,
}
"""Pages that have a picture, by the name of their route."""
Row = tuple[str, str, str]
"""Label, figure, and the word for who is elected by the official act (R139 ¶84), "" for nobody."""

SOURCE = """
#let d = json(bytes(sys.inputs.data))
#set page(width: 600pt, height: 315pt, margin: (x: 30pt, y: 24pt), fill: rgb("#fbfaf7"))
#set text(font: ("Noto Sans", "DejaVu Sans", "Libertinus Serif"), size: 14pt, fill: rgb("#1d2327"))
#set par(leading: 0.5em)
#place(top + left, dx: -30pt, dy: -24pt, rect(width: 600pt, height: 8pt, fill: rgb("#16384c")))
#text(fill: rgb("#59646b"), d.above)
#v(-2pt)
#block(height: 62pt, text(size: 23pt, weight: "bold", d.title))
#box(stroke: 1pt + rgb("#59646b"), radius: 9pt, inset: (x: 9pt, y: 5pt), text(size: 12pt, d.status))
#h(8pt)
#text(size: 11pt, fill: rgb("#59646b"), d.legal)
#v(4pt)
#grid(columns: (1fr, auto), align: (left, right), row-gutter: 8pt,
  ..d.rows.map(row => (
    text(size: 15pt, row.at(0)) + h(7pt) + text(size: 12pt, weight: "bold", fill: rgb("#16384c"), row.at(2)),
    text(size: 15pt, weight: "bold", row.at(1)))).flatten())
#place(bottom + left, stack(spacing: 7pt,
  text(size: 11pt, weight: "bold", fill: rgb("#8a2a2e"), d.warning), text(size: 11pt, fill: rgb("#59646b"), d.below)))
"""


@blueprint.get("/share/<language:language>/<path:rest>/picture.png")
@access(PUBLIC)
def picture(language: Language, rest: str) -> Response:
    """The picture of one page. Raises NotPublished for a page that has none."""
    set_language(language)
    path = f"/{language}/{rest}/"
    try:
        endpoint, names = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        raise NotPublished(path) from None
    page_class = PICTURED.get(endpoint)
    if page_class is None:
        raise NotPublished(path)
    page = page_class(new_reading(), language, path, {}, **{k: v for k, v in names.items() if k != "language"})
    response = Response(_draw(_content(page)), content_type=PNG)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return kept(response, page, headers.PAGE)


def _draw(content: dict[str, Any]) -> bytes:
    # Only a process that draws pictures pays for the library.
    import typst

    drawn = typst.compile(
        SOURCE.encode(), format="png", ppi=PIXELS_PER_INCH, sys_inputs={"data": orjson.dumps(content).decode()}
    )
    return bytes(drawn)


def _content(page: CampaignPage) -> dict[str, Any]:
    title, status, rows = _figures(page)
    head, f = page.head(), page.formats
    warning = _warning(page, head)
    known = words(page.language, head.archive)
    legal = _act(page) if status["progress"] == "official" else gettext("without legal force")
    moment = f.date(head.voting_date) if head.archive else f"{f.moment(head.as_of)}, {gettext('Bishkek time (UTC+6)')}"
    return {
        "above": f.name(head.name),
        "title": title,
        "status": known.progress_word(status["progress"]).label,
        "legal": legal,
        "rows": _fitting(rows, OPTIONS_WARNED if warning else OPTIONS),
        "warning": warning,
        "below": f"{gettext('As of')} {moment} · {gettext('release %(number)s', number=head.release)}",
    }


def _warning(page: CampaignPage, head: CampaignHead) -> str:
    """What a reader of the picture alone must know: a test, a pause, a withdrawal, the campaign's own notice."""
    if head.test:
        return str(gettext("Test: nothing on this page is a real result."))
    said = head.pause or next((mark["reason"] for mark in head.withdrawals), None) or head.notice
    return page.formats.name(said) if said else ""


def _act(page: CampaignPage) -> str:
    """The decision that made the figures official, where the page names one."""
    if isinstance(page, ContestPage | OptionPage):
        acts = page.contest.get("determination", {}).get("acts", [])
    else:
        acts = acts_on_the_whole(page.release.campaign_document()["decisions"])
    named = [act for act in acts if act["kind"] == "official"]
    if not named:
        return ""
    day = page.formats.date(named[-1]["date"])
    return str(gettext("decision No. %(number)s of %(date)s", number=named[-1]["number"], date=day))


def _fitting(rows: list[Row], room: int) -> list[Row]:
    """So many rows as have room; the last one says how many more are elected."""
    shown, left = rows[:room], rows[room:]
    if not any(elected for *_, elected in left):
        return shown
    shown, left = rows[: room - 1], rows[room - 1 :]
    count = sum(bool(elected) for *_, elected in left)
    return [*shown, (str(gettext("and %(count)s more elected", count=count)), "", "")]


def _figures(page: CampaignPage) -> tuple[str, StatusDocument, list[Row]]:
    """Title, status, and rows of label, figure and who is elected, as the documents of the page have them."""
    f = page.formats
    if isinstance(page, ContestPage):
        return f.name(page.contest["name"]), page.contest["status"], _leading(page, page.contest)
    if isinstance(page, OptionPage):
        option = page.contest["options"][page.index]
        name = gettext("Against all") if option["kind"] == "against_all" else f.name(option["name"])
        return name, page.contest["status"], _both(page)
    if isinstance(page, PrecinctPage):
        precinct = page.precinct
        title = gettext("Precinct No. %(number)s", number=precinct["number"])
        return title, precinct["status"], _precinct(page)
    if isinstance(page, TerritoryPage):
        territory = page.territory
        return f.name(territory["name"]), territory["status"], _totals(page, territory["totals"])
    document = page.release.campaign_document()
    rows = _totals(page, document["totals"])
    if isinstance(page, TurnoutPage):
        return gettext("Turnout"), document["status"], rows
    return gettext("Election results"), document["status"], _with_elected(page, document, rows)


def _totals(page: CampaignPage, totals: TotalsDocument) -> list[Row]:
    f, known = page.formats, words(page.language)
    point = newest_turnout(totals)
    rows = [(str(gettext("Turnout")), f.percent(point["percent"]), "")] if point else []
    for count in page.counts:
        progress = totals["protocol"] if count == Count.PROTOCOL else totals["scanner"]
        part = ngettext(
            "%(part)s of %(whole)s precinct",
            "%(part)s of %(whole)s precincts",
            progress["expected"],
            part=f.number(progress["received"]),
            whole=f.number(progress["expected"]),
        )
        rows.append((known.counts[count], part, ""))
    return rows


def _with_elected(page: CampaignPage, document: CampaignDocument, rows: list[Row]) -> list[Row]:
    """Who is elected in a campaign of one contest before its figures; the elected of many have no room."""
    f, contests = page.formats, document["contests"]
    found = contests[0].get("determination") if len(contests) == 1 else None
    elected = found.get("elected", []) if found else []
    named = [
        (f.name(seat["name"]), f.percent(seat["share"]), _word(page, contests[0]["kind"], seat["sex"], seat["seats"]))
        for seat in elected
    ]
    return [*named, *rows]


def _word(page: CampaignPage, kind: str, sex: str, seats: int) -> str:
    """That a person is elected, or how many seats a party has."""
    if kind == "party_list":
        return str(ngettext("%(count)s seat", "%(count)s seats", seats, count=page.formats.number(seats)))
    return words(page.language).elected(sex)


def _elected(page: CampaignPage, contest: ContestDocument) -> dict[int, str]:
    """The word for every elected option of a contest by its place on the ballot."""
    rows = elected_documents(contest)
    return {row["position"]: _word(page, contest["kind"], row["sex"], row["seats"]) for row in rows}


def _leading(page: CampaignPage, contest: ContestDocument) -> list[Row]:
    """The outcome of the act where it elects nobody, those elected, then the other options, each by votes."""
    f, counted = page.formats, leading_count(contest)
    if not counted["base"]:
        return [(words(page.language, bool(page.release.fixed()["archive"])).nothing["votes"], "", "")]
    options, elected = contest["options"], _elected(page, contest)
    rows = [
        (
            str(gettext("Against all")) if options[at]["kind"] == "against_all" else f.name(options[at]["name"]),
            f.percent(counted["shares"][at]),
            elected.get(options[at]["position"], ""),
        )
        for at in by_votes(counted)
    ]
    outcome = elected_section(contest, 0, page.language)
    told = [(outcome["outcome"], "", "")] if outcome and outcome["outcome"] and not outcome["named"] else []
    return [*told, *sorted(rows, key=lambda row: not row[2])]


def _both(page: OptionPage) -> list[Row]:
    f, known, contest = page.formats, words(page.language), page.contest
    counts = ((Count.SCANNER, contest["scanner"]), (Count.PROTOCOL, contest["protocol"]))
    rows = [(known.counts[count.value], f.percent(counted["shares"][page.index]), "") for count, counted in counts]
    own = _elected(page, contest).get(contest["options"][page.index]["position"], "")
    return [(f.sentence(own), "", ""), *rows] if own else rows


def _precinct(page: PrecinctPage) -> list[Row]:
    f, known, precinct = page.formats, words(page.language), page.precinct
    rows = [(str(gettext("Voters on the list")), f.number(precinct["voters"]), "")]
    own = next((result for result in precinct["results"] if not result["remote"]), None)
    if own:
        for count, counted in ((Count.SCANNER, own["scanner"]), (Count.PROTOCOL, own["protocol"])):
            if counted:
                rows.append((known.counts[count.value], f.number(counted["base"]), ""))
    return rows
