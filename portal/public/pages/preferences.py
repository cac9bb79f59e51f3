"""Preference votes of a precinct's protocols beside the persons of the lists that they are for."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from portal.languages import Language
from portal.published.shapes import ContestEntry, OptionDocument, ProtocolDocument


class Preferred(NamedTuple):
    """A person of a list, called `2.14 Name`, and the preference votes; None where the protocol states none."""

    position: int
    person: int
    name: str
    votes: int | None

    @property
    def id(self) -> str:
        """List and number on it."""
        return f"{self.position}.{self.person}"


def preferred(
    options: Sequence[OptionDocument], protocol: ProtocolDocument | None, language: Language
) -> list[Preferred]:
    """Every person of the lists in the order of the document; none where the protocol states no preferences."""
    stated = protocol.get("preferences", []) if protocol else []
    listed = [(option["position"], person) for option in options for person in option.get("persons", [])]
    return [
        Preferred(position, person["person"], person["name"][language], votes)
        for (position, person), votes in zip(listed, stated, strict=False)
    ]


def by_list(entry: ContestEntry | None, protocol: ProtocolDocument | None, language: Language) -> list[dict[str, Any]]:
    """The persons of each party for which the protocol states preferences."""
    options = entry["options"] if entry else []
    found = preferred(options, protocol, language)
    lists = [(option, [each for each in found if each.position == option["position"]]) for option in options]
    return [{"option": option, "persons": persons} for option, persons in lists if persons]


def changed(
    options: Sequence[OptionDocument], older: ProtocolDocument, newer: ProtocolDocument, language: Language
) -> Iterator[tuple[str, str, int | None, int | None]]:
    """List and number, name, former and later preference votes of every person; None where a version states none."""
    before, after = (preferred(options, version, language) for version in (older, newer))
    former, later = ({each.id: each.votes for each in found} for found in (before, after))
    for each in after or before:
        yield each.id, each.name, former.get(each.id), later.get(each.id)
