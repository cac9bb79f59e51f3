"""Finding precincts by number, address or place, however it is spelled; nothing about the asker is kept."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

import orjson

from portal.domain.documents import ConfigurationDocument, FindDocument
from portal.domain.documents.configuration import FindRow
from portal.domain.names import LANGUAGES, NamesDocument

Found = TypeVar("Found")

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
_OF_WORDS = b"abcdefghijklmnopqrstuvwxyz0123456789-\n"
_WORDS = bytes(code if code in _OF_WORDS else ord(" ") for code in range(256))
_DOUBLED = re.compile(r"([a-z])\1+")
KEPT = 4


def skeleton(text: str) -> str:
    """The text in lower-case Latin letters as spelling variants share them, words separated by one space."""
    return " ".join(_skeletons([text])[0].split())


def _skeletons(texts: list[str]) -> list[str]:
    """The same of many texts at once, one letter after the other in all of them: a sixth of the time. Between words
    stand one or more spaces.
    """
    if not texts:
        return []
    plain = "\n".join(text.replace("\n", " ") for text in texts).casefold()
    for spelled, same in (*LATIN.items(), *_SAME):
        plain = plain.replace(spelled, same)
    return _DOUBLED.sub(r"\1", plain).encode("ascii", "replace").translate(_WORDS).decode("ascii").split("\n")


def beginnings(asked: str) -> tuple[str, ...]:
    """Beginnings of words that a text must hold to be found, each behind a space; () where nothing can be looked for.

    One letter alone begins the words of half a country, and so does one letter that is repeated: it stands for an
    initial only beside a whole word ("Ч. Айтматов").
    """
    found, whole = [], False
    for word in asked.replace("№", " ").split():
        parts = skeleton(word).split()
        if len(parts) == 1 and len(parts[0]) == 1 and sum(map(str.isalpha, word)) > 1:
            return ()
        whole = whole or any(len(part) > 1 or part.isdigit() for part in parts)
        found += [f" {part}" for part in parts]
    return tuple(found) if whole else ()


class Search:
    """Everything that can be found in one campaign; made once per configuration."""

    def __init__(self, find: FindDocument, configuration: ConfigurationDocument) -> None:
        places, rows = configuration["territories"], find["rows"]
        spelled = _skeletons([_in_all(place["name"]) for place in places])
        names = {place["code"]: name for place, name in zip(places, spelled, strict=True)}
        texts = _skeletons([f"{_in_all(row['name'])} {_in_all(row['address'])}" for row in rows])
        self._rows: list[tuple[str, FindRow]] = [
            (f" {text} {names.get(row['territory'], '')}", row) for text, row in zip(texts, rows, strict=True)
        ]
        self._places = [(f" {name}", code) for code, name in names.items()]
        self._numbers = {row["number"].casefold(): row for row in find["rows"]}

    def precincts(self, asked: str) -> list[FindRow]:
        """The precinct of that number first, then those in whose name or address every word begins a word."""
        wanted = beginnings(asked)
        exact = self._numbers.get(asked.strip().lstrip("№# ").casefold())
        return [*([exact] if exact else []), *(row for row in _matching(wanted, self._rows) if row is not exact)]

    def territories(self, asked: str) -> list[str]:
        """Codes of the territories in whose name every word begins a word."""
        wanted = beginnings(asked)
        return _matching(wanted, self._places)


def _in_all(names: NamesDocument) -> str:
    return " ".join(names[language] for language in LANGUAGES)


def _matching(wanted: tuple[str, ...], rows: list[tuple[str, Found]]) -> list[Found]:
    """What stands beside those texts that hold all of the beginnings; nothing where none is wanted."""
    left = rows if wanted else []
    for word in wanted:
        left = [row for row in left if word in row[0]]
    return [found for _, found in left]


class Searches:
    """The searches made last: one lasts until a precinct, an address or the name of a territory changes."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str], Search] = OrderedDict()
        self._lock = Lock()

    def get(self, find: str, read: Callable[[], FindDocument], configuration: ConfigurationDocument) -> Search:
        """The search over the document with the hash `find`, which is read and spelled out the first time."""
        names = hashlib.sha256(orjson.dumps(configuration["territories"])).hexdigest()
        with self._lock:
            held = self._held.get((find, names))
            if held is None:
                held = self._held[find, names] = Search(read(), configuration)
                while len(self._held) > KEPT:
                    self._held.popitem(last=False)
            self._held.move_to_end((find, names))
            return held
