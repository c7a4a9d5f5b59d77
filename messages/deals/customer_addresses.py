"""What is said of a customer's addresses?"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from messages.base import Command, View
from messages.text import ShortStr


class AddressKind(StrEnum):
    REGISTERED = "REGISTERED"  # as in the business licence
    OFFICE = "OFFICE"
    DELIVERY = "DELIVERY"
    BILLING = "BILLING"
    OTHER = "OTHER"


class CustomerAddressFields(Command):
    kind: AddressKind = AddressKind.OFFICE
    country: ShortStr | None = None
    region: ShortStr | None = None  # province or state
    city: ShortStr | None = None
    street: ShortStr
    postcode: ShortStr | None = None
    receiver: ShortStr | None = None
    phone: ShortStr | None = None


class AddCustomerAddress(CustomerAddressFields):
    id: UUID | None = None


class ChangeCustomerAddress(CustomerAddressFields):
    """What stands is replaced by this."""


class CustomerAddressView(View):
    id: UUID
    customer_id: UUID
    kind: AddressKind
    country: str | None
    region: str | None
    city: str | None
    street: str
    postcode: str | None
    receiver: str | None  # masked where the reader has nothing to do with the customer
    phone: str | None
    changed_at: datetime
    version: int
