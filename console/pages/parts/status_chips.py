"""How is a status coloured?"""

from typing import overload

from console.view_models import Worded

GOOD = {
    "activity.ENDED", "campaign_task.DONE", "budget.APPLIED",
    "lead.CONVERTED", "opportunity.WON", "registration.PROTECTED", "contract.EFFECTIVE", "order.COMPLETED",
    "shipment.RECEIVED", "payment.CONFIRMED", "receivable.PAID", "invoice.ISSUED", "write_off.APPLIED",
    "request.APPROVED", "bank_entry.MATCHED", "return.RECEIVED", "order_change.APPLIED",
    "provider_transaction.RECONCILED", "refund.CONFIRMED", "correction.CONFIRMED",
    "portal_order.PAID", "portal_order.RECEIVED", "filing.ISSUED", "invoice_mail.SENT", "credit_request.CONFIRMED",
    "letter.SENT", "letter.POSTED", "promise.KEPT", "contact.DONE", "repayment_plan.KEPT",
    "lead_transfer.ACCEPTED",
    "guidance.DONE", "risk.CLOSED", "extension.APPLIED", "admission.ADMITTED", "customer.ACTIVE",
    "expense.BOOKED",
}  # fmt: skip
BUSY = {
    "activity.RUNNING", "campaign_task.OPEN", "budget.REQUESTED", "budget.RETURNED",
    "lead.OWNED", "opportunity.OPEN", "registration.SUBMITTED", "registration.RETURNED", "contract.IN_APPROVAL",
    "contract.RETURNED", "order.PLACED", "order.RETURNED", "order.CONFIRMED", "order.RESERVED", "order.SHIPPED",
    "order.RECEIVED", "shipment.SENT", "payment.RECORDED", "receivable.OPEN", "invoice.REQUESTED", "request.PENDING",
    "request.RETURNED", "write_off.REQUESTED", "write_off.RETURNED", "bank_entry.OPEN",
    "order_change.REQUESTED", "order_change.RETURNED",
    "return.REQUESTED", "return.RETURNED", "return.APPROVED", "refund.REQUESTED", "correction.REQUESTED",
    "provider_transaction.ANNOUNCED", "portal_order.WAITING", "portal_order.CONFIRMED", "portal_order.PARTLY_SHIPPED",
    "portal_order.SHIPPED", "filing.WAITING", "invoice_mail.WAITING", "letter.WAITING", "credit_request.REQUESTED",
    "promise.OPEN", "contact.PLANNED", "dunning_pause.RUNNING",
    "repayment_plan.REQUESTED", "repayment_plan.RETURNED", "repayment_plan.ACTIVE",
    "lead_transfer.ASKED", "guidance.OPEN", "risk.OPEN", "extension.REQUESTED", "extension.RETURNED",
    "admission.SUBMITTED", "admission.RETURNED", "customer.PENDING", "expense.SUBMITTED", "expense.RETURNED",
}  # fmt: skip
BAD = {
    "budget.REJECTED",
    "admission.REJECTED", "admission.SUPERSEDED", "customer.REJECTED", "expense.REJECTED",
    "registration.REJECTED", "contract.REJECTED", "payment.REJECTED", "payment.REVERSED", "invoice.REJECTED",
    "contract.CANCELLING", "order.CANCELLING", "write_off.REJECTED", "request.REJECTED", "request.REVOKED",
    "provider_transaction.DIFFERENT", "provider_transaction.REFUSED", "return.REJECTED", "order_change.REJECTED",
    "refund.REJECTED", "correction.REJECTED", "payment.VOIDED", "portal_order.CANCELLING", "filing.REFUSED",
    "invoice_mail.GIVEN_UP", "letter.GIVEN_UP", "letter.NO_ADDRESS", "credit_request.REJECTED", "promise.BROKEN",
    "repayment_plan.BROKEN", "repayment_plan.REJECTED",
    "lead_transfer.REFUSED", "registration.ABANDONED", "extension.REJECTED",
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
