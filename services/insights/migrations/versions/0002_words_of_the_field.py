"""By which words of the field are events, and rejected and returned records, called?"""

import sqlalchemy as sa
from alembic import op

revision = "insights_0002"
down_revision = "insights_0001"
branch_labels = None
depends_on = None

INDEXES = ("{}_pkey", "{}_by_time", "{}_mentions", "{}_of_person", "{}_of_record")
# Of the records of all services. The events themselves stay as they were published: they are renamed when read.
STATUSES = (
    (("contract", "registration", "payment", "invoice"), "REFUSED", "REJECTED"),
    (("shipment",), "TAKEN_BACK", "RETURNED"),
)
RENAME = sa.text("UPDATE record SET status = :new WHERE status = :old AND kind = ANY(:kinds)")


def upgrade() -> None:
    _rename_table("fact", "event")
    for kinds, old, new in STATUSES:
        op.execute(RENAME.bindparams(old=old, new=new, kinds=list(kinds)))


def downgrade() -> None:
    for kinds, old, new in STATUSES:
        op.execute(RENAME.bindparams(old=new, new=old, kinds=list(kinds)))
    _rename_table("event", "fact")


def _rename_table(old: str, new: str) -> None:
    op.rename_table(old, new)
    for index in INDEXES:
        op.execute(f"ALTER INDEX {index.format(old)} RENAME TO {index.format(new)}")
