"""The page around a figure: filters, summary, table, and the same table as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from dashboards import addresses
from dashboards.addresses import Address
from dashboards.desk import Desk
from dashboards.filters import canonical, understood
from dashboards.forms import controls
from dashboards.palette import DARK
from dashboards.scripts import Scripts
from dashboards.source import explorable
from dashboards.views.catalogue import EXPLORERS, Explorer, offered
from dashboards.views.view import Sheet
from portal import urls
from portal.languages import LANGUAGES, OWN_NAMES, Language
from portal.published.errors import NotPublished
from portal.published.newest import newest_release
from portal.published.release import LISTS_INDEX, MAP_INDEX

ROWS = 30
"""Rows of a table on one page; the CSV file holds all of them."""
STACKED = 6
"""So many numbers of a row stand one beneath the other on a phone; a table of more of them is moved sideways."""
UNLABELLED = ("position", "state")
"""Columns that are understood beside the head of their row: the number on the ballot, what kind of report it is."""


class Pages:
    """Makes pages and files from finished views. Raises what the desk raises."""

    def __init__(self, desk: Desk, scripts: Scripts, style_url: str) -> None:
        self._desk = desk
        self._scripts = scripts
        self._style_url = style_url

    def page(self, address: Address, query: str, tags: str) -> str:
        """The HTML of one sheet; `tags` are Dash's configuration and renderer."""
        filters = understood(query, address.sheet.filters)
        view = self._desk.page(address, query)
        number = int(understood(query, ("page",)).get("page", ("1",))[0])
        language = address.language
        source = self._desk.source(address, filters)
        shown = offered(source.document)
        return self._render(
            "explore.html",
            language,
            address.path,
            canonical(filters),
            address=address,
            view=view,
            head=view["head"],
            has_map=MAP_INDEX in source.release.files,
            has_lists=LISTS_INDEX in source.release.files,
            rows=_window(view["rows"], number),
            dark=dict(DARK),
            **_set(view["columns"], view["rows"]),
            pager=_pager(address, filters, number, len(view["rows"])),
            controls=controls(source, address.sheet),
            filtered=bool(filters),
            explorers=_explorers(language, address.campaign, shown),
            sheets=[
                (addresses.sheet_path(language, address.explorer.name, address.campaign, row.name), row)
                for row in shown.get(address.explorer.name, ())
            ],
            csv_url=address.csv_path + (f"?{canonical(filters)}" if filters else ""),
            file_name=file_name(address, view["head"]["release"]),
            scripts=self._scripts.sources,
            tags=tags,
            f=source.formats,
        )

    def start(self, language: Language) -> str:
        """The list of campaigns with their explorers. Raises NotPublished when nothing is published."""
        snapshot = self._desk.surroundings.site.current()
        shown = {name for name, release in snapshot.releases.items() if explorable(release)}
        rows = [row for row in snapshot.index_document()["campaigns"] if row["id"] in shown]
        documents = {row["id"]: snapshot.release(row["id"]).campaign_document() for row in rows}
        campaigns = [(row, _explorers(language, row["id"], offered(documents[row["id"]]))) for row in rows]
        return self._render(
            "explore_start.html",
            language,
            addresses.start_path(language),
            "",
            campaigns=campaigns,
            foot=newest_release(snapshot),
            of_every_release=True,
        )

    def csv(self, address: Address, query: str) -> tuple[str, str]:
        """Name and content of the table as CSV (UTF-8, comma, CRLF, empty for missing)."""
        view = self._desk.page(address, query)
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column["name"] for column in view["columns"]])
        writer.writerows([["" if cell is None else cell for cell in row] for row in view["rows"]])
        return file_name(address, view["head"]["release"]) + ".csv", text.getvalue()

    def _render(self, name: str, language: Language, path: str, shared: str, **content: Any) -> str:
        """`shared` is the query that leads to the same view in another language."""
        suffix = f"?{shared}" if shared else ""
        return self._desk.surroundings.template(
            name,
            language,
            path,
            languages=[(code, OWN_NAMES[code], urls.in_language(path, code) + suffix) for code in LANGUAGES],
            explore_style_url=self._style_url,
            start_url=addresses.start_path(language),
            **content,
        )


def _explorers(language: Language, campaign: str, shown: dict[str, list[Sheet]]) -> list[tuple[str, Explorer]]:
    """Addresses of the first sheets of the explorers, with the explorers."""
    return [
        (addresses.sheet_path(language, name, campaign, sheets[0].name), EXPLORERS[name])
        for name, sheets in shown.items()
    ]


def file_name(address: Address, release: int) -> str:
    """How a saved table or picture is called: it says which release it shows."""
    return f"{address.campaign}-r{release}-{address.explorer.name}-{address.sheet.name}-{address.language}"


def _set(columns: Sequence[dict[str, Any]], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """How the table is set: which column heads the rows, which need no label beside it, which columns of words are left
    out because no row has any, whether phones stack it.
    """
    numbers = [column for column in columns if column["kind"] in ("number", "percent", "difference")]
    heads = [column["name"] for column in columns if column not in numbers and column["kind"] != "code"]
    beside = {column["name"] for column in columns if column["kind"] == "time" or column["name"] in UNLABELLED}
    words = [at for at, column in enumerate(columns) if column["kind"] == "text" and column["name"] != heads[0]]
    silent = {columns[at]["name"] for at in words if not any(row[at] for row in rows)}
    moved = "hourly" if heads[0] in beside else "places"
    setting = "pairs" if len(numbers) <= STACKED else moved
    return {"heading": heads[0], "beside": beside, "silent": silent, "setting": setting}


def _window(rows: Sequence[Any], page: int) -> Sequence[Any]:
    if page > 1 and (page - 1) * ROWS >= len(rows):
        raise NotPublished(f"page {page}")
    return rows[(page - 1) * ROWS : page * ROWS]


def _pager(address: Address, filters: Any, page: int, count: int) -> dict[str, Any] | None:
    pages = -(-count // ROWS)
    if pages < 2:
        return None

    def link(number: int) -> str:
        query = canonical(filters, page=str(number) if number > 1 else None)
        return f"{address.path}{f'?{query}' if query else ''}#table"

    return {
        "page": page,
        "pages": pages,
        "count": count,
        "before": link(page - 1) if page > 1 else None,
        "after": link(page + 1) if page < pages else None,
    }
