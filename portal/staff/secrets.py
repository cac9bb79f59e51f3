"""Secrets of the staff pages, made once by `init` and kept in the home (0600): none has a default.

They sign the session cookie, pepper the password hashes, and encrypt the second factors in the database.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from portal.errors import InputError

FILE = Path("keys") / "staff-secrets.json"
_BYTES = 48


@dataclass(frozen=True, slots=True, repr=False)
class StaffSecrets:
    """The three secrets, as text."""

    cookie: str
    pepper: str
    totp: str


def make_secrets(home: Path) -> None:
    """Make what is missing; secrets that are there stay, because accounts depend on them."""
    path = home / FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {name: secrets.token_urlsafe(_BYTES) for name in ("cookie", "pepper", "totp")}
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(made, file)
        file.flush()
        os.fsync(file.fileno())


def load_secrets(home: Path) -> StaffSecrets:
    """The secrets of this home. Raises InputError when `init` has not made them or the file is damaged."""
    path = home / FILE
    try:
        return StaffSecrets(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise InputError(
            [f"{path}: missing; run `python -m portal init` to make the secrets of the staff pages"]
        ) from None
    except (ValueError, TypeError):
        raise InputError([f"{path}: damaged; restore it from the backup, accounts depend on it"]) from None
