"""What does orders answer when a contract is to be cancelled?"""

from typing import ClassVar
from uuid import UUID, uuid5

from messages.base import Event


def call_offs_of(contract_id: UUID) -> UUID:
    """The id under which orders speaks of all that is called off a contract."""
    return uuid5(contract_id, "call-offs")


class CallOffsEvent(Event):
    calloffs_id: UUID
    contract_id: UUID
    number: str
    legal_entity_id: str


class CallOffsClosed(CallOffsEvent):
    """No order stands under the contract, and none will."""

    subject: ClassVar[str] = "orders.calloffs.closed.v1"


class CallOffsKept(CallOffsEvent):
    """These orders stand under the contract; more may be placed."""

    subject: ClassVar[str] = "orders.calloffs.kept.v1"
    orders: list[str]
