"""What is said of invoice titles 抬头: in whose name, and to which address, are a customer's invoices made out?"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.text import SafeStr, ShortStr

Line = Annotated[SafeStr, Field(max_length=200)]  # may be left empty


class InvoiceKind(StrEnum):
    GENERAL = "GENERAL"  # 普通发票
    SPECIAL = "SPECIAL"  # 增值税专用发票: its tax may be deducted


class TitleTerms(Command):
    """A special one needs a tax id; of a Chinese one the check digit is verified."""

    name: ShortStr
    kind: InvoiceKind = InvoiceKind.GENERAL
    tax_id: Line = ""
    registered_address: Line = ""
    country: Annotated[SafeStr, Field(max_length=2)] = ""  # ISO 3166-1; without it that of a Chinese tax id
    registered_phone: Line = ""
    bank_name: Line = ""
    bank_account: Line = ""
    mail_to: Line = ""  # the address to which paper goes
    email: Line = ""
    mail_when_issued: bool = False  # its invoices go to this address by themselves
    is_default: bool = False


class AddInvoiceTitle(TitleTerms):
    """The first of a customer is the default."""

    id: UUID | None = None
    customer_id: UUID


class ChangeInvoiceTitle(TitleTerms):
    """All of it, as it is from now on; invoices that were requested keep what they said."""


class InvoiceTitleView(View):
    id: UUID
    customer_id: UUID
    name: str
    kind: InvoiceKind
    tax_id: str
    registered_address: str
    country: str = ""
    registered_phone: str
    bank_name: str
    bank_account: str
    mail_to: str
    email: str
    mail_when_issued: bool = False
    is_default: bool
    changed_by: UUID
    changed_at: datetime
    version: int
