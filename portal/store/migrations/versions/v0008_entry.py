"""What happens around the entry of papers and of turnout: steps, attempts, blind readings, the chain of persons."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0008"
down_revision = "0007"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("paper_step", "entry_attempt", "entry_fact", "entry_reading", "turnout_entry")
_KINDS = "kind IN ('ordinary', 'remote', 'recount')"


def upgrade() -> None:
    """Create the tables and their triggers."""
    _steps()
    _attempts()
    _readings()
    _turnout()
    append_only(*TABLES)


def _of_paper() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("seq", BIG, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("campaign", "precinct", "contest", "kind", "recorded_by")
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _constraints(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(_KINDS, name=op.f(f"ck_{table}_kind_known")),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f(f"fk_{table}_campaign")),
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
    )


def _steps() -> None:
    steps = "step IN ('received', 'checked', 'returned', 'printout_signed')"
    op.create_table(
        "paper_step",
        *_of_paper(),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(steps, name=op.f("ck_paper_step_step_known")),
        sa.CheckConstraint("person <> '' AND recorded_by <> ''", name=op.f("ck_paper_step_persons_named")),
        *_constraints("paper_step"),
    )
    op.create_index("ix_paper_step_precinct", "paper_step", ["campaign", "precinct"], unique=False)


def _attempts() -> None:
    named = "chair <> '' AND member <> '' AND recorded_by <> ''"
    op.create_table(
        "entry_attempt",
        *_of_paper(),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("basis", "outcome", "decision", "chair", "member")),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.CheckConstraint("basis IN ('first', 'decision', 'slip')", name=op.f("ck_entry_attempt_basis_known")),
        sa.CheckConstraint("outcome IN ('stored', 'refused')", name=op.f("ck_entry_attempt_outcome_known")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_entry_attempt_number_positive")),
        sa.CheckConstraint(named, name=op.f("ck_entry_attempt_persons_named")),
        sa.UniqueConstraint(
            "campaign",
            "precinct",
            "kind",
            "contest",
            "number",
            name=op.f("uq_entry_attempt_campaign_precinct_kind_contest_number"),
        ),
        *_constraints("entry_attempt"),
    )
    op.create_index("ix_entry_attempt_outcome", "entry_attempt", ["campaign", "outcome"], unique=False)
    op.create_table(
        "entry_fact",
        sa.Column("fact", BIG, autoincrement=False, nullable=False),
        sa.Column("attempt", BIG, nullable=False),
        sa.ForeignKeyConstraint(["fact"], ["protocol.seq"], name=op.f("fk_entry_fact_fact")),
        sa.ForeignKeyConstraint(["attempt"], ["entry_attempt.seq"], name=op.f("fk_entry_fact_attempt")),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_entry_fact")),
    )
    op.create_index("ix_entry_fact_attempt", "entry_fact", ["attempt"], unique=False)


def _readings() -> None:
    op.create_table(
        "entry_reading",
        *_of_paper(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint("reading IN (1, 2)", name=op.f("ck_entry_reading_reading_first_or_second")),
        sa.CheckConstraint("recorded_by <> ''", name=op.f("ck_entry_reading_person_named")),
        *_constraints("entry_reading"),
    )
    op.create_index("ix_entry_reading_precinct", "entry_reading", ["campaign", "precinct"], unique=False)


def _turnout() -> None:
    op.create_table(
        "turnout_entry",
        sa.Column("fact", BIG, autoincrement=False, nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("operator <> '' AND member <> ''", name=op.f("ck_turnout_entry_persons_named")),
        sa.ForeignKeyConstraint(["fact"], ["turnout_report.seq"], name=op.f("fk_turnout_entry_fact")),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_turnout_entry")),
    )
