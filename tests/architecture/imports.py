"""Which module imports which, read from the source without running it."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("portal", "dashboards", "geo", "data_export", "bench")


def modules(root: Path) -> dict[str, Path]:
    """Dotted name and file of every module of ours beneath `root`."""
    found = {}
    for package in PACKAGES:
        for path in (root / package).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(root: Path) -> Iterator[tuple[str, str, int]]:
    """Importing module, imported module of ours and line, for every import wherever it stands in the file."""
    known = modules(root)
    for module, path in known.items():
        base = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for target in targets(node, base, known):
                if target.partition(".")[0] in PACKAGES:
                    yield module, target, node.lineno


def targets(node: ast.AST, base: str, known: dict[str, Path]) -> Iterator[str]:
    """The modules that an import statement names; `from package import module` names the module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        origin = node.module or ""
        if node.level:
            package = base.split(".")[: len(base.split(".")) - node.level + 1]
            origin = ".".join([*package, *([node.module] if node.module else [])])
        for alias in node.names:
            inner = f"{origin}.{alias.name}"
            yield inner if inner in known else origin
