"""Facts about a data part that formats with a cover sheet or metadata state."""

from dataclasses import dataclass

from portal.domain.names import NamesDocument


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which the files may be used; `name` is the identifier of the Open Definition."""

    name: str
    title: str
    path: str


CC_BY_4 = Licence("CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/")
LICENCES = {
    licence.name: licence
    for licence in (
        CC_BY_4,
        Licence("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence("ODC-BY-1.0", "Open Data Commons Attribution 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
        Licence("PDDL-1.0", "Open Data Commons Public Domain 1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
    )
}
"""The open licences to choose from (setting NATYIJA_LICENCE)."""


@dataclass(frozen=True, slots=True)
class About:
    """Which release of which campaign the files were made of; times are ISO 8601 with offset."""

    campaign: str
    name: NamesDocument
    release: int
    kind: str
    as_of: str
    published_at: str
    progress: str
    test: bool
    licence: Licence


def about_rows(about: About) -> list[tuple[str, str]]:
    """The facts as names and values, for a cover sheet."""
    test = [("test", "ТЕСТ · DATA OF A TEST, NOT OF AN ELECTION")] if about.test else []
    return [
        *test,
        ("campaign", about.campaign),
        ("name_ky", about.name["ky"]),
        ("name_ru", about.name["ru"]),
        ("name_en", about.name["en"]),
        ("release", str(about.release)),
        ("release_kind", about.kind),
        ("status", about.progress),
        ("as_of", about.as_of),
        ("published_at", about.published_at),
        ("licence", f"{about.licence.title} ({about.licence.name}), {about.licence.path}"),
    ]
