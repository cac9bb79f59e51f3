"""Append-only by trigger on both databases, and the number of the writing transaction on PostgreSQL.

Privileges repeat the promise in production (deploy/); the triggers hold on every database, a developer's included. The
tables are frozen here by name: a migration that adds a table adds its triggers.
"""

from alembic import op

from portal.store.migrations.append_only import append_only

revision = "0004"
down_revision = "0003"

TABLES = (
    "campaign",
    "fact",
    "configuration_version",
    "territory",
    "contest",
    "contest_option",
    "precinct",
    "precinct_contest",
    "commission",
    "commission_member",
    "turnout_report",
    "scanner_report",
    "scanner_vote",
    "protocol",
    "protocol_line",
    "protocol_vote",
    "no_machine_result",
    "consolidated",
    "consolidated_line",
    "consolidated_vote",
    "scan",
    "decision",
    "decision_confirmation",
    "schedule_version",
    "schedule_item",
    "publication_order",
    "approval",
    "release",
    "audit_event",
)
_REFUSE = """
CREATE FUNCTION natyija_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on table % is refused', TG_OP, TG_TABLE_NAME;
END $$
"""


def upgrade() -> None:
    """Put the triggers on every table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE fact ALTER COLUMN txid SET DEFAULT (pg_current_xact_id()::text::bigint)")
        op.execute(_REFUSE)
    append_only(*TABLES)
