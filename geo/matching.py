"""Which feature of a file is which unit of the campaign: by code, by code with another prefix, or by name."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas

from geo.natural_earth import plain_name
from portal.domain.names import Names

CODE_PROPERTIES = ("code", "precinct", "contest")
_KINDS = re.compile(
    r"\b(району|районы|район|шаары|шаар|город|district|rayon|raion|city|town|г\.|ш\.)(?=\s|$)|(?<=[а-я])(ский|ская|ский)\b"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the campaign that a feature may be: its names and the code of what it lies in."""

    names: Names
    parent: str = ""


@dataclass(frozen=True)
class Matching:
    """`codes` by row of the file, "" for a row that is no unit; `labels` say how the file calls its rows."""

    codes: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def orphans(self) -> tuple[str, ...]:
        """What the file calls the rows that are no unit of the campaign."""
        return tuple(label for code, label in zip(self.codes, self.labels, strict=True) if not code)

    def missing(self, units: Mapping[str, Unit]) -> tuple[str, ...]:
        """Codes of units without a row."""
        return tuple(code for code in units if code not in set(self.codes))


def match(
    features: geopandas.GeoDataFrame,
    units: Mapping[str, Unit],
    *,
    column: str = "",
    prefix: tuple[str, str] = ("", ""),
) -> Matching:
    """Match rows by the column named, as code or as name; without one by a code, precinct or contest, else by any name.

    `prefix` says with what a code begins in the file and in the campaign: ("KG", "417").
    """
    columns = [column] if column else [name for name in CODE_PROPERTIES if name in features.columns]
    texts = [name for name in features.columns if name != "geometry"]
    by_name = _by_name(units)
    codes, labels = [], []
    for row in features[texts].to_dict("records"):
        given = next((_text(row[name]) for name in columns if name in row and _text(row[name])), "")
        code = prefix[1] + given[len(prefix[0]) :] if given.startswith(prefix[0]) else given
        if code not in units:
            code = _named({column: row.get(column)} if column else row, by_name)
        codes.append(code)
        labels.append(
            " / ".join(dict.fromkeys(_text(value) for value in row.values() if _is_word(value)))[:120] or given
        )
    return Matching(tuple(codes), tuple(labels))


def _by_name(units: Mapping[str, Unit]) -> dict[str, str]:
    """Plain name → code, of names that only one unit has."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, unit in units.items():
        for name in (unit.names.ky, unit.names.ru, unit.names.en):
            if name:
                found[bare_name(name)].add(code)
                found[plain_name(name)].add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def bare_name(name: str) -> str:
    """A name without the word for district or city."""
    return plain_name(_KINDS.sub(" ", name.lower().replace("\N{NO-BREAK SPACE}", " ")))


def _named(row: Mapping[str, object], by_name: Mapping[str, str]) -> str:
    found = {
        by_name.get(reading(_text(value)), "")
        for value in row.values()
        if _is_word(value)
        for reading in (plain_name, bare_name)
    }
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _is_word(value: object) -> bool:
    return (
        isinstance(value, str) and any(letter.isalpha() for letter in value) and len(value) < 80 and "T00:" not in value
    )


def _text(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value == value and value.is_integer() else ""
    return "" if value is None else str(value).strip()
