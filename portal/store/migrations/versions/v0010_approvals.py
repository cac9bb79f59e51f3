"""Statements that wait for signatures, the signatures brought for them, and approvals taken back."""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0010"
down_revision = "0009"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("staged_statement", "statement_signature", "approval_withdrawal")


def upgrade() -> None:
    """Create the tables and their triggers."""
    op.create_table(
        "staged_statement",
        sa.Column("id", BIG, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_staged_statement_sha256_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_statement")),
    )
    op.create_index("ix_staged_statement_campaign", "staged_statement", ["campaign", "id"], unique=False)
    op.create_table(
        "statement_signature",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.CheckConstraint("person <> ''", name=op.f("ck_statement_signature_person_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_signature")),
    )
    op.create_index("ix_statement_signature_sha256", "statement_signature", ["sha256", "id"], unique=False)
    op.create_table(
        "approval_withdrawal",
        sa.Column("approval", BIG, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval"], ["approval.seq"], name=op.f("fk_approval_withdrawal_approval")),
        sa.PrimaryKeyConstraint("approval", name=op.f("pk_approval_withdrawal")),
    )
    append_only(*TABLES)
