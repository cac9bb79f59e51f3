"""Names in the three languages of the site."""

from dataclasses import dataclass
from typing import Literal, TypedDict

Language = Literal["ky", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ky", "ru", "en")


class NamesDocument(TypedDict):
    """A name as it stands in every published document; all three languages are always filled."""

    ky: str
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Names:
    """A name in Kyrgyz, Russian and English; a language not given falls back to any that is."""

    ky: str = ""
    ru: str = ""
    en: str = ""

    def document(self) -> NamesDocument:
        """The name with every language filled, for a published document."""
        return {
            "ky": self.ky or self.ru or self.en,
            "ru": self.ru or self.ky or self.en,
            "en": self.en or self.ru or self.ky,
        }

    def __bool__(self) -> bool:
        return bool(self.ky or self.ru or self.en)
