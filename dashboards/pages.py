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
from dashboards.scripts import Scripts
from dashboards.source import explorable
from dashboards.views.catalogue import EXPLORERS
from portal import urls
from portal.languages import LANGUAGES, OWN_NAMES, Language
from portal.published.errors import NotPublished
from portal.published.newest import newest_release
from portal.published.release import LISTS_INDEX, MAP_INDEX

ROWS = 60
"""Rows of a table on one page; the CSV file holds all of them."""


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
            pager=_pager(address, filters, number, len(view["rows"])),
            controls=controls(source, address.sheet),
            filtered=bool(filters),
            explorers=[
                (addresses.first_sheet_path(language, address.campaign, row.name), row) for row in EXPLORERS.values()
            ],
            sheets=[
                (addresses.sheet_path(language, address.explorer.name, address.campaign, row.name), row)
                for row in address.explorer.sheets.values()
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
        campaigns = [
            (
                row,
                [
                    (addresses.first_sheet_path(language, row["id"], explorer.name), explorer)
                    for explorer in EXPLORERS.values()
                ],
            )
            for row in rows
        ]
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


def file_name(address: Address, release: int) -> str:
    """How a saved table or picture is called: it says which release it shows."""
    return f"{address.campaign}-r{release}-{address.explorer.name}-{address.sheet.name}-{address.language}"


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
