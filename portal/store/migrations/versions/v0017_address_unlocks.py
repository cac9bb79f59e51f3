"""A network address that failed attempts keep out is unlocked by two people: one asks, another confirms."""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0017"
down_revision = "0016"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("address_request", "address_confirmation")


def upgrade() -> None:
    """Create the tables and their triggers."""
    op.create_table(
        "address_request",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "requested_by <> '' AND address <> '' AND reason <> ''", name=op.f("ck_address_request_said_whole")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_address_request")),
        sa.UniqueConstraint("seq", "requested_by", name=op.f("uq_address_request_seq_requested_by")),
    )
    op.create_table(
        "address_confirmation",
        sa.Column("request", BIG, autoincrement=False, nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "confirmed_by <> '' AND confirmed_by <> requested_by", name=op.f("ck_address_confirmation_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["request", "requested_by"],
            ["address_request.seq", "address_request.requested_by"],
            name=op.f("fk_address_confirmation_request_requested_by"),
        ),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_address_confirmation")),
    )
    append_only(*TABLES)
