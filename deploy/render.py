"""Fill the templates of deploy/ with the values of one environment file: `python -m deploy.render FILE [FOLDER]`.

What is written below FOLDER (without it: the file's ETC) is what nginx, systemd, PostgreSQL, Redis and logrotate read.
A template that names an unknown value, or a value that no file may hold, stops the run before anything is written.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.errors import InputError
from portal.public import headers

HERE = Path(__file__).resolve().parent
DEFAULTS = HERE / "deploy.env"
TEMPLATE = ".template"
HOSTS = ("public", "staff", "ingest")
SECRET = re.compile(r"(staff|ingest|publisher)\.env")
_PAGE = {
    "LIVE_POLICY": headers.LIVE_POLICY,
    "PLAIN_POLICY": headers.CONTENT_SECURITY_POLICY,
    "PAGE_CONTROL": headers.PAGE,
    "SECURITY_HEADERS": "\n".join(
        f'add_header {name} "{value}";' for name, value in headers.SECURITY.items() if name != "Content-Security-Policy"
    ),
}
"""What the application says with every page, for nginx where it sends the finished page itself."""
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
    known = {**values, **_PAGE, "QUERY": "|".join(QUERY)}
    missing = sorted({name for name in _NAME.findall(text) if name not in known})
    if missing:
        raise InputError([f"{where}: @{name}@ has no value" for name in missing])
    return _NAME.sub(lambda match: known[match[1]], text)


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
