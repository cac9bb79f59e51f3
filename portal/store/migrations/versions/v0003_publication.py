"""Decisions, schedules, orders, approvals, releases and audit events."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _decision()
    _decision_confirmation()
    _schedule_version()
    _schedule_item()
    _publication_order()
    _approval()
    _release()
    _audit_event()


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("reason_ky", sa.Text(), nullable=False),
        sa.Column("reason_ru", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('permit_reentry', 'recount', 'invalidate_precinct', 'set_re_vote', "
            "'invalidate_candidate', 'withdraw_candidate', 'determine', 'set_second_round', 'declare_invalid', "
            "'declare_not_held', 'set_repeat_election', 'suspend_by_appeal', 'resume', 'reverse', 'official')",
            name=op.f("ck_decision_kind_known"),
        ),
        sa.CheckConstraint("number <> '' AND body <> ''", name=op.f("ck_decision_act_named")),
        sa.CheckConstraint(
            "scope IN ('campaign', 'contest', 'territory', 'precinct', 'option', 'decision')",
            name=op.f("ck_decision_scope_known"),
        ),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_decision_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decision")),
    )


def _decision_confirmation() -> None:
    op.create_table(
        "decision_confirmation",
        sa.Column("decision", BIG, nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decision.seq"], name=op.f("fk_decision_confirmation_decision")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_decision_confirmation_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decision_confirmation")),
        sa.UniqueConstraint("decision", name=op.f("uq_decision_confirmation_decision")),
    )


def _schedule_version() -> None:
    op.create_table(
        "schedule_version",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_schedule_version_version_positive")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_schedule_version_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_schedule_version")),
        sa.UniqueConstraint("campaign", "version", name=op.f("uq_schedule_version_campaign_version")),
    )


def _schedule_item() -> None:
    op.create_table(
        "schedule_item",
        sa.Column("schedule", BIG, autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "what IN ('turnout', 'results', 'protocols', 'scans', 'official')", name=op.f("ck_schedule_item_what_known")
        ),
        sa.ForeignKeyConstraint(["schedule"], ["schedule_version.seq"], name=op.f("fk_schedule_item_schedule")),
        sa.PrimaryKeyConstraint("schedule", "ordinal", name=op.f("pk_schedule_item")),
    )


def _publication_order() -> None:
    op.create_table(
        "publication_order",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("reason_ky", sa.Text(), nullable=False),
        sa.Column("reason_ru", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('correction', 'official', 'withdrawal', 'pause', 'resume', 'redaction', 'hold', 'release_hold')",
            name=op.f("ck_publication_order_kind_known"),
        ),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_publication_order_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_publication_order")),
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject", BIG, nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("approver <> ''", name=op.f("ck_approval_approver_named")),
        sa.CheckConstraint("subject_kind IN ('schedule', 'order')", name=op.f("ck_approval_subject_kind_known")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_approval_seq")),
        sa.ForeignKeyConstraint(["subject"], ["fact.seq"], name=op.f("fk_approval_subject")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_approval")),
        sa.UniqueConstraint("subject", "approver", name=op.f("uq_approval_subject_approver")),
    )


def _release() -> None:
    op.create_table(
        "release",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("mark", BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('archive', 'opening', 'automatic', 'correction', 'official', 'withdrawal', 'pause', 'redaction')",
            name=op.f("ck_release_kind_known"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_release_number_positive")),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_release_campaign")),
        sa.PrimaryKeyConstraint("campaign", "number", name=op.f("pk_release")),
    )


def _audit_event() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_campaign", "audit_event", ["campaign", "seq"], unique=False)
