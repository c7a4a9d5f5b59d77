"""What does somebody need to do what a to-do asks for, and the act itself?"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from console.pages.campaigns.campaign_tasks import campaign_task_record
from console.pages.credit.credit_requests import credit_request_record
from console.pages.customers.admissions import admission_record
from console.pages.customers.expenses import expense_record
from console.pages.money.corrections import correction_record
from console.pages.money.dunnings import dunning_record
from console.pages.money.invoices import invoice_record
from console.pages.money.payments import payment_record
from console.pages.money.receivables import receivable_record
from console.pages.money.refunds import refund_record
from console.pages.orders.goods import order_lines
from console.pages.orders.order_changes import order_change_record
from console.pages.orders.orders import order_record
from console.pages.orders.returns import return_record
from console.pages.orders.shipments import shipment_record
from console.pages.sales.contracts import contract_record_of
from console.pages.sales.lead_transfers import transfer_record
from console.pages.sales.registrations import registration_record
from console.service_gateway import NOT_VISIBLE, ServiceGateway, ServiceProblem
from console.session import Person
from console.view_models import Link, Record, Table
from messages.approvals.states import TaskState
from messages.approvals.tasks import TaskView
from messages.orders.orders import OrderView

# Which of the record's acts a to-do asks for, where it is not the one of its own name.
ACTS = {
    "restock": ("count_stock",),
    "see_to_count": ("count_stock",),
    "confirm_payment": ("confirm_payment", "confirm_and_allocate", "reject_payment"),
    "allocate_payment": ("allocate_payment", "request_refund"),
    "confirm_correction": ("confirm_correction", "reject_correction"),
    "decide_credit_request": ("confirm_limit", "confirm_release", "reject_credit_request"),
    "confirm_refund": ("confirm_refund", "reject_refund"),
    "issue_invoice": ("issue_invoice", "reject_invoice"),
    "overdue": ("choose_measure",),
    "remind_payment": (),
    "see_to_filing": ("issue_invoice", "reject_invoice", "reverse_invoice"),
    "set_dunning_address": ("set_dunning_address", "mark_dunning_posted", "print_letter"),
    "see_to_letter": ("send_dunning", "set_dunning_address", "mark_dunning_posted", "print_letter"),
    "do_campaign_task": ("complete_task",),
    "answer_transfer": ("accept_transfer", "refuse_transfer"),
    "resubmit": ("resubmit", "submit", "edit", "withdraw"),
}
# What of the record one needs for it, on a screen of a phone.
FIELDS = (
    "customer", "ship_to", "total", "amount", "allocated", "refunded", "payment", "reason", "correction",
    "to_customer", "paid", "order", "contract", "received_on", "method", "reference", "title", "tax_id", "mail_to",
    "mailed_to", "credit_request", "limit_before", "credit_limit", "carrier", "tracking", "due_on", "days_late", "open",
    "dunning_advice", "project", "owner", "activity", "task_note", "from_person", "region",
)  # fmt: skip
Shown = Callable[[ServiceGateway, UUID, Person], Awaitable[Record]]


RECORDS: dict[str, Shown] = {
    "order": order_record,
    "shipment": shipment_record,
    "return": return_record,
    "order_change": order_change_record,
    "payment": payment_record,
    "invoice": invoice_record,
    "receivable": receivable_record,
    "dunning": dunning_record,
    "refund": refund_record,
    "correction": correction_record,
    "credit_request": credit_request_record,
    "contract": contract_record_of,
    "registration": registration_record,
    "admission": admission_record,
    "campaign_task": campaign_task_record,
    "lead_transfer": transfer_record,
    "customer_expense": expense_record,
}


async def work_of(task: TaskView, person: Person, gateway: ServiceGateway) -> Record | None:
    """The record with what is needed of it; None: it is no to-do about a record, or not for the reader's eyes."""
    shown = RECORDS.get(task.about.kind)
    if not task.todo or shown is None:
        return None
    try:
        record = await shown(gateway, task.about.id, person)
    except ServiceProblem as problem:
        if problem.status in NOT_VISIBLE:
            return None
        raise
    acts = ACTS.get(task.todo, (task.todo,))
    tables = [*(table for table in record.tables[:1] if table.rows), *await _goods(record, gateway)]
    return replace(
        record,
        fields=[(name, value) for name, value in record.fields if name in FIELDS and value],
        tables=tables,
        actions=[action for action in record.actions if action.name in acts] if is_to_act(task) else (),
    )


def is_to_act(task: TaskView) -> bool:
    """May the reader do what is asked? Returned work is not ticked off but resubmitted: its record says by whom."""
    return "done" in task.may or (task.todo == "resubmit" and task.state == TaskState.OPEN)


async def _goods(record: Record, gateway: ServiceGateway) -> list[Table]:
    """Of the order that the money is for."""
    order = next((cell.href for name, cell in record.fields if name == "order" and isinstance(cell, Link)), None)
    if order is None or record.kind in ("shipment", "return"):  # which has its own
        return []
    seen = await gateway.part("orders", gateway.find("orders", order, OrderView))
    return [order_lines(seen)] if seen else []
