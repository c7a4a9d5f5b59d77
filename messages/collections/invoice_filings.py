"""What is said between collections and a provider that issues fully digitalised e-invoices 数电票?

A provider answers `POST {url}/invoices`, a `FilingRequest` as JSON with the header `Idempotency-Key`: the same key is
the same invoice, however often it is asked. It answers with a `ProviderAnswer`, and may tell it later, signed by the
Standard Webhooks, as a `ProviderAnswerNotice` to `POST /invoice-provider-notices/{provider}`.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from messages.base import View
from messages.collections.invoice_titles import InvoiceKind
from messages.text import LongStr

E_INVOICE_NUMBER = r"^[0-9]{20}$"
ENumber = Annotated[str, Field(pattern=E_INVOICE_NUMBER)]


class FilingKind(StrEnum):
    ISSUE = "ISSUE"  # 蓝字
    REVERSE = "REVERSE"  # 红字


class FilingStatus(StrEnum):
    WAITING = "WAITING"  # for the provider's answer
    ISSUED = "ISSUED"
    REFUSED = "REFUSED"


class AnswerKind(StrEnum):
    PENDING = "pending"
    ISSUED = "issued"
    REFUSED = "refused"


class FiledTrader(View):
    name: str
    tax_id: str = ""
    address: str = ""
    phone: str = ""
    bank_name: str = ""
    bank_account: str = ""
    email: str = ""


class FiledLine(View):
    """Amounts are decimal texts, in the currency of the request; of a reversal they are less than nothing."""

    description: str
    order_number: str = ""
    product_code: str = ""
    quantity: int | None = None
    unit_price: Decimal | None = None  # before tax
    net: Decimal
    tax_rate: Decimal | None = None  # percent
    tax: Decimal
    total: Decimal


class FilingRequest(View):
    """What a provider is asked for: an invoice, or with `original_number` the red letter 红字 of one."""

    key: UUID
    kind: InvoiceKind
    reference: str  # our number of the request
    original_number: str | None = None
    reason: str = ""
    seller: FiledTrader
    buyer: FiledTrader
    currency: str
    lines: list[FiledLine]
    net: Decimal
    tax: Decimal
    total: Decimal


class ProviderAnswer(View):
    """Issued: under which number, when; refused: why, in words."""

    status: AnswerKind
    number: ENumber | None = None
    issued_at: AwareDatetime | None = None
    reason: LongStr = ""

    @model_validator(mode="after")
    def says_what_it_must(self) -> Self:
        """A number and a time with what is issued, a reason with what is refused."""
        if self.status is AnswerKind.ISSUED and (self.number is None or self.issued_at is None):
            raise ValueError("issued without number or issued_at")
        if self.status is AnswerKind.REFUSED and not self.reason.strip():
            raise ValueError("refused without reason")
        return self


class ProviderAnswerNotice(ProviderAnswer):
    key: UUID


class InvoiceFilingView(View):
    """One request to a provider. `error`: what went wrong when it was asked last; it is asked again."""

    id: UUID
    invoice_id: UUID
    provider: str
    kind: FilingKind
    status: FilingStatus
    number: str | None
    reason: str  # of who refused it
    attempts: int
    error: str
    requested_by: UUID
    requested_at: AwareDatetime
    due_at: AwareDatetime | None  # when it is asked again
    answered_at: AwareDatetime | None


class ProcessedFilings(View):
    """What became of those that were due; `more`: some are due already."""

    issued: int
    refused: int
    waiting: int
    next_due_at: AwareDatetime | None
    more: bool
