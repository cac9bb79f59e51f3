"""Grounds of ¶75 and scans of the acts themselves, beside the decisions that they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("decision_ground", "decision_document")
_GROUNDS = "'totals_uncertain', 'will_affected', 'higher_commission', 'court', 'ballots_invalid'"


def upgrade() -> None:
    """Create the tables and their triggers."""
    op.create_table(
        "decision_ground",
        sa.Column("decision", BIG, autoincrement=False, nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.CheckConstraint(f"ground IN ({_GROUNDS})", name=op.f("ck_decision_ground_ground_known")),
        sa.ForeignKeyConstraint(["decision"], ["decision.seq"], name=op.f("fk_decision_ground_decision")),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_decision_ground")),
    )
    op.create_table(
        "decision_document",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("decision", BIG, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_decision_document_sha256_whole")),
        sa.CheckConstraint("person <> ''", name=op.f("ck_decision_document_person_named")),
        sa.ForeignKeyConstraint(["decision"], ["decision.seq"], name=op.f("fk_decision_document_decision")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decision_document")),
    )
    op.create_index("ix_decision_document_decision", "decision_document", ["decision"], unique=False)
    for table in TABLES:
        _append_only(table)


def _append_only(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION natyija_append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} on table {table} is refused'); END"
        )
