"""What does collections remember in its ledger?"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, SmallInteger, text
from sqlmodel import Field

from services.collections.tables.base import AMOUNT, CURRENCY, MOMENT, Table


class LedgerEntry(Table, table=True):
    """One posting. Never changed nor deleted, and all of one insert add up to nothing (triggers).

    Nobody in `posted_by`: the ledger was opened with it.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index("ledger_of_customer", "customer_id", "currency", "posted_at"),
        Index("ledger_of_receivable", "receivable_id", postgresql_where=text("receivable_id IS NOT NULL")),
        Index("ledger_of_payment", "payment_id", postgresql_where=text("payment_id IS NOT NULL")),
    )
    transaction_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True, sa_type=SmallInteger)
    act: str
    account: str
    amount: Decimal = Field(sa_type=AMOUNT)
    currency: str = Field(sa_type=CURRENCY)
    legal_entity_id: str
    customer_id: UUID
    number: str
    order_id: UUID | None = None
    receivable_id: UUID | None = None
    payment_id: UUID | None = None
    refund_id: UUID | None = None
    posted_by: UUID | None = None
    posted_at: datetime = Field(sa_type=MOMENT)
