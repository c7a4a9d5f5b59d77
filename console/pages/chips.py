"""How is a status coloured?"""

from typing import overload

from console.shape import Worded

GOOD = {
    "lead.CONVERTED", "opportunity.WON", "registration.PROTECTED", "contract.EFFECTIVE", "order.COMPLETED",
    "shipment.RECEIVED", "payment.CONFIRMED", "receivable.PAID", "invoice.ISSUED", "request.APPROVED",
}  # fmt: skip
BUSY = {
    "lead.OWNED", "opportunity.OPEN", "registration.SUBMITTED", "registration.RETURNED", "contract.IN_APPROVAL",
    "contract.RETURNED", "order.PLACED", "order.RETURNED", "order.CONFIRMED", "order.RESERVED", "order.SHIPPED",
    "order.RECEIVED", "shipment.SENT", "payment.RECORDED", "receivable.OPEN", "invoice.REQUESTED", "request.PENDING",
    "request.RETURNED",
}  # fmt: skip
BAD = {
    "registration.REFUSED", "contract.REFUSED", "payment.REFUSED", "payment.REVERSED", "invoice.REFUSED",
    "contract.CANCELLING", "order.CANCELLING", "request.REJECTED",
}  # fmt: skip


@overload
def chip(kind: str, status: str) -> Worded: ...
@overload
def chip(kind: str, status: str | None) -> Worded | None: ...
def chip(kind: str, status: str | None) -> Worded | None:
    """Good is done, busy goes on, bad went wrong; plain is anything else."""
    if status is None:
        return None
    name = f"{kind}.{status}"
    tone = "good" if name in GOOD else "busy" if name in BUSY else "bad" if name in BAD else "plain"
    return Worded(f"status.{name}", tone=tone)
