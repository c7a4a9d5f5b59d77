"""By which words of the field are projections and rejected records called?"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = {"product_fact": "product_projection", "order_fact": "order_projection"}
INDEXES = {
    "product_fact_pkey": "product_projection_pkey",
    "order_fact_pkey": "order_projection_pkey",
    "ix_product_fact_code_key": "ix_product_projection_code_key",
    "ix_order_fact_contract_id": "ix_order_projection_contract_id",
}


def upgrade() -> None:
    for old, new in TABLES.items():
        op.rename_table(old, new)
    for old, new in INDEXES.items():
        op.execute(f"ALTER INDEX {old} RENAME TO {new}")
    op.alter_column("order_projection", "stands", new_column_name="is_live")
    _rename_status("REFUSED", "REJECTED")


def downgrade() -> None:
    _rename_status("REJECTED", "REFUSED")
    op.alter_column("order_projection", "is_live", new_column_name="stands")
    for old, new in INDEXES.items():
        op.execute(f"ALTER INDEX {new} RENAME TO {old}")
    for old, new in TABLES.items():
        op.rename_table(new, old)


def _rename_status(old: str, new: str) -> None:
    for table in ("contract", "registration"):
        rename = sa.text(f"UPDATE {table} SET status = :new WHERE status = :old")
        op.execute(rename.bindparams(old=old, new=new))
