"""Looking things up in a campaign's configuration document: options of a contest, names of protocol lines."""

from portal.languages import Language
from portal.published.shapes import ConfigurationDocument, ContestEntry, FormDocument, NamesDocument


class Lookups:
    """Names and options of one campaign in one language."""

    def __init__(self, configuration: ConfigurationDocument, language: Language) -> None:
        self._configuration = configuration
        self._language = language
        self._contests = {contest["code"]: contest for contest in configuration["contests"]}

    def contest(self, code: str) -> ContestEntry | None:
        """The contest with its options; None when the configuration knows none of this code."""
        return self._contests.get(code)

    def contest_name(self, code: str) -> str:
        """The contest's name, its code when it is unknown, "" for no contest."""
        contest = self._contests.get(code)
        return contest["name"][self._language] if contest else code

    def form(self, id: str) -> FormDocument | None:
        """A protocol form by its id, or by what it is used for (ordinary, remote)."""
        forms = self._configuration["forms"]
        return forms.get(id) or next((form for form in forms.values() if form["id"] == id), None)

    def lines_by_key(self) -> dict[str, NamesDocument]:
        """Standard key → name of the first form's line that prints it."""
        names: dict[str, NamesDocument] = {}
        for form in self._configuration["forms"].values():
            for line in form["lines"]:
                if line["key"]:
                    names.setdefault(line["key"], line["name"])
        return names

    def lines_by_id(self) -> dict[str, str]:
        """Line as it is numbered in print → its name, without lines that two forms call differently."""
        names: dict[str, str] = {}
        for form in self._configuration["forms"].values():
            for line in form["lines"]:
                name = line["name"][self._language]
                names[line["id"]] = name if names.get(line["id"], name) == name else ""
        return names

    def lines_of_whole_precincts(self) -> frozenset[str]:
        """Standard keys of the lines that a remote protocol states for its precinct, not contest by contest."""
        form = self._configuration["forms"].get("remote")
        return frozenset(line["key"] for line in form["lines"] if line["scope"] == "precinct") if form else frozenset()

    def line_names(self) -> dict[str, str]:
        """Line id, `ordinary.11`-like term or standard key → name in the page's language, for sentences."""
        names: dict[str, str] = {}
        for form in self._configuration["forms"].values():
            for line in form["lines"]:
                name = line["name"][self._language]
                for key in (line["id"], f"ordinary.{line['id']}", f"remote.{line['id']}", line["key"]):
                    names.setdefault(key, name)
        return names
