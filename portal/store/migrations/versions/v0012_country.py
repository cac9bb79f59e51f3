"""The country of a precinct abroad; precincts of former configurations say none."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column; the rows that are there stay as they are."""
    op.add_column("precinct", sa.Column("country", sa.Text(), server_default="", nullable=False))
