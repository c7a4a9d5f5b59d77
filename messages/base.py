"""What is a command, a view, an event, a page of a list?"""

from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from messages.money import Money

T = TypeVar("T")


class Command(BaseModel):
    """What somebody asks for. An unknown field is an error, never ignored (OWASP API3, mass assignment)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """What is shown of a record."""

    model_config = ConfigDict(frozen=True)


class OpenItem(View):
    """Something of a record that waits for somebody, as people know it: a shipment, a payment, an invoice."""

    id: UUID
    number: str
    amount: Money | None = None  # what it is worth; None where the owner did not say


class Page(View, Generic[T]):
    """One page of a list; `next` is the cursor of the following page, None at the end."""

    items: list[T]
    next: str | None = None


class Event(BaseModel):
    """What has happened, published to all. A field may be added with a default; anything else is a new subject `…v2`.

    `subject` reads `<service>.<noun>.<past>.v<major>`; the record it is about is the field `<noun>_id`.
    `version` is the record's version after the change, so that a consumer can tell older from newer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    subject: ClassVar[str]
    version: int = 0

    @classmethod
    def service(cls) -> str:
        """The service that announces it: `orders` of `orders.order.confirmed.v1`."""
        return cls.subject.split(".")[0]

    @classmethod
    def noun(cls) -> str:
        """The kind of record it is about: `order` of `orders.order.confirmed.v1`."""
        return cls.subject.split(".")[1]

    @property
    def aggregate_id(self) -> UUID:
        """The id of the record it is about."""
        value: UUID = getattr(self, f"{self.noun()}_id")
        return value
