"""Deleting a test instance's data (R53 ¶61): the whole database and everything made of it, by its owner.

The audit trail of the test is kept beside the database as JSON lines; keys stay, they belong to the instance.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError

from portal.errors import NotPermitted, StorageError
from portal.store.engine import Store
from portal.store.queries.audit import Wanted, every_audit_event
from portal.store.queries.configuration import campaigns

KEPT = "test-audit"


def others(store: Store, campaign: str) -> list[str]:
    """The other campaigns of the store: they would be deleted too."""
    with store.read() as session:
        return [each for each in campaigns(session) if each != campaign]


def keep_audit(store: Store, home: Path, campaign: str) -> tuple[Path, str]:
    """Write the audit trail to `home`/test-audit; the file and its sha256."""
    folder = home / KEPT
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{campaign}.jsonl"
    with store.read() as session, path.open("w", encoding="utf-8") as file:
        for event in every_audit_event(session, Wanted()):
            file.write(json.dumps(asdict(event), ensure_ascii=False, sort_keys=True, default=str) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def drop(store: Store, mode: str, *folders: Path) -> None:
    """Delete every table of a test instance and these folders (published test releases, private files).

    Raises NotPermitted in a main instance, StorageError when the database's role is not the owner.
    """
    if mode != "test":
        raise NotPermitted(["this is the main instance: its data are never deleted"])
    try:
        with store.engine.execution_options(natyija_writes=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("DROP SCHEMA public CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA public")
            else:
                tables = MetaData()
                tables.reflect(connection)
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
                for table in reversed(tables.sorted_tables):
                    connection.exec_driver_sql(f'DROP TABLE "{table.name}"')
        if store.engine.dialect.name == "sqlite":
            with store.engine.connect() as connection:
                connection.rollback()
                connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]
    except DBAPIError as error:
        raise StorageError(f"database: {str(error.orig).strip()}; run `promote out` as the database's owner") from error
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
