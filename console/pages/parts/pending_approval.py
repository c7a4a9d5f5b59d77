"""Who has to agree to a record, and who has it now?"""

from uuid import UUID

from console.service_gateway import ServiceGateway
from console.wording.org_unit_names import refresh_unit_names
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState, StepState, TaskState
from messages.base import Page

# Which list a kind of record belongs to.
HOMES = {
    "lead": "leads",
    "customer": "customers",
    "credit_request": "credit-requests",
    "opportunity": "opportunities",
    "registration": "registrations",
    "contract": "contracts",
    "order": "orders",
    "shipment": "shipments",
    "receivable": "receivables",
    "dunning": "dunnings",
    "payment": "payments",
    "bank_statement": "bank/statements",
    "invoice": "invoices",
    "write_off": "write-offs",
    "collection_case": "collection-cases",
    "contact": "contacts",
    "repayment_plan": "repayment-plans",
    "follow_up": "follow-ups",
    "guidance": "guidance",
    "campaign": "campaigns",
    "activity": "activities",
    "campaign_task": "campaign-tasks",
    "budget": "budgets",
    "extension": "extensions",
    "admission": "admissions",
    "return": "returns",
    "order_change": "order-changes",
    "request": "requests",
    "task": "tasks",
    "todo": "tasks",
}


async def newest_request_about(gateway: ServiceGateway, id: UUID) -> RequestView | None:
    """The newest request about this record, with what comes next while it is pending."""
    found = await gateway.find("approvals", "/requests", Page[RequestView], about_id=id, limit=1)
    if found is None or not found.items:
        return None
    newest = found.items[0]
    await refresh_unit_names(gateway)
    if newest.state is not RequestState.PENDING:
        return newest
    return await gateway.find("approvals", f"/requests/{newest.id}", RequestView)


def waiting_signers(request: RequestView, *, but: UUID | None = None) -> list[str]:
    """The names of those who have it now, `but` for one task; where any of them may say it, they are one."""
    found: list[str] = []
    for step in request.steps:
        if step.state is not StepState.OPEN:
            continue
        waiting = [signer for signer in step.signers if signer.state in (TaskState.OPEN, TaskState.WAITING)]
        names = [one.name for one in waiting if one.task_id != but]
        if step.mode != "any":
            found += names
        elif len(names) == len(waiting):  # else the one yes is enough
            found.append(" / ".join(names))
    return list(dict.fromkeys(found))
