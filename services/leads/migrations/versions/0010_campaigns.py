"""Which campaigns and activities are planned, what have they cost, and which sales came of leads?"""

import sqlalchemy as sa
from alembic import op

revision = "leads_0010"
down_revision = "leads_0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
MONEY = sa.Numeric(18, 2)


def upgrade() -> None:
    _campaigns()
    _activities()
    op.create_table(
        "sale",
        sa.Column("opportunity_id", sa.Uuid, primary_key=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("amount", MONEY),
        sa.Column("currency", sa.CHAR(3)),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
    with_sale = sa.text("opportunity_id IS NOT NULL")
    op.create_index("lead_of_opportunity", "lead", ["opportunity_id"], postgresql_where=with_sale)


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("legal_entity_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("goal", sa.String, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("campaign_paged", "campaign", ["starts_on", "id"])
    op.create_index("campaign_of_owner", "campaign", ["owner_id"])


def _activities() -> None:
    op.create_table(
        "activity",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("campaign_id", sa.Uuid, sa.ForeignKey("campaign.id"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("legal_entity_id", "name")),
        sa.Column("code", sa.String),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        *(sa.Column(name, MONEY, nullable=False) for name in ("planned_cost", "actual_cost", "expected_revenue")),
        *(sa.Column(name, sa.String, nullable=False) for name in ("background", "partners", "schedule")),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_unit", sa.String, nullable=False),
        sa.Column("cancelled_at", TIME),
        sa.Column("cancel_reason", sa.String),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("activity_of_campaign", "activity", ["campaign_id", "starts_on", "id"])
    op.create_index("activity_paged", "activity", ["starts_on", "id"])
    op.create_index("activity_by_days", "activity", ["legal_entity_id", "ends_on"])
    op.create_index("activity_of_owner", "activity", ["owner_id"])
    coded = sa.text("code IS NOT NULL")
    op.create_index(
        "activity_code", "activity", ["legal_entity_id", sa.text("lower(code)")], unique=True, postgresql_where=coded
    )
    _costs()


def _costs() -> None:
    op.create_table(
        "activity_cost",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("activity_id", sa.Uuid, sa.ForeignKey("activity.id"), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("spent_on", sa.Date, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("recorded_by", sa.Uuid, nullable=False),
        sa.Column("recorded_by_name", sa.String, nullable=False),
        sa.Column("recorded_at", TIME, nullable=False),
    )
    op.create_index("activity_cost_of", "activity_cost", ["activity_id", "recorded_at", "id"])


def downgrade() -> None:
    op.drop_index("lead_of_opportunity", "lead")
    for table in ("sale", "activity_cost", "activity", "campaign"):
        op.drop_table(table)
