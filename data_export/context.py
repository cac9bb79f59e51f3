"""What every table of one data part needs to know of the configuration."""

from dataclasses import dataclass
from functools import cached_property

from data_export.errors import ExportError
from portal.domain.documents import ConfigurationDocument, ContestEntry, OptionDocument

OptionCells = tuple[int, str, str, str, str]
"""Position, kind and the names in Kyrgyz, Russian and English of an option, as cells of a row."""


@dataclass(frozen=True)
class PartContext:
    """The configuration of the campaign, looked up by code."""

    configuration: ConfigurationDocument

    @property
    def campaign(self) -> str:
        """Identifier of the campaign."""
        return self.configuration["campaign"]

    @cached_property
    def contests(self) -> dict[str, ContestEntry]:
        """Contests with their options by code."""
        return {contest["code"]: contest for contest in self.configuration["contests"]}

    @cached_property
    def option_cells(self) -> dict[str, list[OptionCells]]:
        """Options of every contest in ballot order."""
        return {code: [_cells(option) for option in entry["options"]] for code, entry in self.contests.items()}

    @cached_property
    def line_keys(self) -> dict[tuple[str, str], str]:
        """Standard key of a protocol line by form and line id."""
        return {
            (form["id"], line["id"]): line["key"]
            for form in self.configuration["forms"].values()
            for line in form["lines"]
        }

    @cached_property
    def precinct_line_keys(self) -> dict[str, str]:
        """Standard key by line id of the lines that a remote form states once for the whole precinct (R139 ¶47)."""
        return {
            line["id"]: line["key"]
            for form in self.configuration["forms"].values()
            for line in form["lines"]
            if line["scope"] == "precinct"
        }

    def options(self, contest: str, votes: list[int], place: str) -> list[OptionCells]:
        """Options of a contest that a list of votes belongs to; raises ExportError where they do not fit together."""
        if contest not in self.option_cells:
            raise ExportError(f"{place}: contest {contest} is not in configuration.json")
        options = self.option_cells[contest]
        if len(options) != len(votes):
            raise ExportError(
                f"{place}: contest {contest} has {len(options)} options, but {len(votes)} numbers of votes"
            )
        return options


def _cells(option: OptionDocument) -> OptionCells:
    name = option["name"]
    return option["position"], option["kind"], name["ky"], name["ru"], name["en"]
