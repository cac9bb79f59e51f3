"""Accounts of the demonstration: one person of every function, with secrets made at the first start.

They stand openly in a file of the home (0600) because the demonstration's people are invented; a real instance has no
such file and no such accounts (portal.cli.user).
"""

import json
import os
import secrets
from pathlib import Path

from portal.clocks import SystemClock
from portal.demo.home import CAMPAIGN
from portal.settings import Settings

FILE = "demo-accounts.json"


def people(commission: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """Login, name, function, campaign, commission of everybody."""
    return (
        ("aida", "Аида", "ouiis", "", ""),
        ("bakyt", "Бакыт", "administrator", CAMPAIGN, commission),
        ("chynara", "Чынара", "asu_operator", CAMPAIGN, commission),
        ("daniyar", "Данияр", "test_officer", "", ""),
        ("elmira", "Эльмира", "approver", "", ""),
        ("farida", "Фарида", "approver", "", ""),
        ("gulnara", "Гульнара", "auditor", "", ""),
        ("ilyas", "Ильяс", "it", "", ""),
        ("jamilya", "Жамиля", "it", "", ""),
    )


def make_accounts(settings: Settings) -> Path:
    """The file with logins, passwords and keys of the authenticator app; made once, with the accounts."""
    path = settings.home / FILE
    if path.exists():
        return path
    from portal.app import create_app  # Loads Flask-Security: only at the first start.
    from portal.staff.security import hashed, totp
    from portal.staff.state import EXTENSION
    from portal.store.models import RequestKind
    from portal.store.queries.accounts import first_commission
    from portal.store.record.accounts import add_person, add_request

    app = create_app(["staff"], settings)
    store = app.extensions[EXTENSION].store
    now = SystemClock().now()
    kept = []
    with app.app_context(), store.write() as session:
        for login, name, function, campaign, commission in people(first_commission(session, CAMPAIGN)):
            row = add_person(session, login, name, secrets.token_hex(32), now, "demonstration")
            password, secret = secrets.token_urlsafe(12), totp().generate_totp_secret()
            row.password, row.totp = hashed(password), secret
            where = {"function": function, "campaign": campaign, "commission": commission}
            add_request(session, RequestKind.BOOTSTRAP, row.id, now, "demonstration", **where)
            kept.append({"login": login, "password": password, "key": totp().get_totp_b32_key(secret), **where})
        _write(path, kept)
    store.close()
    return path


def _write(path: Path, kept: list[dict[str, str]]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False, indent=1)
