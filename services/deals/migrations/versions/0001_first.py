"""What are the first tables of deals?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LIVE = "status IN ('SUBMITTED', 'RETURNED', 'PROTECTED')"


def upgrade() -> None:
    _customers()
    _opportunities()
    _registrations()
    _contracts()
    _facts()


def downgrade() -> None:
    for table in (
        "order_fact",
        "product_fact",
        "contract_line",
        "contract",
        "registration",
        "stage",
        "opportunity",
        "customer_alias",
        "customer",
    ):
        op.drop_table(table)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable)


def _id(name: str, *, nullable: bool = False, of: str | None = None) -> sa.Column[object]:
    refers = [sa.ForeignKey(f"{of}.id")] if of else []
    return sa.Column(name, sa.Uuid, *refers, nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _amount(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Numeric(18, 2), nullable=nullable)


def _currency(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.CHAR(3), nullable=nullable)


def _scoped() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid, primary_key=True),
        _text("number"),
        _id("owner_id"),
        _text("owner_unit"),
        _text("legal_entity_id"),
        _time("created_at"),
        sa.Column("version", sa.Integer, nullable=False),
        _text("status"),
    ]


def _customers() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Uuid, primary_key=True),
        _text("number"),
        _text("name"),
        _text("name_key"),
        _text("tax_id", nullable=True),
        _text("sector", nullable=True),
        _text("region", nullable=True),
        _text("country", nullable=True),
        sa.Column("founded", sa.Integer),
        sa.Column("employees", sa.Integer),
        _amount("revenue_millions", nullable=True),
        _id("parent_id", nullable=True, of="customer"),
        _text("parent_key", nullable=True),
        _id("owner_id", nullable=True),
        _text("owner_unit"),
        _text("legal_entity_id"),
        _text("tz"),
        sa.Column("extra", pg.JSONB, nullable=False),
        _time("created_at"),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("customer_name", "customer", ["legal_entity_id", "name_key"], unique=True)
    given = sa.text("tax_id IS NOT NULL")
    op.create_index("customer_tax_id", "customer", ["legal_entity_id", "tax_id"], unique=True, postgresql_where=given)
    op.create_index("customer_newest", "customer", ["created_at", "id"])
    waiting = sa.text("parent_id IS NULL")
    op.create_index("customer_parent", "customer", ["legal_entity_id", "parent_key"], postgresql_where=waiting)
    op.create_table("customer_alias", sa.Column("id", sa.Uuid, primary_key=True), _id("customer_id", of="customer"))


def _opportunities() -> None:
    op.create_table(
        "opportunity",
        *_scoped(),
        _text("stage"),
        _id("customer_id", of="customer"),
        _text("project"),
        _text("project_key"),
        _text("product_code", nullable=True),
        _amount("expected_amount", nullable=True),
        _currency("expected_currency", nullable=True),
        _amount("won_amount", nullable=True),
        _currency("won_currency", nullable=True),
        _text("external_id", nullable=True),
        sa.Column("history", sa.Boolean, nullable=False),
        _text("lost_reason", nullable=True),
        _id("lead_id", nullable=True),
        _id("registration_id", nullable=True),
        _id("contract_id", nullable=True),
        sa.Column("engaged_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        _text("note", nullable=True),
        sa.Column("extra", pg.JSONB, nullable=False),
    )
    op.create_index(
        "opportunity_external_id",
        "opportunity",
        ["legal_entity_id", "history", "external_id"],
        unique=True,
        postgresql_where=sa.text("external_id IS NOT NULL"),
    )
    _lists("opportunity")
    op.create_index("opportunity_of_customer", "opportunity", ["customer_id", "created_at", "id"])
    op.create_table(
        "stage",
        sa.Column("legal_entity_id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        _text("code"),
        _text("status"),
    )


def _registrations() -> None:
    op.create_table(
        "registration",
        *_scoped(),
        sa.Column("round", sa.Integer, nullable=False),
        _id("opportunity_id", of="opportunity"),
        _id("customer_id", of="customer"),
        _text("project"),
        _text("project_key"),
        _id("conflict_with", nullable=True),
        _time("protected_until", nullable=True),
        _text("guidance", nullable=True),
        _text("note"),
        _id("prepared_by"),
        _time("submitted_at"),
    )
    live = sa.text(LIVE)
    op.create_index(
        "registration_live", "registration", ["customer_id", "project_key"], unique=True, postgresql_where=live
    )
    _lists("registration")
    op.create_index("registration_of_opportunity", "registration", ["opportunity_id"])


def _contracts() -> None:
    op.create_table(
        "contract",
        *_scoped(),
        sa.Column("round", sa.Integer, nullable=False),
        _id("opportunity_id", of="opportunity"),
        _id("customer_id", of="customer"),
        _currency("currency"),
        _amount("total"),
        _amount("list_total"),
        sa.Column("terms", pg.JSONB, nullable=False),
        _text("clauses"),
        _text("guidance", nullable=True),
        _text("reason", nullable=True),
        sa.Column("prepared_by", pg.ARRAY(sa.Uuid), nullable=False),
        _time("effective_at", nullable=True),
    )
    op.create_index("contract_of_opportunity", "contract", ["opportunity_id"], unique=True)
    _lists("contract")
    op.create_table(
        "contract_line",
        sa.Column("contract_id", sa.Uuid, sa.ForeignKey("contract.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        _id("product_id"),
        _text("product_code"),
        _text("product_name"),
        sa.Column("quantity", sa.Integer, nullable=False),
        _amount("list_price"),
        _amount("price"),
    )


def _facts() -> None:
    op.create_table(
        "product_fact",
        sa.Column("product_id", sa.Uuid, primary_key=True),
        _text("code"),
        sa.Column("code_key", sa.String, nullable=False, index=True),
        _text("name"),
        _amount("amount"),
        _currency("currency"),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "order_fact",
        sa.Column("order_id", sa.Uuid, primary_key=True),
        _text("number"),
        sa.Column("contract_id", sa.Uuid, nullable=False, index=True),
        sa.Column("stands", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _lists(table: str) -> None:
    op.create_index(f"{table}_newest", table, ["created_at", "id"])
    op.create_index(f"{table}_of_owner", table, ["owner_id", "created_at", "id"])
