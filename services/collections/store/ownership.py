"""Which records of collections go to a successor?"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, update

from chassis.base.clock import new_id
from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from messages.collections.invoices import InvoiceStatus
from messages.collections.payments import PaymentStatus
from messages.collections.receivables import ReceivableStatus
from services.collections.store.customers.joined import is_of_customer
from services.collections.tables import OwnerChange
from services.collections.tables.columns import Accounts, Customers, Invoices, Payments, Plans, Receivables

STANDING = (Customers, Plans, Accounts)  # what is made from them is the successor's
OPEN: dict[str, tuple[Any, Any]] = {  # in the order in which this service locks
    "invoices": (Invoices, Invoices.status == InvoiceStatus.REQUESTED),
    "payments": (Payments, Payments.status == PaymentStatus.RECORDED),
    "receivables": (Receivables, Receivables.status == ReceivableStatus.OPEN),
}


async def hand_over(
    work: Work, owner_id: UUID, to: Person, *, by: UUID, customer_id: UUID | None = None
) -> dict[str, list[UUID]]:
    """What is open, and what later records are made from; only of one customer where it is named. Of each receivable
    it is kept that it went to him."""
    values = {"owner_id": to.id, "owner_unit": to.unit}
    for table in STANDING:
        await work.session.execute(update(table).where(_theirs(table, owner_id, customer_id)).values(values))
    moved: dict[str, list[UUID]] = {}
    for name, (table, is_open) in OPEN.items():
        theirs = update(table).where(_theirs(table, owner_id, customer_id), is_open).values(values)
        ids = list((await work.session.execute(theirs.returning(table.id))).scalars())
        moved[name] = ids
        if table is Receivables:
            who: dict[str, Any] = {
                "former_owner_id": owner_id,
                "owner_id": to.id,
                "changed_by": by,
                "changed_at": work.now,
            }
            work.session.add_all(OwnerChange(id=new_id(), receivable_id=id, **who) for id in ids)
    return moved


def _theirs(table: Any, owner_id: UUID, customer_id: UUID | None) -> ColumnElement[bool]:
    own: ColumnElement[bool] = table.owner_id == owner_id
    if customer_id is None:
        return own
    return and_(own, is_of_customer(table.id if table is Customers else table.customer_id, customer_id))
