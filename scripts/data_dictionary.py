"""The generated parts of docs/open-data.md: `python -m scripts.data_dictionary` brings them up to date."""

from data_export.dictionary import dictionary, formats
from scripts.repository import ROOT

PAGE = ROOT / "docs" / "open-data.md"


def with_generated_parts(page: str) -> str:
    """The page with the text between its marks replaced; raises ValueError where a mark is missing."""
    for name, content in {"formats": formats(), "tables": dictionary()}.items():
        begin, end = f"<!-- {name}: generated -->\n", f"<!-- end of {name} -->"
        before, _, rest = page.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{PAGE.name}: the marks {begin.strip()} and {end} are not there")
        page = f"{before}{begin}\n{content}\n\n{end}{after}"
    return page


if __name__ == "__main__":
    PAGE.write_text(with_generated_parts(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
