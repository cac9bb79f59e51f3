"""What makes a table append-only in either database; the function that PostgreSQL calls comes with migration 0004."""

from alembic import op


def append_only(*tables: str) -> None:
    """Refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE on these tables from now on."""
    for table in tables:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION natyija_append_only()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on table {table} is refused'); END"
            )
