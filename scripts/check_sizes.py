"""Files and functions stay small: no file above 500 lines, no function above 60, the median file at most 90."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median_low

from scripts.repository import report, repository_files

FILE_LIMIT = 500
FUNCTION_LIMIT = 60
MEDIAN_LIMIT = 90


def complaints(root: Path) -> Iterator[str]:
    """One line for each file or function that is too long, and one for a median file that is."""
    sizes = []
    for path in repository_files(root):
        if path.suffix != ".py":
            continue
        name = path.relative_to(root)
        source = path.read_text(encoding="utf-8")
        lines = source.count("\n")
        sizes.append(lines)
        if lines > FILE_LIMIT:
            yield f"{name}: {lines} lines, the limit is {FILE_LIMIT}; split it by subject"
        for line, function, length in functions(source):
            if length > FUNCTION_LIMIT:
                yield f"{name}:{line}: {function} has {length} lines, the limit is {FUNCTION_LIMIT}; split it by step"
    if sizes and median_low(sizes) > MEDIAN_LIMIT:
        yield f"the median file has {median_low(sizes)} lines, the limit is {MEDIAN_LIMIT}"


def functions(source: str) -> Iterator[tuple[int, str, int]]:
    """First line, name and number of lines of every function, methods and inner functions included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name, (node.end_lineno or node.lineno) - node.lineno + 1


if __name__ == "__main__":
    report(complaints)
