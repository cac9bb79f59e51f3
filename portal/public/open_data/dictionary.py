"""`…/data/dictionary/`: every table and column in the reader's language, from the package of the newest files."""

from typing import Any

from portal import urls
from portal.public.open_data.package import DataPackage
from portal.public.pages.page import CampaignPage, Table


class DictionaryPage(CampaignPage):
    """The data dictionary; empty before the first bulk files."""

    template = "dictionary.html"
    tabular = True

    def __init__(self, *arguments: Any, **names: Any) -> None:
        super().__init__(*arguments, **names)
        self.release.follow_pointer()
        self.package = DataPackage(self.release)

    def release_number(self) -> int:
        return self.package.number or self.release.number

    def document(self) -> dict[str, Any]:
        """Tables with their columns, keys and references as the package describes them."""
        return {"data": self.package.number, "tables": [self._table(one) for one in self.package.resources]}

    def context(self) -> dict[str, Any]:
        return {"tables": self.document()["tables"], "data_page": urls.data(self.language, self.campaign)}

    def table(self) -> Table:
        return Table(
            ("table", "column", "type", "required", "description", "values"),
            (
                (
                    table["name"],
                    column["name"],
                    column["type"],
                    int(column["required"]),
                    column["description"],
                    " ".join(column["values"]),
                )
                for table in self.document()["tables"]
                for column in table["columns"]
            ),
        )

    def _table(self, one: dict[str, Any]) -> dict[str, Any]:
        schema = one["schema"]
        return {
            "name": one["name"],
            "path": one["path"],
            "title": one["titles"][self.language],
            "question": (one.get("questions") or one["titles"])[self.language],
            "key": schema.get("primaryKey", []),
            "columns": [self._column(field) for field in schema["fields"]],
            "references": [
                {"columns": key["fields"], "table": key["reference"]["resource"] or one["name"]}
                for key in schema.get("foreignKeys", [])
            ],
        }

    def _column(self, field: dict[str, Any]) -> dict[str, Any]:
        constraints = field.get("constraints", {})
        return {
            "name": field["name"],
            "type": field["type"],
            "required": constraints.get("required", False),
            "values": [str(value) for value in constraints.get("enum", [])],
            "description": field["descriptions"][self.language],
        }
