"""What is shown of the collection process 回款流程: at which node is a debt, whose is it, and until when?"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from messages.base import View
from messages.collections.dunning.procedures import Addressee
from messages.money import Money


class CollectionNode(StrEnum):
    """What is to be done at it."""

    START = "START"  # see to what starts its days: the goods leave, or arrive
    REMIND = "REMIND"  # remind the customer of the day that comes
    CONTACT = "CONTACT"  # contact him before it
    COLLECT = "COLLECT"  # bring the money in by its due day
    DUN = "DUN"  # dun him: he is late
    LEGAL = "LEGAL"  # take legal steps
    PAUSE = "PAUSE"  # settle what dunning waits for
    PROMISE = "PROMISE"  # see that he keeps his word
    REPAY = "REPAY"  # see that he keeps his plan


class NodeState(StrEnum):
    DONE = "DONE"
    CURRENT = "CURRENT"
    AHEAD = "AHEAD"


class NodeOwner(View):
    """One person, or one role that somebody holds. `by`: as whom the procedure names him."""

    by: Addressee
    person_id: UUID | None = None
    role: str = ""  # where it is not one person
    name: str = ""  # of the person
    is_held: bool = True  # False: nobody has this role in the legal entity


class NodeView(View):
    """One node of the collection of a receivable."""

    node: CollectionNode
    level: int | None = None  # of a reminder (0) or a dunning level: its days late
    number: str = ""  # of the pause, promise, contact or plan
    owner: NodeOwner
    deadline: datetime
    state: NodeState
    is_late: bool


class CollectionProcessView(View):
    """All nodes of a receivable, in the order in which they come; exactly one of those that follow its clock is
    current while it is open."""

    receivable_id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    due_on: date | None
    tz: str
    nodes: list[NodeView]


class CollectionProcessLine(View):
    """An open receivable at its node."""

    receivable_id: UUID
    number: str
    customer_id: UUID
    customer_name: str
    open: Money
    due_on: date | None
    days_late: int
    tz: str
    node: NodeView
