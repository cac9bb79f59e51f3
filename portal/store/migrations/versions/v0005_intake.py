"""Device keys, raw messages and their verdicts, the register of failed scanners, and the links of the audit chain.

Numbers of audit events and messages are handed out under a shared lock, so the sequencer, which takes it alone for an
instant, knows that every lower number is committed or will never be (portal.audit.sequencer).
"""

import sqlalchemy as sa
from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "carried_file",
    "chain_link",
    "scan_file",
    "asu_failure",
    "device_key",
    "device_confirmation",
    "device_revocation",
    "intake_message",
    "intake_fact",
    "intake_verdict",
    "quarantine_decision",
)
NUMBERED = ("audit_event", "intake_message")
_NUMBER = """
CREATE FUNCTION natyija_settled_number(numbers regclass) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(6207412);
    RETURN nextval(numbers);
END $$
"""


def upgrade() -> None:
    """Create the tables, their triggers, and the columns that audit events gain."""
    _carried_file()
    _chain_link()
    _scan_file()
    _asu_failure()
    _device_key()
    _device_confirmation()
    _device_revocation()
    _intake_message()
    _intake_fact()
    _intake_verdict()
    _quarantine_decision()
    for name in ("function", "address", "object", "before", "after"):
        op.add_column("audit_event", sa.Column(name, sa.Text(), server_default="", nullable=False))
    append_only(*TABLES)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_NUMBER)
        for table in NUMBERED:
            op.execute(
                f"ALTER TABLE {table} ALTER COLUMN seq SET DEFAULT natyija_settled_number('{table}_seq_seq'::regclass)"
            )


def _carried_file() -> None:
    op.create_table(
        "carried_file",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("witnesses", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act <> '' AND uploaded_by <> ''", name=op.f("ck_carried_file_act_named")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_carried_file")),
    )


def _chain_link() -> None:
    op.create_table(
        "chain_link",
        sa.Column("n", BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", BIG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('audit', 'message')", name=op.f("ck_chain_link_kind_known")),
        sa.CheckConstraint("n >= 1", name=op.f("ck_chain_link_n_positive")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_chain_link")),
        sa.UniqueConstraint("kind", "ref", name=op.f("uq_chain_link_kind_ref")),
    )


def _scan_file() -> None:
    op.create_table(
        "scan_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_scan_file_sha256_whole")),
        sa.CheckConstraint("size >= 1", name=op.f("ck_scan_file_size_positive")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_scan_file")),
    )


def _asu_failure() -> None:
    op.create_table(
        "asu_failure",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("precinct", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("step IN ('failure', 'reserve', 'box', 'repaired')", name=op.f("ck_asu_failure_step_known")),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_asu_failure_campaign")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_asu_failure")),
    )
    op.create_index("ix_asu_failure_precinct", "asu_failure", ["campaign", "precinct"], unique=False)


def _device_key() -> None:
    op.create_table(
        "device_key",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("precinct", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("entered_by <> ''", name=op.f("ck_device_key_enterer_named")),
        sa.CheckConstraint(
            "kind IN ('scanner', 'identification', 'scan_station')", name=op.f("ck_device_key_kind_known")
        ),
        sa.CheckConstraint("mode IN ('main', 'test')", name=op.f("ck_device_key_mode_known")),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_device_key_dates_in_order")),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_device_key_campaign")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_device_key")),
        sa.UniqueConstraint("verifier", name=op.f("uq_device_key_verifier")),
    )
    op.create_index("ix_device_key_name", "device_key", ["name", "key_id"], unique=False)
    op.create_index("ix_device_key_precinct", "device_key", ["campaign", "precinct"], unique=False)


def _device_confirmation() -> None:
    op.create_table(
        "device_confirmation",
        sa.Column("key", BIG, autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person <> ''", name=op.f("ck_device_confirmation_person_named")),
        sa.ForeignKeyConstraint(["key"], ["device_key.seq"], name=op.f("fk_device_confirmation_key")),
        sa.PrimaryKeyConstraint("key", "person", name=op.f("pk_device_confirmation")),
    )


def _device_revocation() -> None:
    op.create_table(
        "device_revocation",
        sa.Column("key", BIG, autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["device_key.seq"], name=op.f("fk_device_revocation_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_device_revocation")),
    )


def _intake_message() -> None:
    op.create_table(
        "intake_message",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("key", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("awaits", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("carried", BIG, nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_intake_message_sha256_whole")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_intake_message_number_positive")),
        sa.ForeignKeyConstraint(["carried"], ["carried_file.seq"], name=op.f("fk_intake_message_carried")),
        sa.ForeignKeyConstraint(["key"], ["device_key.seq"], name=op.f("fk_intake_message_key")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_intake_message")),
        sa.UniqueConstraint("sha256", name=op.f("uq_intake_message_sha256")),
    )
    op.create_index("ix_intake_message_awaits", "intake_message", ["awaits"], unique=False)
    op.create_index("ix_intake_message_number", "intake_message", ["key", "number"], unique=False)


def _intake_fact() -> None:
    op.create_table(
        "intake_fact",
        sa.Column("fact", BIG, autoincrement=False, nullable=False),
        sa.Column("message", BIG, nullable=False),
        sa.ForeignKeyConstraint(["fact"], ["fact.seq"], name=op.f("fk_intake_fact_fact")),
        sa.ForeignKeyConstraint(["message"], ["intake_message.seq"], name=op.f("fk_intake_fact_message")),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_intake_fact")),
    )
    op.create_index("ix_intake_fact_message", "intake_fact", ["message"], unique=False)


def _intake_verdict() -> None:
    op.create_table(
        "intake_verdict",
        sa.Column("message", BIG, autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'quarantined', 'conflict')", name=op.f("ck_intake_verdict_outcome_known")
        ),
        sa.ForeignKeyConstraint(["message"], ["intake_message.seq"], name=op.f("fk_intake_verdict_message")),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_intake_verdict")),
    )
    op.create_index("ix_intake_verdict_outcome", "intake_verdict", ["outcome", "message"], unique=False)


def _quarantine_decision() -> None:
    op.create_table(
        "quarantine_decision",
        sa.Column("message", BIG, autoincrement=False, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person <> '' AND reason <> ''", name=op.f("ck_quarantine_decision_person_and_reason")),
        sa.ForeignKeyConstraint(["message"], ["intake_verdict.message"], name=op.f("fk_quarantine_decision_message")),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_quarantine_decision")),
    )
