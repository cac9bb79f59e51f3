"""Accounts of the staff and inquiries into access outside R53 ¶62.

The login tables (person, activation, staff_session) hold state and may change; all others are append-only.
"""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0006"
down_revision = "0005"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = (
    "inquiry",
    "login_attempt",
    "notice_recipient",
    "account_request",
    "inquiry_notice",
    "account_confirmation",
    "account_end",
    "inquiry_step",
)


def upgrade() -> None:
    """Create the tables and the triggers of those that are append-only."""
    _inquiry()
    _login_attempt()
    _notice_recipient()
    _person()
    _account_request()
    _activation()
    _inquiry_notice()
    _staff_session()
    _account_confirmation()
    _account_end()
    _inquiry_step()
    append_only(*APPEND_ONLY)


def _inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notify_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('scope', 'lockout')", name=op.f("ck_inquiry_kind_known")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inquiry")),
    )
    op.create_index("ix_inquiry_actor", "inquiry", ["actor", "address", "seq"], unique=False)


def _login_attempt() -> None:
    op.create_table(
        "login_attempt",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('failed', 'succeeded', 'unlocked')", name=op.f("ck_login_attempt_outcome_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_account", "login_attempt", ["account", "seq"], unique=False)
    op.create_index("ix_login_attempt_address", "login_attempt", ["address", "seq"], unique=False)


def _notice_recipient() -> None:
    op.create_table(
        "notice_recipient",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("name <> '' AND recorded_by <> ''", name=op.f("ck_notice_recipient_names_given")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_notice_recipient")),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", BIG, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=False),
        sa.Column("totp_counter", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint("login <> '' AND login = lower(login)", name=op.f("ck_person_login_in_lower_case")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_person_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_person_fs_uniquifier")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )


def _account_request() -> None:
    op.create_table(
        "account_request",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("commission", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "commission = '' OR campaign <> ''", name=op.f("ck_account_request_commission_within_a_campaign")
        ),
        sa.CheckConstraint("kind IN ('grant', 'recovery', 'bootstrap')", name=op.f("ck_account_request_kind_known")),
        sa.CheckConstraint("requested_by <> ''", name=op.f("ck_account_request_requester_named")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_account_request_person")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_account_request")),
        sa.UniqueConstraint("seq", "requested_by", name=op.f("uq_account_request_seq_requested_by")),
    )
    op.create_index("ix_account_request_person", "account_request", ["person"], unique=False)


def _activation() -> None:
    op.create_table(
        "activation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_activation_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_activation_code_hash")),
    )
    op.create_index("ix_activation_person", "activation", ["person"], unique=False)


def _inquiry_notice() -> None:
    op.create_table(
        "inquiry_notice",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("inquiry", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiry.seq"], name=op.f("fk_inquiry_notice_inquiry")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inquiry_notice")),
    )
    op.create_index("ix_inquiry_notice_inquiry", "inquiry_notice", ["inquiry"], unique=False)


def _staff_session() -> None:
    op.create_table(
        "staff_session",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_staff_session_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index("ix_staff_session_person", "staff_session", ["person", "ended_at"], unique=False)


def _account_confirmation() -> None:
    op.create_table(
        "account_confirmation",
        sa.Column("request", BIG, autoincrement=False, nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "confirmed_by <> '' AND confirmed_by <> requested_by", name=op.f("ck_account_confirmation_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["request", "requested_by"],
            ["account_request.seq", "account_request.requested_by"],
            name=op.f("fk_account_confirmation_request_requested_by"),
        ),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_account_confirmation")),
    )


def _account_end() -> None:
    op.create_table(
        "account_end",
        sa.Column("request", BIG, autoincrement=False, nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("ended_by <> '' AND reason <> ''", name=op.f("ck_account_end_person_and_reason")),
        sa.ForeignKeyConstraint(["request"], ["account_request.seq"], name=op.f("fk_account_end_request")),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_account_end")),
    )


def _inquiry_step() -> None:
    op.create_table(
        "inquiry_step",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("inquiry", BIG, nullable=False),
        sa.Column("notice", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'acknowledged') = (notice IS NOT NULL)", name=op.f("ck_inquiry_step_acknowledges_a_notice")
        ),
        sa.CheckConstraint("kind IN ('acknowledged', 'note', 'closed')", name=op.f("ck_inquiry_step_kind_known")),
        sa.ForeignKeyConstraint(["inquiry"], ["inquiry.seq"], name=op.f("fk_inquiry_step_inquiry")),
        sa.ForeignKeyConstraint(["notice"], ["inquiry_notice.seq"], name=op.f("fk_inquiry_step_notice")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inquiry_step")),
    )
    op.create_index("ix_inquiry_step_inquiry", "inquiry_step", ["inquiry"], unique=False)
