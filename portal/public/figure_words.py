"""Names of the figures that differ between two releases, and their values, in the words of a page.

The twins and the data files keep the short names of `portal.published.changed_figures`.
"""

from functools import cached_property

from flask_babel import gettext

from portal.public.formats import Formats
from portal.public.lookups import Lookups
from portal.public.words import words

Value = int | str | None


class FigureWords:
    """Names and values for one page; a name that many precincts share is made once."""

    def __init__(self, formats: Formats, lookups: Lookups) -> None:
        self._formats = formats
        self._lookups = lookups
        self._words = words(formats.language)
        self._names: dict[tuple[str, str], str] = {}

    def name(self, field: str, contest: str = "") -> str:
        """What a reader calls the figure, of the contest if it has one; the field itself where it is not known."""
        key = (contest if "votes." in field else "", field)
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = self._name(field, contest)
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

    def _name(self, field: str, contest: str) -> str:
        head, _, rest = field.partition(".")
        if head == "turnout":
            return self._turnout(rest)
        if head == "line":
            return self._line(rest)
        if head == "votes":
            option = self._option(contest, rest)
            if option:
                return self._protocol_votes % {"number": rest, "name": option}
            return str(gettext("Protocol: votes for No. %(number)s", number=rest))
        if head == "preferences":
            return str(gettext("Protocol: preference votes, place %(number)s", number=rest))
        if field.startswith("scanner.votes."):
            number = rest.removeprefix("votes.")
            option = self._option(contest, number)
            if option:
                return self._scanner_votes % {"number": number, "name": option}
            return str(gettext("ASU: votes for No. %(number)s", number=number))
        single = {
            "voters": gettext("Voters"),
            "status": gettext("Status"),
            "counted": gettext("Counted in the sums"),
            "scanner.ballots_processed": gettext("ASU: ballots processed"),
            "protocol.version": gettext("Version of the protocol"),
        }
        return str(single.get(field, field))

    def _line(self, line: str) -> str:
        name = self._lines.get(line)
        if name:
            return self._named_line % {"line": line, "name": name}
        return str(gettext("Line %(line)s of the protocol", line=line))

    def _option(self, contest: str, number: str) -> str:
        """The name of the option at the number, "" where the contest has none."""
        entry = self._lookups.contest(contest)
        option = next((row for row in entry["options"] if str(row["position"]) == number), None) if entry else None
        if option is None:
            return ""
        return str(gettext("Against all")) if option["kind"] == "against_all" else self._formats.name(option["name"])

    @cached_property
    def _lines(self) -> dict[str, str]:
        return self._lookups.lines_by_id()

    # A page has dozens of these: each is translated once.
    @cached_property
    def _named_line(self) -> str:
        return str(gettext("Protocol, line %(line)s: %(name)s"))

    @cached_property
    def _protocol_votes(self) -> str:
        return str(gettext("Protocol: votes for No. %(number)s, %(name)s"))

    @cached_property
    def _scanner_votes(self) -> str:
        return str(gettext("ASU: votes for No. %(number)s, %(name)s"))

    def _turnout(self, rest: str) -> str:
        """The final number is of the ballots that the scanners took, not of identified voters (R139 ¶35)."""
        hour = rest.removesuffix(".remote")
        remote = hour != rest
        if hour == "final":
            if remote:
                return str(gettext("Final number by the ballot scanners (ASU), remote voting"))
            return str(gettext("Final number by the ballot scanners (ASU), home list"))
        when = self._formats.time(hour)
        if remote:
            return str(gettext("Remote voting up to %(hour)s", hour=when))
        return str(gettext("Identified on the home list up to %(hour)s", hour=when))
