"""Campaigns, the spine of facts and configuration versions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _campaign()
    _fact()
    _configuration_version()
    _territory()
    _contest()
    _contest_option()
    _precinct()
    _precinct_contest()
    _commission()
    _commission_member()


def _campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("seq", BIG, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("precinct", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("txid", BIG, nullable=True),
        sa.CheckConstraint(
            "kind IN ('configuration', 'turnout', 'scanner', 'protocol', 'no_machine', 'consolidated', 'scan', "
            "'decision', 'confirmation', 'schedule', 'order', 'approval')",
            name=op.f("ck_fact_kind_known"),
        ),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_fact_campaign")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_fact")),
    )
    op.create_index("ix_fact_kind", "fact", ["campaign", "kind", "seq"], unique=False)
    op.create_index("ix_fact_precinct", "fact", ["campaign", "precinct", "kind"], unique=False)
    op.create_index("ix_fact_txid", "fact", ["txid"], unique=False)


def _configuration_version() -> None:
    op.create_table(
        "configuration_version",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("voting_date", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("archive", sa.Boolean(), nullable=False),
        sa.Column("notice_ky", sa.Text(), nullable=False),
        sa.Column("notice_ru", sa.Text(), nullable=False),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("continues", sa.Text(), nullable=False),
        sa.Column("continues_as", sa.Text(), nullable=False),
        sa.Column("stated_voters", sa.Integer(), nullable=True),
        sa.Column("stated_participated", sa.Integer(), nullable=True),
        sa.Column("stated_turnout_percent", sa.Text(), nullable=True),
        sa.Column("stated_source", sa.Text(), nullable=True),
        sa.Column("ordinary_form", sa.Text(), nullable=False),
        sa.Column("remote_form", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('president', 'parliament', 'local_aiyl', 'local_city', 'referendum')",
            name=op.f("ck_configuration_version_kind_known"),
        ),
        sa.CheckConstraint(
            "stated_participated >= 0", name=op.f("ck_configuration_version_stated_participated_not_negative")
        ),
        sa.CheckConstraint("stated_voters >= 0", name=op.f("ck_configuration_version_stated_voters_not_negative")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_configuration_version_version_positive")),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_configuration_version_campaign")),
        sa.ForeignKeyConstraint(["seq"], ["fact.seq"], name=op.f("fk_configuration_version_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_configuration_version")),
        sa.UniqueConstraint("campaign", "version", name=op.f("uq_configuration_version_campaign_version")),
    )


def _territory() -> None:
    op.create_table(
        "territory",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_territory_level_positive")),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_territory_configuration")
        ),
        sa.PrimaryKeyConstraint("code", "configuration", name=op.f("pk_territory")),
    )


def _contest() -> None:
    op.create_table(
        "contest",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "kind IN ('president', 'multi_member', 'party_list', 'question')", name=op.f("ck_contest_kind_known")
        ),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_contest_seats_not_negative")),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_contest_configuration")
        ),
        sa.PrimaryKeyConstraint("code", "configuration", name=op.f("pk_contest")),
    )


def _contest_option() -> None:
    op.create_table(
        "contest_option",
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("documents_complete_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "kind IN ('candidate', 'party', 'answer', 'against_all')", name=op.f("ck_contest_option_kind_known")
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_contest_option_position_positive")),
        sa.ForeignKeyConstraint(
            ["configuration", "contest"],
            ["contest.configuration", "contest.code"],
            name=op.f("fk_contest_option_configuration_contest"),
        ),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_contest_option_configuration")
        ),
        sa.PrimaryKeyConstraint("contest", "position", "configuration", name=op.f("pk_contest_option")),
    )


def _precinct() -> None:
    op.create_table(
        "precinct",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("address_ky", sa.Text(), nullable=False),
        sa.Column("address_ru", sa.Text(), nullable=False),
        sa.Column("address_en", sa.Text(), nullable=False),
        sa.Column("lat", sa.Text(), nullable=False),
        sa.Column("lon", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=False),
        sa.Column("secretary", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("kind IN ('ordinary', 'remote', 'abroad')", name=op.f("ck_precinct_kind_known")),
        sa.CheckConstraint("voters >= 0", name=op.f("ck_precinct_voters_not_negative")),
        sa.ForeignKeyConstraint(
            ["configuration", "territory"],
            ["territory.configuration", "territory.code"],
            name=op.f("fk_precinct_configuration_territory"),
        ),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_precinct_configuration")
        ),
        sa.PrimaryKeyConstraint("number", "configuration", name=op.f("pk_precinct")),
    )
    op.create_index("ix_precinct_ordinal", "precinct", ["configuration", "ordinal"], unique=True)
    op.create_index("ix_precinct_territory", "precinct", ["configuration", "territory", "ordinal"], unique=False)


def _precinct_contest() -> None:
    op.create_table(
        "precinct_contest",
        sa.Column("precinct", sa.Text(), nullable=False),
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=True),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("voters >= 0", name=op.f("ck_precinct_contest_voters_not_negative")),
        sa.ForeignKeyConstraint(
            ["configuration", "contest"],
            ["contest.configuration", "contest.code"],
            name=op.f("fk_precinct_contest_configuration_contest"),
        ),
        sa.ForeignKeyConstraint(
            ["configuration", "precinct"],
            ["precinct.configuration", "precinct.number"],
            name=op.f("fk_precinct_contest_configuration_precinct"),
        ),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_precinct_contest_configuration")
        ),
        sa.PrimaryKeyConstraint("precinct", "contest", "configuration", name=op.f("pk_precinct_contest")),
    )


def _commission() -> None:
    op.create_table(
        "commission",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("contest", sa.Text(), nullable=False),
        sa.Column("address_ky", sa.Text(), nullable=False),
        sa.Column("address_ru", sa.Text(), nullable=False),
        sa.Column("address_en", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name_ky", sa.Text(), nullable=False),
        sa.Column("name_ru", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("kind IN ('oik', 'tik')", name=op.f("ck_commission_kind_known")),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_commission_configuration")
        ),
        sa.PrimaryKeyConstraint("code", "configuration", name=op.f("pk_commission")),
    )


def _commission_member() -> None:
    op.create_table(
        "commission_member",
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commission", sa.Text(), nullable=False),
        sa.Column("precinct", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("configuration", BIG, autoincrement=False, nullable=False),
        sa.CheckConstraint("(commission = '') <> (precinct = '')", name=op.f("ck_commission_member_one_commission")),
        sa.CheckConstraint(
            "role IN ('chair', 'secretary', 'member', 'administrator')", name=op.f("ck_commission_member_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["configuration"], ["configuration_version.seq"], name=op.f("fk_commission_member_configuration")
        ),
        sa.PrimaryKeyConstraint("ordinal", "configuration", name=op.f("pk_commission_member")),
    )
