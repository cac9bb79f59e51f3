"""Ways to change the audit trail, the raw messages and their links behind the portal's back, chosen at random."""

from random import Random
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from portal.audit.chain import START, next_link, row_digest
from portal.store.models import AuditRow, Base, LinkRow, MessageRow

TABLES: tuple[Any, ...] = (AuditRow, MessageRow, LinkRow)


def switch_off_protection(session: Session) -> None:
    """What somebody with the database owner's rights can do first."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    session.execute(text("PRAGMA defer_foreign_keys=ON"))
    for table in (model.__tablename__ for model in TABLES):
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER {table}_no_{verb}"))


def tamper(session: Session, random: Random) -> str:
    """Do one thing at random; what it was, for the message of a failing test."""
    return random.choice((edit, remove, reorder, cut, cut_with_links, recompute, put_in))(session, random)


def edit(session: Session, random: Random) -> str:
    """Change one column of one row."""
    model = random.choice(TABLES)
    table, key = model.__table__, _key(model)
    row = random.choice(_rows(session, model))
    column = random.choice([each for each in table.columns if each.name != key.name])
    value = row[column.name]
    session.execute(update(table).where(key == row[key.name]).values({column.name: other(value, column.name, random)}))
    return f"edit {table.name}.{column.name} of {row[key.name]}"


def other(value: Any, name: str, random: Random) -> Any:
    """A value of the same type that is not this one and that the table's checks allow."""
    from datetime import datetime, timedelta

    if name == "kind":
        return "message" if value == "audit" else "audit"
    if isinstance(value, datetime):
        return value + timedelta(microseconds=random.randint(1, 10**6))
    if isinstance(value, bytes):
        place = random.randrange(len(value))
        return value[:place] + bytes([value[place] ^ 1 << random.randrange(8)]) + value[place + 1 :]
    if isinstance(value, dict):
        return {**value, "more": random.random()}
    if isinstance(value, str) and len(value) == 64:
        return value[:63] + ("0" if value[63] != "0" else "1")
    if isinstance(value, str):
        return f"{value}x"
    return 1_000_000 + random.randint(1, 1000) if value is None or isinstance(value, int) else value


def remove(session: Session, random: Random) -> str:
    """Delete one row."""
    model = random.choice(TABLES)
    key = _key(model)
    row = random.choice(_rows(session, model))
    session.execute(delete(model.__table__).where(key == row[key.name]))
    return f"remove {model.__tablename__} {row[key.name]}"


def reorder(session: Session, random: Random) -> str:
    """Swap the numbers of two rows."""
    model = random.choice(TABLES)
    key = _key(model)
    first, second = (row[key.name] for row in random.sample(_rows(session, model), 2))
    for before, after in ((first, -1 if model is not LinkRow else 10**9), (second, first)):
        session.execute(update(model.__table__).where(key == before).values({key.name: after}))
    last = -1 if model is not LinkRow else 10**9
    session.execute(update(model.__table__).where(key == last).values({key.name: second}))
    return f"reorder {model.__tablename__} {first} and {second}"


def cut(session: Session, random: Random) -> str:
    """Delete the first or last rows of one table."""
    model = random.choice(TABLES)
    key = _key(model)
    rows = sorted(row[key.name] for row in _rows(session, model))
    place = random.randrange(1, len(rows))
    gone = random.choice((rows[:place], rows[place:]))
    session.execute(delete(model.__table__).where(key.in_(gone)))
    return f"cut {model.__tablename__} {gone[0]}…{gone[-1]}"


def cut_with_links(session: Session, random: Random) -> str:
    """Delete the newest rows together with every link from the first of theirs on."""
    links = sorted(_rows(session, LinkRow), key=lambda row: row["n"])
    gone = links[random.randrange(1, len(links)) :]
    for kind, model in (("audit", AuditRow), ("message", MessageRow)):
        refs = [row["ref"] for row in gone if row["kind"] == kind]
        session.execute(delete(model.__table__).where(model.seq.in_(refs)))
    session.execute(delete(LinkRow.__table__).where(LinkRow.n >= gone[0]["n"]))
    return f"cut with links from {gone[0]['n']}"


def recompute(session: Session, random: Random) -> str:
    """Change an audit event and make every link anew, as somebody would who has read the source."""
    row = random.choice(_rows(session, AuditRow))
    session.execute(update(AuditRow).where(AuditRow.seq == row["seq"]).values(actor="Nobody"))
    old = sorted(_rows(session, LinkRow), key=lambda each: each["n"])
    rows = {
        (kind, each["seq"]): each
        for kind, model in (("audit", AuditRow), ("message", MessageRow))
        for each in _rows(session, model)
    }
    session.execute(delete(LinkRow.__table__))
    before, new = START, []
    for each in old:
        digest = row_digest(rows[each["kind"], each["ref"]])
        before = next_link(before, each["n"], each["kind"], each["ref"], digest)
        new.append({**each, "digest": digest, "link": before})
    session.execute(insert(LinkRow.__table__), new)
    return f"recompute after audit_event {row['seq']}"


def put_in(session: Session, random: Random) -> str:
    """Insert an audit event among the old ones, at a number that was free, or that is made free."""
    row = random.choice(_rows(session, AuditRow))
    session.execute(insert(AuditRow.__table__), [{**row, "seq": -random.randint(1, 1000) if row["seq"] > 0 else 0}])
    return "put in an audit event"


def _key(model: Any) -> Any:
    return model.n if model is LinkRow else model.seq


def _rows(session: Session, model: Any) -> list[dict[str, Any]]:
    table = Base.metadata.tables[model.__tablename__]
    return [dict(row._mapping) for row in session.execute(select(table).order_by(*table.primary_key))]
