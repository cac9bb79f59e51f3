"""Checks of a scan are numbered, so that two people at once cannot both give the first; former ones have no number."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the number and refuse it twice for a scan; the rows that are there stay as they are."""
    op.add_column("scan_check", sa.Column("number", sa.Integer(), nullable=True))
    op.drop_index("ix_scan_check_scan", "scan_check")
    op.create_index("ux_scan_check_number", "scan_check", ["scan", "number"], unique=True)
