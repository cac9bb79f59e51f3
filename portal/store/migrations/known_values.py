"""Widens the CHECK of a column that holds one of an enum's values.

SQLite cannot change a CHECK of a table, and copying every row would break the promise that none is ever touched. So
the text of the table's definition is changed in the schema, as SQLite's own manual prescribes for a change of
constraints that leaves the stored rows alone.
"""

import sqlalchemy as sa
from alembic import op


def widen(table: str, column: str, known: str, more: str) -> None:
    """Let the column hold `more` besides the `known` values, both as SQL writes them. RuntimeError: another CHECK."""
    bind, name = op.get_bind(), op.f(f"ck_{table}_{column}_known")
    if bind.dialect.name == "postgresql":
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"{column} IN ({known}, {more})")
        return
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema=ON")
    changed = bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :known, :wider) "
            "WHERE type = 'table' AND name = :table AND instr(sql, :known) > 0"
        ),
        {"known": f"({known})", "wider": f"({known}, {more})", "table": table},
    )
    if changed.rowcount != 1:
        raise RuntimeError(f"table {table}: its CHECK of {column} is not the one that was created; nothing was changed")
    op.execute(f"PRAGMA schema_version={version + 1}")
    op.execute("PRAGMA writable_schema=RESET")
