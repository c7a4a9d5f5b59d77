"""What can be set for collections from outside?"""

from pydantic import BaseModel, SecretStr

from chassis.base.settings import MailSettings


class PaymentProvider(BaseModel):
    """Who tells of payments: its name in the address, for which legal entity, and the secret that it signs with
    (`whsec_…`, Standard Webhooks)."""

    name: str
    legal_entity_id: str
    secret: SecretStr


class InvoiceSeller(BaseModel):
    """What an invoice says of the legal entity that sells."""

    legal_entity_id: str
    name: str
    tax_id: str = ""
    registered_address: str = ""
    country: str = ""  # ISO 3166-1; without it that of a Chinese tax id
    registered_phone: str = ""
    bank_name: str = ""
    bank_account: str = ""


class InvoiceProvider(BaseModel):
    """Who issues the e-invoices 数电票 of a legal entity: where it is asked, with which token, and the secret that it
    signs its own messages with (`whsec_…`, Standard Webhooks)."""

    name: str
    legal_entity_id: str
    url: str
    token: SecretStr
    secret: SecretStr


class CreditSource(BaseModel):
    """Who is asked about the soundness of customers of a legal entity: `GET {url}/companies?name=…&tax_id=…`."""

    name: str
    legal_entity_id: str
    url: str
    token: SecretStr


class CollectionsSettings(MailSettings):
    """`COUNTERSIGN_RECEIVED_AHEAD_DAYS`: how far ahead of today a payment may be dated. One day: time zones.

    A stack that lives in virtual time sets it high. `COUNTERSIGN_PAYMENT_PROVIDERS`: JSON, a list of
    `{"name": …, "legal_entity_id": …, "secret": "whsec_…"}`; nobody else is let in with a notice.
    `COUNTERSIGN_INVOICE_SELLERS`: JSON, a list of `{"legal_entity_id": …, "name": …, "tax_id": …,
    "registered_address": …, "country": …, "registered_phone": …, "bank_name": …, "bank_account": …}`: who
    sells, as invoices say.
    `COUNTERSIGN_PAUSE_DAYS`, `COUNTERSIGN_PROMISE_DAYS`, `COUNTERSIGN_REPAYMENT_DAYS`: for how many days from today
    dunning may be paused, waits for a promise to pay, and a plan to repay may last.
    `COUNTERSIGN_INVOICE_PROVIDERS`: JSON, a list of `{"name": …, "legal_entity_id": …, "url": …, "token": …,
    "secret": "whsec_…"}`, one for each legal entity at most; without one its invoices have numbers of our own.
    `COUNTERSIGN_CREDIT_SOURCES`: JSON, a list of `{"name": …, "legal_entity_id": …, "url": …, "token": …}`.
    """

    received_ahead_days: int = 1
    pause_days: int = 90
    promise_days: int = 30
    repayment_days: int = 730
    payment_providers: list[PaymentProvider] = []
    invoice_sellers: list[InvoiceSeller] = []
    invoice_providers: list[InvoiceProvider] = []
    credit_sources: list[CreditSource] = []

    def seller_of(self, legal_entity_id: str) -> InvoiceSeller:
        """Nothing but its id of one that is not set."""
        known = (one for one in self.invoice_sellers if one.legal_entity_id == legal_entity_id)
        return next(known, InvoiceSeller(legal_entity_id=legal_entity_id, name=legal_entity_id))

    def invoice_provider_of(self, legal_entity_id: str) -> InvoiceProvider | None:
        return next((one for one in self.invoice_providers if one.legal_entity_id == legal_entity_id), None)

    def credit_source(self, legal_entity_id: str, name: str) -> CreditSource | None:
        of_entity = (one for one in self.credit_sources if one.legal_entity_id == legal_entity_id)
        return next((one for one in of_entity if one.name == name), None)

    def invoice_provider(self, name: str) -> InvoiceProvider | None:
        return next((one for one in self.invoice_providers if one.name == name), None)
