"""Persons on party lists, and preference votes for them in protocols."""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0013"
down_revision = "0012"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("list_person", "protocol_preference")


def upgrade() -> None:
    """Create the tables and their triggers."""
    op.create_table(
        "list_person",
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("person >= 1", name=op.f("ck_list_person_person_positive")),
        sa.ForeignKeyConstraint(
            ["configuration", "contest", "position"],
            ["contest_option.configuration", "contest_option.contest", "contest_option.position"],
            name=op.f("fk_list_person_configuration_contest_position"),
        ),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_list_person_configuration")
        ),
        sa.PrimaryKeyConstraint("contest", "position", "person", "configuration", name=op.f("pk_list_person")),
    )
    op.create_table(
        "protocol_preference",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_protocol_preference_position_positive")),
        sa.CheckConstraint("person >= 1", name=op.f("ck_protocol_preference_person_positive")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_protocol_preference_votes_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["protocol.seq"], name=op.f("fk_protocol_preference_seq")),
        sa.PrimaryKeyConstraint("seq", "position", "person", name=op.f("pk_protocol_preference")),
        sqlite_with_rowid=False,
    )
    append_only(*TABLES)
