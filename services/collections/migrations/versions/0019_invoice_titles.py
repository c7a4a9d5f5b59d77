"""To which titles are a customer's invoices made out, and what did each invoice's title say when it was requested?"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OF_TITLE = ("registered_address", "registered_phone", "bank_name", "bank_account", "email")


def upgrade() -> None:
    op.create_table(
        "invoice_titles",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("customer_id", sa.Uuid, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("tax_id", sa.String, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in (*OF_TITLE[:-1], "mail_to", "email")),
        sa.Column("is_default", sa.Boolean, nullable=False),
        sa.Column("changed_by", sa.Uuid, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("kind <> 'SPECIAL' OR tax_id <> ''", "special_names_taxpayer"),
        sa.Index("invoice_titles_of_customer", "customer_id"),
        sa.Index(
            "invoice_titles_default", "customer_id", unique=True,
            postgresql_where=sa.text("is_default AND removed_at IS NULL"),
        ),
    )  # fmt: skip
    op.add_column("invoices", sa.Column("title_id", sa.Uuid))
    op.create_foreign_key("invoices_title_id_fkey", "invoices", "invoice_titles", ["title_id"], ["id"])
    op.add_column("invoices", sa.Column("kind", sa.String(16), nullable=False, server_default="GENERAL"))
    for name in OF_TITLE:
        op.add_column("invoices", sa.Column(name, sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    for name in (*OF_TITLE, "kind", "title_id"):
        op.drop_column("invoices", name)
    op.drop_table("invoice_titles")
