"""Writes the lists across the country beside the documents of a release: only those of touched territories."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.domain.documents import ListEntry, TerritoryDocument
from portal.domain.tabulation.lists import list_entry, lists_document, territory_list

INDEX = "lists/index.json"


def list_path(code: str) -> str:
    """Where the list of a territory stands in a release."""
    return f"lists/{code}.json"


@dataclass
class Lists:
    """The lists of one release being assembled; `order` are all territories, `former` the rows of the last index."""

    add: Callable[[str, object], object]
    voting_date: date
    order: Sequence[str]
    former: dict[str, ListEntry] = field(default_factory=dict)
    _rows: dict[str, ListEntry] = field(default_factory=dict)

    def territory(self, document: TerritoryDocument) -> None:
        """Write the list of a territory that has precincts of its own."""
        if not document["precincts"]:
            return
        listed = territory_list(document, self.voting_date)
        self.add(list_path(document["code"]), listed)
        self._rows[document["code"]] = list_entry(document, listed)

    def finish(self) -> None:
        """Write the index, the last of all."""
        rows = {**self.former, **self._rows}
        self.add(INDEX, lists_document([rows[code] for code in self.order if code in rows]))


def former_entries(index: Any) -> dict[str, ListEntry]:
    """The rows of an index as it was written, by territory."""
    return {row["code"]: row for row in index["rows"]}
