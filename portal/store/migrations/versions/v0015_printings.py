"""Printings of control printouts are numbered (R53 ¶46-48); who signed consolidated protocols (R139 ¶69).

Printings were counted in the audit trail before; those counted there keep their numbers.
"""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0015"
down_revision = "0014"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("printing", "consolidated_signing")


def upgrade() -> None:
    """Create the tables and their triggers, take over the printings of the audit trail."""
    op.create_table(
        "printing",
        sa.Column("fact", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_printing_number_positive")),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_printing_person_named")),
        sa.ForeignKeyConstraint(["fact"], ["protocol.seq"], name=op.f("fk_printing_fact")),
        sa.PrimaryKeyConstraint("fact", "number", name=op.f("pk_printing")),
    )
    op.create_table(
        "consolidated_signing",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("signed", sa.Integer(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.CheckConstraint("members >= 0", name=op.f("ck_consolidated_signing_members_not_negative")),
        sa.CheckConstraint("signed >= 0", name=op.f("ck_consolidated_signing_signed_not_negative")),
        sa.CheckConstraint("opinions >= 0", name=op.f("ck_consolidated_signing_opinions_not_negative")),
        sa.CheckConstraint("signed <= members", name=op.f("ck_consolidated_signing_signers_are_members")),
        sa.ForeignKeyConstraint(["seq"], ["consolidated.seq"], name=op.f("fk_consolidated_signing_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_consolidated_signing")),
    )
    op.execute(
        "INSERT INTO printing (fact, number, recorded_by) "
        "SELECT protocol.seq, row_number() OVER (PARTITION BY protocol.seq ORDER BY audit_event.seq), "
        "audit_event.actor "
        "FROM audit_event JOIN protocol ON audit_event.object = 'protocol:' || CAST(protocol.seq AS TEXT) "
        "WHERE audit_event.action = 'printout.protocol' AND audit_event.actor <> ''"
    )
    append_only(*TABLES)
