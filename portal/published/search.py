"""Finding precincts by number, address or place, however it is spelled; nothing about the asker is kept."""

import re
from collections import OrderedDict
from threading import Lock

from portal.domain.documents import ConfigurationDocument, FindDocument
from portal.domain.documents.configuration import FindRow
from portal.domain.names import LANGUAGES

LATIN = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "д": "d",
    "е": "e",
    "ё": "e",
    "ж": "j",
    "з": "z",
    "и": "i",
    "й": "i",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "ң": "n",
    "ӊ": "n",
    "о": "o",
    "ө": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ү": "u",
    "ф": "f",
    "х": "h",
    "ц": "c",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ь": "",
    "ы": "i",
    "э": "e",
    "ю": "iu",
    "я": "ia",
    "y": "i",
    "w": "v",
    "ö": "o",
    "ü": "u",
    "ñ": "n",
    "ı": "i",
}
"""Both alphabets to one skeleton: ң and н, ө and о, ү and у, ё and е cannot be told apart in it."""
_SAME = (("shch", "sh"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("ts", "c"), ("gh", "g"), ("x", "h"), ("q", "k"))
_LETTERS = str.maketrans(LATIN)
_WORD = re.compile(r"[a-z0-9-]+")
_DOUBLED = re.compile(r"([a-z])\1+")
KEPT = 4


def skeleton(text: str) -> str:
    """The text in lower-case Latin letters as spelling variants share them, words separated by one space."""
    plain = text.casefold().translate(_LETTERS)
    for spelled, same in _SAME:
        plain = plain.replace(spelled, same)
    return " ".join(_WORD.findall(_DOUBLED.sub(r"\1", plain)))


class Search:
    """Everything that can be found in one campaign; made once per configuration."""

    def __init__(self, find: FindDocument, configuration: ConfigurationDocument) -> None:
        names = {
            row["code"]: " ".join(row["name"][language] for language in LANGUAGES)
            for row in configuration["territories"]
        }
        self._rows: list[tuple[str, FindRow]] = []
        for row in find["rows"]:
            texts = [row["name"][language] for language in LANGUAGES] + [row["address"][code] for code in LANGUAGES]
            self._rows.append((f" {skeleton(' '.join((*texts, names.get(row['territory'], ''))))}", row))
        self._places = [(f" {skeleton(name)}", code) for code, name in names.items()]
        self._numbers = {row["number"].casefold(): row for row in find["rows"]}

    def precincts(self, asked: str) -> list[FindRow]:
        """The precinct of that number first, then those in whose name or address every word begins a word."""
        wanted = [f" {word}" for word in skeleton(asked.replace("№", " ")).split()]
        exact = self._numbers.get(asked.strip().lstrip("№# ").casefold())
        found = [row for text, row in self._rows if wanted and all(word in text for word in wanted)]
        return [*([exact] if exact else []), *(row for row in found if row is not exact)]

    def territories(self, asked: str) -> list[str]:
        """Codes of the territories in whose name every word begins a word."""
        wanted = [f" {word}" for word in skeleton(asked).split()]
        return [code for text, code in self._places if wanted and all(word in text for word in wanted)]


class Searches:
    """The searches made last, by the identity of their documents."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Search] = OrderedDict()
        self._lock = Lock()

    def get(self, identity: str, find: FindDocument, configuration: ConfigurationDocument) -> Search:
        """The search over these documents, made when it is asked for the first time."""
        with self._lock:
            held = self._held.get(identity)
            if held is None:
                held = self._held[identity] = Search(find, configuration)
                while len(self._held) > KEPT:
                    self._held.popitem(last=False)
            self._held.move_to_end(identity)
            return held
