"""Fill the templates of deploy/ with the values of one environment file: `python -m deploy.render FILE [FOLDER]`.

What is written below FOLDER (without it: the file's ETC) is what nginx, systemd, PostgreSQL, Redis and logrotate read.
A template that names an unknown value, or a value that no file may hold, stops the run before anything is written.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.errors import InputError
from portal.public.finished import FORMS

HERE = Path(__file__).resolve().parent
DEFAULTS = HERE / "deploy.env"
TEMPLATE = ".template"
HOSTS = ("public", "staff", "ingest")
SECRET = re.compile(r"(staff|ingest|publisher)\.env")
_NAME = re.compile(r"@([A-Z][A-Z_]*)@")
QUERY = ("page", "campaign", "contest", "count", "order", "precinct", "q", "show", "sort", "territory")
"""The query parameters that public pages know; tests hold the list against the routes."""


def read_values(path: Path) -> dict[str, str]:
    """The values of an environment file, over the defaults of deploy.env. Raises InputError."""
    values = _lines(DEFAULTS)
    known = set(values)
    if path != DEFAULTS:
        values |= _lines(path)
    problems = [f"{path}: {name}: unknown; all values stand in deploy/deploy.env" for name in set(values) - known]
    problems += [
        f"{path}: HOSTS: {host!r} is no host; choose among {', '.join(HOSTS)}"
        for host in values["HOSTS"].split()
        if host not in HOSTS
    ]
    if problems:
        raise InputError(sorted(problems))
    return values


def fill(text: str, values: Mapping[str, str], where: str) -> str:
    """The text with every @NAME@ replaced. Raises InputError that lists the names without a value."""
    known = {**values, **_finished(), "QUERY": "|".join(QUERY)}
    missing = sorted({name for name in _NAME.findall(text) if name not in known})
    if missing:
        raise InputError([f"{where}: @{name}@ has no value" for name in missing])
    return _NAME.sub(lambda match: known[match[1]], text)


def _finished() -> dict[str, str]:
    """What the application says with finished answers, for nginx where it sends them itself: the headers of pages as
    they are, those of any form by its name.
    """
    maps, by_form = [], []
    for name in dict.fromkeys(name for form in FORMS for name in form.headers if name != "content-type"):
        values = {form.name: form.headers.get(name, "") for form in FORMS}
        if len(set(values.values())) == 1:
            by_form.append(f'add_header {name} "{values["plain"]}";')
            continue
        variable = f"$form_{name.replace('-', '_')}"
        rows = "".join(f'    {form} "{value}";\n' for form, value in values.items())
        maps.append(f"map $form {variable} {{\n{rows}}}")
        by_form.append(f"add_header {name} {variable};")
    found = {"FORM_MAPS": "\n".join(maps), "FORM_HEADERS": "\n".join(by_form)}
    for form in FORMS:
        lines = [f'add_header {name} "{value}";' for name, value in form.headers.items() if name != "content-type"]
        found[f"{form.name.upper()}_HEADERS"] = "\n".join(lines)
    return found


def rendered(values: Mapping[str, str]) -> dict[str, str]:
    """Path below the folder → content of every file of this machine."""
    hosts = values["HOSTS"].split()
    found = {}
    for template in sorted([*HERE.glob(f"*/*{TEMPLATE}"), *HERE.glob("environment/*.env")]):
        name = template.relative_to(HERE).as_posix().removesuffix(TEMPLATE)
        host = template.name.partition(".")[0]
        if name.startswith("nginx/") and host in HOSTS:
            if host not in hosts:
                continue
            name = f"nginx/hosts/{host}.conf"
        found[name.removeprefix("environment/")] = fill(template.read_text(encoding="utf-8"), values, name)
    return found


def write(values: Mapping[str, str], folder: Path) -> list[str]:
    """Write every file; what was written. Files that name a password can be read by their owner only."""
    files = rendered(values)
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600 if SECRET.fullmatch(place.name) else 0o644)
        place.write_text(content, encoding="utf-8")
    return sorted(files)


def _lines(path: Path) -> dict[str, str]:
    """KEY=VALUE lines. Raises InputError for a line that is none."""
    values, problems = {}, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not re.fullmatch(r"[A-Z][A-Z_]*", name):
            problems.append(f"{path}:{number}: write KEY=VALUE")
        values[name] = value
    if problems:
        raise InputError(problems)
    return values


def main(argv: Sequence[str]) -> int:
    """Render; 0, or 2 with what is wrong."""
    try:
        values = read_values(Path(argv[0]))
        names = write(values, Path(argv[1] if len(argv) > 1 else values["ETC"]))
    except InputError as error:
        print("\n".join(error.problems), file=sys.stderr)
        return error.exit_code
    except (IndexError, OSError) as error:
        print(f"usage: python -m deploy.render FILE [FOLDER]: {error}", file=sys.stderr)
        return 2
    print("\n".join(names))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
