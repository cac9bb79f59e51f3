"""The demonstration's home: where it is, whether it is ready, and its fixed dates. Imports nothing heavy."""

import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.errors import InputError
from portal.settings import Settings

VOTING_DATE = date(2026, 11, 29)
"""Voting day of the invented campaign."""
CAMPAIGN = f"demo{VOTING_DATE.year}"
ZONE = ZoneInfo("Asia/Bishkek")
START = datetime.combine(VOTING_DATE, time(19, 50), ZONE)
"""Where the replay begins: ten minutes before the precincts close."""
OPENED = START - timedelta(days=12)
"""When the campaign is imported, its schedule approved and its opening release published."""
READY = "demo-ready"
MIGRATIONS = Path(__file__).resolve().parents[1] / "store" / "migrations" / "versions"


def is_ready(settings: Settings) -> bool:
    """True when the demonstration was prepared in this home, to the end.

    Raises InputError when a version with another schema of the store prepared it: it is made anew, not upgraded.
    """
    marker = settings.home / READY
    if not marker.exists():
        return False
    if marker.read_text(encoding="utf-8") != _schema():
        raise InputError([f"{settings.home}: another version made this demonstration; `make demo-reset` begins anew"])
    return True


def mark_ready(settings: Settings) -> None:
    """Say that the demonstration is prepared, and for which schema of the store."""
    (settings.home / READY).write_text(_schema(), encoding="utf-8")


def _schema() -> str:
    """Name of the newest migration."""
    return max(path.stem for path in MIGRATIONS.glob("v*.py"))


def refuse_foreign_home(settings: Settings) -> None:
    """Raise InputError for a home that holds something else: a demonstration is never mixed with real data."""
    home = settings.home
    foreign = home.exists() and any(home.iterdir()) and not (home / "demo").exists() and not (home / READY).exists()
    if foreign:
        raise InputError([f"{home}: holds an instance that is not the demonstration; choose another NATYIJA_HOME"])


def reset(settings: Settings) -> None:
    """Remove the demonstration's home, and nothing else: raises InputError when the home is not a demonstration's."""
    refuse_foreign_home(settings)
    if settings.home.exists():
        shutil.rmtree(settings.home)
