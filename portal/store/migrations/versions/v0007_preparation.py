"""Drafts of campaigns, tests, the step from the test to the main instance, and notes for the incident log."""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0007"
down_revision = "0006"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "draft_change",
    "draft_adoption",
    "test_event",
    "promotion",
    "promotion_confirmation",
    "incident",
    "incident_approval",
)
_STEPS = (
    "'planned', 'approved', 'round_begun', 'found', 'mended', 'round_ended', 'reported', 'drop_ordered', "
    "'drop_confirmed'"
)


def upgrade() -> None:
    """Create the tables and their triggers."""
    _drafts()
    _tests()
    _promotions()
    _incidents()
    append_only(*TABLES)


def _acted() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
    )


def _named(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("person <> ''", name=op.f(f"ck_{table}_person_named"))


def _drafts() -> None:
    op.create_table(
        "draft_change",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=True),
        *_acted(),
        sa.Column("function", sa.Text(), nullable=False),
        _named("draft_change"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_draft_change")),
    )
    op.create_index("ix_draft_change_campaign", "draft_change", ["campaign", "seq"], unique=False)
    op.create_table(
        "draft_adoption",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("upto", BIG, nullable=False),
        *_acted(),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_draft_adoption_campaign")),
        sa.PrimaryKeyConstraint("campaign", "version", name=op.f("pk_draft_adoption")),
    )


def _tests() -> None:
    op.create_table(
        "test_event",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        *_acted(),
        sa.Column("function", sa.Text(), nullable=False),
        sa.CheckConstraint(f"step IN ({_STEPS})", name=op.f("ck_test_event_step_known")),
        _named("test_event"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_test_event")),
    )
    op.create_index("ix_test_event_campaign", "test_event", ["campaign", "seq"], unique=False)


def _promotions() -> None:
    op.create_table(
        "promotion",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        *_acted(),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_promotion_sha256_whole")),
        _named("promotion"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_promotion")),
        sa.UniqueConstraint("sha256", name=op.f("uq_promotion_sha256")),
    )
    op.create_table(
        "promotion_confirmation",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("promotion", BIG, nullable=False),
        *_acted(),
        _named("promotion_confirmation"),
        sa.ForeignKeyConstraint(["promotion"], ["promotion.seq"], name=op.f("fk_promotion_confirmation_promotion")),
        sa.PrimaryKeyConstraint("campaign", name=op.f("pk_promotion_confirmation")),
    )


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(f"text_{language}", sa.Text(), nullable=False) for language in ("ky", "ru", "en")),
        *_acted(),
        *(sa.Column(f"name_{language}", sa.Text(), nullable=False) for language in ("ky", "ru", "en")),
        _named("incident"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_incident")),
    )
    op.create_table(
        "incident_approval",
        sa.Column("incident", BIG, autoincrement=False, nullable=False),
        *_acted(),
        _named("incident_approval"),
        sa.ForeignKeyConstraint(["incident"], ["incident.seq"], name=op.f("fk_incident_approval_incident")),
        sa.PrimaryKeyConstraint("incident", name=op.f("pk_incident_approval")),
    )
