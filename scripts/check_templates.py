"""Templates show numbers and compute none: no arithmetic in Jinja (the results page of 2021 is why)."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from scripts.repository import report, repository_files

OPERATORS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
FILTERS = {"sum", "round"}
EXTENSIONS = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
# Templates are only parsed here, never rendered.
PARSER = Environment(extensions=EXTENSIONS, autoescape=True)


def complaints(root: Path) -> Iterator[str]:
    """One line for each operator or filter that computes, in every file of a folder named `templates`."""
    for path in repository_files(root):
        name = path.relative_to(root)
        if "templates" not in name.parts or name.parts[0] == "tests":
            continue
        try:
            tree = PARSER.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield f"{name}:{error.lineno}: {error.message}"
            continue
        for node in tree.find_all(OPERATORS):
            yield f"{name}:{node.lineno}: arithmetic ({type(node).__name__}); compute it in portal/domain"
        for call in tree.find_all(nodes.Filter):
            if call.name in FILTERS:
                yield f"{name}:{call.lineno}: the filter {call.name}; compute it in portal/domain"


if __name__ == "__main__":
    report(complaints)
