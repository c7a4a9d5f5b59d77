"""Which process runs for which record, under which id, found by which search attributes?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from messages.orders.orders import OrderSnapshot
from workflows.engine.keeper import QUARTER, KeeperInput
from workflows.engine.order_run import OrderStart
from workflows.processes.approval_alone import ApprovalAlone, ApprovalStart
from workflows.processes.approval_clocks import ApprovalClocks
from workflows.processes.approval_revocation import ApprovalRevocation, RevocationStart
from workflows.processes.budget_approval import BudgetApproval, BudgetStart
from workflows.processes.campaign_deadlines import CampaignDeadlines
from workflows.processes.contract_approval import ContractApproval, ContractStart
from workflows.processes.customer_admission import AdmissionStart, CustomerAdmission
from workflows.processes.deal_reminders import DealReminders
from workflows.processes.expense_approval import ExpenseApproval, ExpenseStart
from workflows.processes.goods_return import GoodsReturn, ReturnStart
from workflows.processes.invoice_filing import InvoiceFiling
from workflows.processes.invoice_mailing import InvoiceMailing
from workflows.processes.notice_delivery import NoticeDelivery
from workflows.processes.opportunity_registration import OpportunityRegistration, RegistrationStart
from workflows.processes.order_change import OrderChange, OrderChangeStart
from workflows.processes.order_to_cash import OrderToCash
from workflows.processes.overdue_escalation import OverdueEscalation, ShardKeeperInput
from workflows.processes.payment_follow_up import PaymentFollowUp, PaymentStart
from workflows.processes.pool_reclaim import PoolKeeperInput, PoolReclaim
from workflows.processes.protection_extension import ExtensionStart, ProtectionExtension
from workflows.processes.repayment_plan_approval import RepaymentPlanApproval, RepaymentPlanStart
from workflows.processes.write_off_approval import WriteOffApproval, WriteOffStart

TASK_QUEUE = "countersign"
REGISTRATION = "opportunity-registration"
CONTRACT = "contract-approval"
ORDER = "order-to-cash"
PAYMENT = "payment-follow-up"
WRITE_OFF = "write-off-approval"
EXTENSION = "protection-extension"
ADMISSION = "customer-admission"
EXPENSE = "expense-approval"
BUDGET = "budget-approval"
REPAYMENT = "repayment-plan-approval"
RETURN = "goods-return"
CHANGE = "order-change"
POOL = "pool-reclaim"
SHARD = "overdue-escalation"
REQUEST = "approval"
REVOCATION = "approval-revocation"
CLOCKS = "approval-clocks"
NOTICES = "notice-delivery"
FILINGS = "invoice-filing"
MAILS = "invoice-mailing"
REMINDERS = "deal-reminders"
CAMPAIGNS = "campaign-deadlines"
KEEPERS = (POOL, SHARD, CLOCKS, NOTICES, FILINGS, MAILS, REMINDERS, CAMPAIGNS)
# Of which record each process speaks.
RECORDS = {
    REGISTRATION: ("deals", "/registrations/{id}"),
    CONTRACT: ("deals", "/contracts/{id}"),
    ORDER: ("orders", "/orders/{id}"),
    PAYMENT: ("collections", "/payments/{id}"),
    RETURN: ("orders", "/returns/{id}"),
    CHANGE: ("orders", "/order-changes/{id}"),
    WRITE_OFF: ("collections", "/write-offs/{id}"),
    EXTENSION: ("deals", "/extensions/{id}"),
    ADMISSION: ("deals", "/admissions/{id}"),
    EXPENSE: ("deals", "/customer-expenses/{id}"),
    BUDGET: ("leads", "/budgets/{id}"),
    REPAYMENT: ("collections", "/repayment-plans/{id}"),
    REQUEST: ("approvals", "/requests/{id}"),
    REVOCATION: ("approvals", "/requests/{id}"),
    POOL: ("leads", "/pools/{id}"),
}


@dataclass(frozen=True, kw_only=True)
class WorkflowStart:
    """One process to be started; `look`: one that runs already has to look what stands."""

    id: str
    run: Callable[..., Any]
    input: Any
    search_keys: dict[str, str] = field(default_factory=dict)
    look: bool = False

    @property
    def search_attributes(self) -> TypedSearchAttributes:
        """What ops look it up by; no personal data."""
        pairs = [
            SearchAttributePair(SearchAttributeKey.for_keyword(name), value)
            for name, value in self.search_keys.items()
            if value
        ]
        return TypedSearchAttributes(pairs)


def _numbered(kind: str, id: UUID, run: Callable[..., Any], input: Any, number: str) -> WorkflowStart:
    """Of a record that is found by nothing but its number."""
    return WorkflowStart(id=f"{kind}/{id}", run=run, input=input, search_keys={"Number": number})


def registration(id: UUID, *, number: str, opportunity_id: UUID, look: bool = False) -> WorkflowStart:
    """A registration 报备 was submitted."""
    return WorkflowStart(
        id=f"{REGISTRATION}/{id}",
        run=OpportunityRegistration.run,
        input=RegistrationStart(registration_id=id),
        search_keys={"Number": number, "DealId": str(opportunity_id)},
        look=look,
    )


def contract(id: UUID, *, number: str, opportunity_id: UUID) -> WorkflowStart:
    """A contract was submitted."""
    return WorkflowStart(
        id=f"{CONTRACT}/{id}",
        run=ContractApproval.run,
        input=ContractStart(contract_id=id),
        search_keys={"Number": number, "ContractId": str(id), "DealId": str(opportunity_id)},
    )


def order(id: UUID, *, number: str, contract_id: UUID | None, stands: OrderSnapshot | None = None) -> WorkflowStart:
    """An order was placed, and stands so; None: it has to ask."""
    return WorkflowStart(
        id=f"{ORDER}/{id}",
        run=OrderToCash.run,
        input=OrderStart(order_id=id, order=stands),
        search_keys={"Number": number, "OrderId": str(id)} | ({"ContractId": str(contract_id)} if contract_id else {}),
    )


def payment(id: UUID, *, number: str) -> WorkflowStart:
    """Money came for no order, or settles nothing any more."""
    return _numbered(PAYMENT, id, PaymentFollowUp.run, PaymentStart(payment_id=id), number)


def write_off(id: UUID, *, number: str) -> WorkflowStart:
    """Somebody wants a receivable's rest to be given up."""
    return _numbered(WRITE_OFF, id, WriteOffApproval.run, WriteOffStart(write_off_id=id), number)


def repayment_plan(id: UUID, *, number: str) -> WorkflowStart:
    """A customer wants to pay later, in parts."""
    return _numbered(REPAYMENT, id, RepaymentPlanApproval.run, RepaymentPlanStart(repayment_plan_id=id), number)


def extension(id: UUID, *, number: str) -> WorkflowStart:
    """A protection is to last longer."""
    return _numbered(EXTENSION, id, ProtectionExtension.run, ExtensionStart(extension_id=id), number)


def admission(id: UUID, *, number: str) -> WorkflowStart:
    """Somebody claims a customer."""
    return _numbered(ADMISSION, id, CustomerAdmission.run, AdmissionStart(admission_id=id), number)


def expense(id: UUID, *, number: str) -> WorkflowStart:
    """Somebody has spent something on a customer."""
    return _numbered(EXPENSE, id, ExpenseApproval.run, ExpenseStart(expense_id=id), number)


def budget(id: UUID, *, number: str) -> WorkflowStart:
    """An activity is to cost more than was planned."""
    return _numbered(BUDGET, id, BudgetApproval.run, BudgetStart(budget_id=id), number)


def goods_return(id: UUID, *, number: str, order_id: UUID) -> WorkflowStart:
    """A customer wants to send goods back."""
    return WorkflowStart(
        id=f"{RETURN}/{id}",
        run=GoodsReturn.run,
        input=ReturnStart(return_id=id),
        search_keys={"Number": number, "OrderId": str(order_id)},
    )


def order_change(id: UUID, *, number: str, order_id: UUID) -> WorkflowStart:
    """An order is to be changed after its approval."""
    return WorkflowStart(
        id=f"{CHANGE}/{id}",
        run=OrderChange.run,
        input=OrderChangeStart(order_change_id=id),
        search_keys={"Number": number, "OrderId": str(order_id)},
    )


def request(id: UUID, *, number: str) -> WorkflowStart:
    """Nothing but an approval, in a process of its own. (Requests that no process submitted have one keeper.)"""
    return WorkflowStart(
        id=f"{REQUEST}/{id}",
        run=ApprovalAlone.run,
        input=ApprovalStart(request_id=id),
        search_keys={"RequestId": str(id), "Number": number},
    )


def revocation(request_id: UUID, *, kind: str, record_id: UUID, number: str, reason: str) -> WorkflowStart:
    """An approval that a process had carried on was revoked."""
    return WorkflowStart(
        id=f"{REVOCATION}/{request_id}",
        run=ApprovalRevocation.run,
        input=RevocationStart(request_id=request_id, kind=kind, record_id=record_id, reason=reason),
        search_keys={"RequestId": str(request_id), "Number": number},
    )


def pool(id: UUID, *, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """A public pool exists."""
    return _keeper(POOL, id, PoolReclaim.run, PoolKeeperInput(pool_id=id, sleep_at_most=sleep_at_most))


def shard(number: int, *, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """A shard of receivables exists."""
    return _keeper(SHARD, number, OverdueEscalation.run, ShardKeeperInput(shard=number, sleep_at_most=sleep_at_most))


def deliveries(*, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """There are notices to send, now or later: one keeper for the company."""
    return _keeper(NOTICES, "house", NoticeDelivery.run, KeeperInput(sleep_at_most=sleep_at_most))


def filings(*, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """There are e-invoices to ask providers for, now or again: one keeper for the company."""
    return _keeper(FILINGS, "house", InvoiceFiling.run, KeeperInput(sleep_at_most=sleep_at_most))


def mails(*, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """There are invoices or letters to mail, now or again: one keeper for the company."""
    return _keeper(MAILS, "house", InvoiceMailing.run, KeeperInput(sleep_at_most=sleep_at_most))


def reminders(*, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """There are things to be said to sellers later: one keeper for the company."""
    return _keeper(REMINDERS, "house", DealReminders.run, KeeperInput(sleep_at_most=sleep_at_most))


def campaign_deadlines(*, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """There are tasks of activities: one keeper for the company."""
    return _keeper(CAMPAIGNS, "house", CampaignDeadlines.run, KeeperInput(sleep_at_most=sleep_at_most))


def clocks(*, sleep_at_most: timedelta = QUARTER) -> WorkflowStart:
    """There are requests that no process submitted: one keeper for the company."""
    return _keeper(CLOCKS, "house", ApprovalClocks.run, KeeperInput(sleep_at_most=sleep_at_most))


def _keeper(kind: str, key: object, run: Callable[..., Any], keeper_input: KeeperInput) -> WorkflowStart:
    return WorkflowStart(id=f"{kind}/{key}", run=run, input=keeper_input)
