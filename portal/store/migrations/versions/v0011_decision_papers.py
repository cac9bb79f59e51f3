"""Grounds of ¶75 and scans of the acts themselves, beside the decisions that they belong to."""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

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
    append_only(*TABLES)
