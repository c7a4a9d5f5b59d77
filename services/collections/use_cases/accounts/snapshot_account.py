"""Where does an order's money stand, for the process of the order?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import OpenItem
from messages.collections.receivables import AccountSnapshot
from messages.money import Money
from services.collections.domain.allowances import is_to_be_corrected
from services.collections.store.snapshots import find_snapshot


async def snapshot_account(order_id: UUID, uow: UnitOfWork) -> AccountSnapshot:
    """What is paid, what waits for finance, what can be invoiced. Raises NotFound."""
    async with uow.begin() as work:
        found = await find_snapshot(work, order_id)
    payments, invoices = found["payments"], found["invoices"]
    uninvoiced = found["amount"] - found["invoiced"] - found["requested"]
    too_much = is_to_be_corrected(invoiced=found["invoiced"], owed=found["amount"])
    return AccountSnapshot(
        settled=found["confirmed"] and found["settled"] == found["amount"],
        invoiced_in_full=found["confirmed"] and found["invoiced"] == found["amount"],
        to_correct=[_item(invoice) for invoice in invoices if invoice["issued"]][: int(too_much)],
        to_request=uninvoiced > 0,
        to_invoice=Money.of(uninvoiced, found["currency"]) if uninvoiced > 0 else None,
        to_confirm=[_item(payment) for payment in payments if payment["waits"]],
        on_account=[_item(payment) for payment in payments if not payment["waits"]],
        to_issue=[_item(invoice) for invoice in invoices if invoice["waits"]],
        invoices=len(invoices),
        changes=found["changes"],
    )


def _item(row: dict[str, Any]) -> OpenItem:
    return OpenItem(id=row["id"], number=row["number"], amount=Money.of(row["amount"], row["currency"]))
