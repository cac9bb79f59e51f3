"""How numbers, percentages, times and names of documents are written in one language; nothing is computed here."""

from datetime import date as Day
from datetime import datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from portal.languages import Language
from portal.published.shapes import NamesDocument

NOTHING = "—"
HYPHEN = "\N{NON-BREAKING HYPHEN}"
"""Joins a number to its ending, so that no line ends between them."""
NUMBER_SIGN, UNBROKEN_SIGN = "№ ", "№\N{NO-BREAK SPACE}"
BISHKEK = "Asia/Bishkek"
KYRGYZ_MONTHS = (
    *("январы", "февралы", "марты", "апрели", "майы", "июну"),
    *("июлу", "августу", "сентябры", "октябры", "ноябры", "декабры"),
)
"""Months as official Kyrgyz dates write them (2025-жылдын 30-ноябры); locale data know only the bare names."""


class Formats:
    """Writes values for one language and the time zone of one campaign; None is written as "—"."""

    def __init__(self, language: Language, timezone: str = BISHKEK) -> None:
        self.language = language
        self.timezone = timezone
        self._zone = _zone(timezone)
        self._locale = Locale.parse(language)
        symbols = self._locale.number_symbols["latn"]
        self._group, self._decimal = symbols["group"], symbols["decimal"]
        self._percent_sign = percent_sign(language)

    def number(self, value: int | None) -> str:
        """A count with the language's thousands separators."""
        if value is None:
            return NOTHING
        return f"{value:,}".replace(",", self._group).replace("-", "−")

    def difference(self, value: int | None) -> str:
        """A count with its sign: "+3", "−12", "0"."""
        return f"+{self.number(value)}" if value is not None and value > 0 else self.number(value)

    def percent(self, text: str | None) -> str:
        """A percentage as the document states it ("36.90"), with the language's decimal mark and percent sign."""
        if not text:
            return NOTHING
        return text.replace(".", self._decimal) + self._percent_sign

    def name(self, names: NamesDocument | None) -> str:
        """The name in this language; "" for none. No line ends between № and its number."""
        return names[self.language].replace(NUMBER_SIGN, UNBROKEN_SIGN) if names else ""

    @staticmethod
    def sentence(text: str) -> str:
        """The text with its first letter large; abbreviations within it stay as they are."""
        return text[:1].upper() + text[1:]

    def local(self, text: str) -> datetime:
        """The moment in the campaign's time zone."""
        return datetime.fromisoformat(text).astimezone(self._zone)

    def time(self, text: str) -> str:
        """Hour and minute in the campaign's time zone; "—" for no time."""
        return f"{self.local(text):%H:%M}" if text else NOTHING

    def hour(self, text: str, day: str) -> str:
        """The same, of a later day than `day` with the number of days between: "01:00 (+1)"."""
        days = (self.local(text).date() - Day.fromisoformat(day)).days
        return f"{self.time(text)} (+{days})" if days > 0 else self.time(text)

    def hours_and_minutes(self, minutes: int) -> tuple[int, int]:
        """The same time in whole hours and the minutes beside them: 186 is 3 and 6, 59 is 0 and 59."""
        return divmod(minutes, 60) if minutes >= 60 else (0, minutes)

    def date(self, text: str) -> str:
        """A date in words; a moment's date is that of the campaign's time zone."""
        if not text:
            return NOTHING
        day = self.local(text).date() if "T" in text else datetime.fromisoformat(text).date()
        return self._day(day)

    def moment(self, text: str) -> str:
        """Date and time in the campaign's time zone, without the zone's name."""
        if not text:
            return NOTHING
        local = self.local(text)
        return f"{self._day(local.date())}, {local:%H:%M}"

    def _day(self, day: Day) -> str:
        return _day_in_words(self.language, day)

    def offset(self, text: str) -> str:
        """The zone's distance from UTC at that moment: "UTC+6"."""
        away = self.local(text).utcoffset()
        seconds = int(away.total_seconds()) if away else 0
        sign = "−" if seconds < 0 else "+"
        hours, rest = divmod(abs(seconds) // 60, 60)
        return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"


def percent_sign(language: str) -> str:
    """What a language writes behind the number of a percentage: English leaves no space."""
    return "%" if language == "en" else "\N{NO-BREAK SPACE}%"


@lru_cache(maxsize=1024)
def _day_in_words(language: Language, day: Day) -> str:
    if language == "ky":
        return f"{day.year}{HYPHEN}жылдын {day.day}{HYPHEN}{KYRGYZ_MONTHS[day.month - 1]}"
    return format_date(day, "d MMMM y", locale=language)


@cache
def formats(language: Language, timezone: str = BISHKEK) -> Formats:
    """The formats of a language and zone, made once."""
    return Formats(language, timezone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(BISHKEK)
