"""What does a process get to know of a record: a snapshot of ids and small fields, never documents?"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from messages.approvals.states import Outcome
from messages.base import View
from messages.collections.cases.repayment_plans import RepaymentPlanStatus
from messages.collections.payments import PaymentStatus
from messages.collections.write_offs import WriteOffStatus
from messages.deals.contracts import ContractStatus
from messages.deals.customer_care.admissions import AdmissionStatus
from messages.deals.extensions import ExtensionStatus
from messages.deals.registrations import RegistrationStatus
from messages.leads.budgets import BudgetStatus
from messages.money import Money


class Submission(View):
    """Which record goes before which approvers. `round` is the owner's count of submissions of this record."""

    process_id: str
    purpose: str
    policy: str
    kind: str
    id: UUID
    round: int


class StepTimer(View):
    """The next timer of one open step; `level` counts the timers of the step from 0."""

    model_config = ConfigDict(validate_by_name=True)

    step_id: UUID
    step: str
    round: int
    kind: Literal["remind", "timeout", "rung"]
    level: int = Field(alias="rung")
    at: datetime

    @property
    def key(self) -> tuple[int, UUID]:
        """A timer belongs to (request, round, step)."""
        return self.round, self.step_id


class TimerDue(View):
    """A timer has to fire."""

    model_config = ConfigDict(validate_by_name=True)

    request_id: UUID
    timer: StepTimer = Field(alias="clock")


class RequestSnapshot(View):
    """Where a request stands; `content_hash` is what the signers see and sign."""

    model_config = ConfigDict(validate_by_name=True)

    request_id: UUID
    round: int
    outcome: Outcome | None = None  # of the present round
    comment: str = ""
    open_steps: list[str] = []
    timers: list[StepTimer] = Field(default=[], alias="clocks")
    content_hash: str = ""


class RegistrationSnapshot(View):
    status: RegistrationStatus
    round: int
    number: str = ""
    protected_until: datetime | None = None
    warn_at: datetime | None = None  # when its owner has to be warned of that; None: not, or not any more


class ContractSnapshot(View):
    status: ContractStatus
    round: int
    number: str = ""


class PaymentSnapshot(View):
    """A payment that came for no order. `settles_nothing`: finance saw it, and some of it lies on the account."""

    status: PaymentStatus
    number: str
    title: str  # the customer
    legal_entity_id: str
    has_order: bool = False
    settles_nothing: bool = False
    version: int = 0
    owner_id: UUID | None = None
    amount: Money | None = None

    @property
    def is_waiting(self) -> bool:
        """For finance."""
        return self.status is PaymentStatus.RECORDED or self.settles_nothing


class WriteOffSnapshot(View):
    status: WriteOffStatus
    round: int


class RepaymentPlanSnapshot(View):
    status: RepaymentPlanStatus
    round: int


class AdmissionSnapshot(View):
    status: AdmissionStatus
    round: int


class BudgetSnapshot(View):
    status: BudgetStatus
    round: int


class ExtensionSnapshot(View):
    status: ExtensionStatus
    round: int


class Todo(View):
    """A to-do for a person or a role, about a record that people know by its number."""

    id: UUID
    kind: str
    process_id: str
    about_kind: str
    about_id: UUID
    number: str
    order_id: UUID | None = None
    title: str = ""
    amount: Money | None = None
    legal_entity_id: str
    person_id: UUID | None = None
    role: str | None = None
    within: str | None = None


class TodosWanted(View):
    """Which to-dos of a process are to be open from now on, and which not any more."""

    open: list[Todo]
    close: list[UUID]
    only_of: str | None = None  # the process, where it does not know what else it had open


class KeeperProgress(View):
    """What a keeper's batch leaves: the nearest deadline, and whether more is due already."""

    handled: int = 0
    next_due_at: datetime | None = None
    more: bool = False
