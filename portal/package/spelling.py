"""Names as they should be spelt: Unicode NFC and letters of one alphabet (glossary; every change is reported)."""

import re
import unicodedata

# The look-alike ӊ (en with tail) occurs in public data where Kyrgyz ң (en with descender) is meant.
_WRONG_CYRILLIC = str.maketrans({"ӊ": "ң", "Ӊ": "Ң"})
_LATIN = dict(zip("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху", strict=True))
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u052f]")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]")


def forbidden(text: str) -> str:
    """The first control, invisible or replacement character of a text as U+XXXX, "" when there is none."""
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else ""


def normalise(text: str) -> str:
    """The text trimmed, in NFC, with ӊ as ң and Latin look-alikes inside Cyrillic words as Cyrillic letters.

    A word is only changed when all its Latin letters have a Cyrillic look-alike; Y does not count, because it may stand
    for У or Ү. Words in one alphabet are left alone.
    """
    if text.isascii():
        return text.strip()
    composed = unicodedata.normalize("NFC", text.strip()).translate(_WRONG_CYRILLIC)
    return _WORD.sub(_one_alphabet, composed) if _LATIN_LETTER.search(composed) else composed


def mixes_alphabets(text: str) -> bool:
    """True when a word still holds letters of both alphabets: a person has to look."""
    if text.isascii():
        return False
    return any(_mixed(word) for word in _WORD.findall(text))


def _mixed(word: str) -> bool:
    return _CYRILLIC_LETTER.search(word) is not None and _LATIN_LETTER.search(word) is not None


def _one_alphabet(match: re.Match[str]) -> str:
    word = match.group()
    if not _mixed(word) or any(letter not in _LATIN for letter in _LATIN_LETTER.findall(word)):
        return word
    return "".join(_LATIN.get(letter, letter) for letter in word)
