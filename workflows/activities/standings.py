"""What does a process get to know of a record: ids and small facts, never documents?"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from messages.approvals.states import Outcome
from messages.base import View
from messages.deals.contracts import ContractStatus
from messages.deals.registrations import RegistrationStatus
from messages.orders.orders import OrderStatus


class Submission(View):
    """Which record goes before which approvers. `round` is the owner's count of submissions of this record."""

    process_id: str
    purpose: str
    policy: str
    kind: str
    id: UUID
    round: int


class StepClock(View):
    """The next bell of one open step."""

    step_id: UUID
    step: str
    round: int
    kind: Literal["remind", "timeout", "rung"]
    rung: int
    at: datetime

    @property
    def key(self) -> tuple[int, UUID]:
        """A clock belongs to (request, round, step)."""
        return self.round, self.step_id


class Ring(View):
    """A bell is due."""

    request_id: UUID
    clock: StepClock


class Standing(View):
    """Where a request stands; `content_hash` is what the signers see and sign."""

    request_id: UUID
    round: int
    outcome: Outcome | None = None  # of the present round
    comment: str = ""
    open_steps: list[str] = []
    clocks: list[StepClock] = []
    content_hash: str = ""


class RegistrationStanding(View):
    status: RegistrationStatus
    round: int
    number: str = ""
    protected_until: datetime | None = None


class ContractStanding(View):
    status: ContractStatus
    round: int
    number: str = ""


class Piece(View):
    """Something of an order that waits for somebody: a shipment, a payment, an invoice."""

    id: UUID
    number: str


class OrderStanding(View):
    status: OrderStatus
    round: int
    number: str
    owner_id: UUID
    legal_entity_id: str
    on_the_way: list[Piece] = []  # shipments that have not arrived


class AccountStanding(View):
    """What an order has paid and was invoiced."""

    settled: bool = False
    invoiced_in_full: bool = False
    to_request: bool = False  # some of it is neither invoiced nor asked to be
    to_confirm: list[Piece] = []  # payments that finance has not confirmed
    to_issue: list[Piece] = []  # invoices asked for
    invoices: int = 0  # asked for so far, whatever became of them


class Todo(View):
    """A to-do for a person or a role, about a record that people know by its number."""

    id: UUID
    kind: str
    process_id: str
    about_kind: str
    about_id: UUID
    number: str
    order_id: UUID
    legal_entity_id: str
    person_id: UUID | None = None
    role: str | None = None
    within: str | None = None


class NextLook(View):
    """What a keeper's sweep leaves: the nearest deadline, and whether more is due already."""

    handled: int = 0
    next_due_at: datetime | None = None
    more: bool = False
