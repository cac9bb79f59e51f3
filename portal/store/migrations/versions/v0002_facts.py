"""What precincts and commissions report."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _turnout_report()
    _scanner_report()
    _scanner_vote()
    _protocol()
    _protocol_line()
    _protocol_vote()
    _no_machine_result()
    _consolidated()
    _consolidated_line()
    _consolidated_vote()
    _scan()


def _turnout_report() -> None:
    op.create_table(
        "turnout_report",
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("identified", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("remote", sa.Integer(), nullable=True),
        sa.Column("outside", sa.Integer(), nullable=True),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "source IN ('online', 'manual', 'scanner_final')", name=op.f("ck_turnout_report_source_known")
        ),
        sa.CheckConstraint("identified >= 0", name=op.f("ck_turnout_report_identified_not_negative")),
        sa.CheckConstraint("outside >= 0", name=op.f("ck_turnout_report_outside_not_negative")),
        sa.CheckConstraint("remote >= 0", name=op.f("ck_turnout_report_remote_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_turnout_report_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_turnout_report")),
    )


def _scanner_report() -> None:
    op.create_table(
        "scanner_report",
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("ballots_processed", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remote_voters", sa.Integer(), nullable=True),
        sa.Column("zero", sa.Boolean(), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("ballots_processed >= 0", name=op.f("ck_scanner_report_ballots_processed_not_negative")),
        sa.CheckConstraint("remote_voters >= 0", name=op.f("ck_scanner_report_remote_voters_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_scanner_report_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_scanner_report")),
    )


def _scanner_vote() -> None:
    op.create_table(
        "scanner_vote",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_scanner_vote_position_positive")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_scanner_vote_votes_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["scanner_report.seq"], name=op.f("fk_scanner_vote_seq")),
        sa.PrimaryKeyConstraint("seq", "position", name=op.f("pk_scanner_vote")),
        sqlite_with_rowid=False,
    )


def _protocol() -> None:
    op.create_table(
        "protocol",
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("precinct", sa.Text(), nullable=False),
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("signed", sa.Integer(), nullable=True),
        sa.Column("opinions", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("kind IN ('ordinary', 'remote', 'recount')", name=op.f("ck_protocol_kind_known")),
        sa.CheckConstraint("members >= 0", name=op.f("ck_protocol_members_not_negative")),
        sa.CheckConstraint("opinions >= 0", name=op.f("ck_protocol_opinions_not_negative")),
        sa.CheckConstraint("signed >= 0", name=op.f("ck_protocol_signed_not_negative")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_protocol_version_positive")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_protocol_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_protocol")),
        sa.UniqueConstraint(
            "campaign",
            "precinct",
            "contest",
            "kind",
            "version",
            name=op.f("uq_protocol_campaign_precinct_contest_kind_version"),
        ),
    )


def _protocol_line() -> None:
    op.create_table(
        "protocol_line",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_protocol_line_value_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["protocol.seq"], name=op.f("fk_protocol_line_seq")),
        sa.PrimaryKeyConstraint("seq", "line", name=op.f("pk_protocol_line")),
        sqlite_with_rowid=False,
    )


def _protocol_vote() -> None:
    op.create_table(
        "protocol_vote",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_protocol_vote_position_positive")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_protocol_vote_votes_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["protocol.seq"], name=op.f("fk_protocol_vote_seq")),
        sa.PrimaryKeyConstraint("seq", "position", name=op.f("pk_protocol_vote")),
        sqlite_with_rowid=False,
    )


def _no_machine_result() -> None:
    op.create_table(
        "no_machine_result",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("reason_ky", sa.Text(), nullable=False),
        sa.Column("reason_ru", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_no_machine_result_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_no_machine_result")),
    )


def _consolidated() -> None:
    op.create_table(
        "consolidated",
        sa.Column("commission", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uik_count", sa.Integer(), nullable=True),
        sa.Column("ordinary_count", sa.Integer(), nullable=True),
        sa.Column("remote_count", sa.Integer(), nullable=True),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("kind IN ('ordinary', 'remote', 'recount')", name=op.f("ck_consolidated_kind_known")),
        sa.CheckConstraint("ordinary_count >= 0", name=op.f("ck_consolidated_ordinary_count_not_negative")),
        sa.CheckConstraint("remote_count >= 0", name=op.f("ck_consolidated_remote_count_not_negative")),
        sa.CheckConstraint("uik_count >= 0", name=op.f("ck_consolidated_uik_count_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_consolidated_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_consolidated")),
    )


def _consolidated_line() -> None:
    op.create_table(
        "consolidated_line",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_consolidated_line_value_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["consolidated.seq"], name=op.f("fk_consolidated_line_seq")),
        sa.PrimaryKeyConstraint("seq", "line", name=op.f("pk_consolidated_line")),
    )


def _consolidated_vote() -> None:
    op.create_table(
        "consolidated_vote",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_consolidated_vote_position_positive")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_consolidated_vote_votes_not_negative")),
        sa.ForeignKeyConstraint(["seq"], ["consolidated.seq"], name=op.f("fk_consolidated_vote_seq")),
        sa.PrimaryKeyConstraint("seq", "position", name=op.f("pk_consolidated_vote")),
    )


def _scan() -> None:
    op.create_table(
        "scan",
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_scan_sha256_whole")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_scan_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_scan")),
    )
    op.create_index("ix_scan_sha256", "scan", ["sha256"], unique=False)
