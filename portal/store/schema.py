"""Whether a database has the schema that this version of the portal works with; `init` brings it there."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from portal.errors import InputError

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_FILE = re.compile(r"v(\d{4})_\w+\.py")
_MISSING = ("no such table", "no such column", "has no column named", "UndefinedTable", "UndefinedColumn")
INIT = "run `python -m portal init`"


@cache
def newest_revision() -> str:
    """The number of the newest migration, as 0014."""
    found = (_FILE.fullmatch(path.name) for path in _VERSIONS.iterdir())
    return max(match[1] for match in found if match)


def require_newest(engine: Engine) -> None:
    """Raise InputError, which says what to do, unless the schema is the newest.

    A database that cannot be reached is not judged here: whoever uses it tells of that.
    """
    try:
        with engine.connect() as connection:
            known = inspect(connection).has_table("alembic_version")
            found = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
    except DBAPIError:
        return
    if found == newest_revision():
        return
    if found is None:
        raise InputError([f"database: it has no tables of the portal yet; {INIT}"])
    if found > newest_revision():
        raise InputError([f"database: its schema {found} is of a newer portal than this one; install that version"])
    raise InputError([f"database: its schema is {found}, this version needs {newest_revision()}; {INIT}"])


def tells_of_another_schema(error: DBAPIError) -> bool:
    """True when a statement failed because a table or column is not there: `init` was not run after an upgrade."""
    kind, said = type(error.orig).__name__, str(error.orig)
    return any(mark in said or mark == kind for mark in _MISSING)
