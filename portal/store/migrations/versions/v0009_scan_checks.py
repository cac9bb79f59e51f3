"""Checks of scans and scans brought by staff; `fact` learns the kind `scan_check`."""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only
from portal.store.migrations.known_values import widen

revision = "0009"
down_revision = "0008"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("scan_check", "scan_upload")
_KNOWN = (
    "'configuration', 'turnout', 'scanner', 'protocol', 'no_machine', 'consolidated', 'scan', "
    "'decision', 'confirmation', 'schedule', 'order', 'approval'"
)


def upgrade() -> None:
    """Widen the kinds of `fact`, create the tables and their triggers."""
    widen("fact", "kind", _KNOWN, "'scan_check'")
    op.create_table(
        "scan_check",
        sa.Column("scan", BIG, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_sha256", sa.Text(), nullable=False),
        sa.Column("published_extension", sa.Text(), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "published_sha256 = '' OR length(published_sha256) = 64", name=op.f("ck_scan_check_published_whole")
        ),
        sa.CheckConstraint("accepted OR reason <> ''", name=op.f("ck_scan_check_refusal_reasoned")),
        sa.ForeignKeyConstraint(["scan"], ["scan.seq"], name=op.f("fk_scan_check_scan")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_scan_check_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_scan_check")),
    )
    op.create_index("ix_scan_check_scan", "scan_check", ["scan"], unique=False)
    op.create_table(
        "scan_upload",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("replaces", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.CheckConstraint("replaces IS NULL OR reason <> ''", name=op.f("ck_scan_upload_replacement_reasoned")),
        sa.ForeignKeyConstraint(["seq"], ["scan.seq"], name=op.f("fk_scan_upload_seq")),
        sa.ForeignKeyConstraint(["replaces"], ["scan.seq"], name=op.f("fk_scan_upload_replaces")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_scan_upload")),
    )
    append_only(*TABLES)
