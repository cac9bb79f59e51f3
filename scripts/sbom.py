"""The list of everything that runs here and under which licence, CycloneDX: `python -m scripts.sbom [FILE]`.

It is made of what is installed (var/sbom.json), so versions and licences are the true ones. A pinned dependency that is
missing, is installed in another version or has a licence that is not allowed is an error.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PINS = ("requirements.txt", "requirements-dev.txt")
ALLOWED = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU"}
    | {"MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"}
)
"""Licences beside which the portal may be given on under its own; what is under the LGPL is a library, unchanged."""
CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
READ = {"pypdfium2": "Apache-2.0 OR BSD-3-Clause"}
"""Read in the package itself: its metadata names licences in a form that no program reads."""


def make(place: Path, *, validate: bool = True) -> dict[str, Any]:
    """Write the list to `place`; what it says. To `validate` it against its format takes eleven of twelve seconds.

    Raises subprocess.CalledProcessError.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    program = str(Path(sys.executable).parent / "cyclonedx-py")
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "application", "--output-reproducible"]
    options.append("--validate" if validate else "--no-validate")
    subprocess.run(
        [program, "environment", *options, "--of", "JSON", "-o", str(place), sys.executable], check=True, cwd=ROOT
    )
    document: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return document


def pinned() -> dict[str, str]:
    """Name → version of every dependency that is pinned."""
    lines = (line for name in PINS for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    pairs = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {_plain(name.partition("[")[0]): version.strip() for name, version in pairs}


def licences(component: Mapping[str, Any]) -> list[str]:
    """What a component may be used under, all of it at once: SPDX identifiers and expressions; [] for nothing said."""
    said = component.get("licenses", ())
    named = [each.get("expression") or each["license"].get("id") or each["license"].get("name", "") for each in said]
    known = [READ.get(component["name"], ""), *(CLASSIFIERS.get(name, name) for name in named)]
    return sorted({name for name in known if name})


def complaints(document: Mapping[str, Any], pins: Mapping[str, str]) -> Iterator[str]:
    """One line for each pinned dependency that the list lacks, or whose licence is not allowed."""
    components = {_plain(each["name"]): each for each in document["components"]}
    for name, version in sorted(pins.items()):
        component = components.get(name)
        if component is None or component["version"] != version:
            found = component["version"] if component else "nothing"
            yield f"{name}: {version} is pinned, {found} is installed; run make test once to install what is pinned"
        elif not (found := licences(component)):
            yield f"{name}: names no licence; read it there and add it to READ"
        else:
            yield from (f"{name}: {each}: not among the allowed licences" for each in found if not allowed(each))


def allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met: every part joined by AND, one of those joined by OR."""
    inner = re.compile(r"\(([^()]*)\)")
    while found := inner.search(expression):
        met = "MIT" if allowed(found[1]) else "none"
        expression = f"{expression[: found.start()]}{met}{expression[found.end() :]}"
    choices = (choice.split(" AND ") for choice in expression.split(" OR "))
    return any(all(part.strip() in ALLOWED for part in parts) for parts in choices)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(argv: list[str]) -> int:
    """Make the list and hold it against the pins; 0, or 3 with what is wrong."""
    place = Path(argv[0]) if argv else ROOT / "var" / "sbom.json"
    document = make(place)
    problems = list(complaints(document, pinned()))
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    print(f"{place}: {len(document['components'])} components")
    return 3 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
