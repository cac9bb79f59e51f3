"""Names of the figures that differ between two releases, and their values, in the words of a page.

The twins and the data files keep the short names of `portal.published.changed_figures`.
"""

from flask_babel import gettext

from portal.public.formats import Formats
from portal.public.words import words

Value = int | str | None


class FigureWords:
    """Names and values for one page; a name that many precincts share is made once."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._words = words(formats.language)
        self._names: dict[str, str] = {}

    def name(self, field: str) -> str:
        """What a reader calls the figure; the field itself where it is not known."""
        found = self._names.get(field)
        if found is None:
            found = self._names[field] = self._name(field)
        return found

    def value(self, field: str, value: Value) -> str:
        """The value as it is read; "" where there is none."""
        if value is None:
            return ""
        if field == "status":
            return self._words.progress_word(str(value)).label
        if field == "counted":
            return str(gettext("yes") if value else gettext("no"))
        return value if isinstance(value, str) else self._formats.number(value)

    def _name(self, field: str) -> str:
        head, _, rest = field.partition(".")
        if head == "turnout":
            return self._turnout(rest)
        if head == "line":
            return str(gettext("Line %(line)s of the protocol", line=rest))
        if head == "votes":
            return str(gettext("Protocol: votes for No. %(number)s", number=rest))
        if head == "preferences":
            return str(gettext("Protocol: preference votes, place %(number)s", number=rest))
        if field.startswith("scanner.votes."):
            return str(gettext("ASU: votes for No. %(number)s", number=rest.removeprefix("votes.")))
        single = {
            "voters": gettext("Voters"),
            "status": gettext("Status"),
            "counted": gettext("Counted in the sums"),
            "scanner.ballots_processed": gettext("ASU: ballots processed"),
            "protocol.version": gettext("Version of the protocol"),
        }
        return str(single.get(field, field))

    def _turnout(self, rest: str) -> str:
        hour = rest.removesuffix(".remote")
        remote = hour != rest
        if hour == "final":
            return str(gettext("Remote voting, final") if remote else gettext("Voters identified, final"))
        when = self._formats.time(hour)
        if remote:
            return str(gettext("Remote voting up to %(hour)s", hour=when))
        return str(gettext("Voters identified up to %(hour)s", hour=when))
