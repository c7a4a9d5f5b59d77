"""What is said of the payment terms that are offered to a customer, and why they are these?"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from messages.base import Event, View
from messages.collections.grading.grades import CreditRuleName
from messages.deals.offered_terms import OfferedTerms


class MeasuredFact(View):
    rule: CreditRuleName
    measured: int | None  # None: nothing is known


class TermsOfferView(View):
    customer_id: UUID
    customer_name: str
    legal_entity_id: str
    offer: OfferedTerms
    measured: list[MeasuredFact]  # what his behaviour was, when he was looked at last
    offered_at: datetime
    version: int


class TermsOfferChanged(Event):
    """These are a customer's terms from now on, where a contract or an order says none. What was agreed stays."""

    subject: ClassVar[str] = "collections.terms_offer.changed.v1"
    terms_offer_id: UUID  # the customer's id: there is one of each
    customer_id: UUID
    customer_name: str
    owner_id: UUID | None = None
    legal_entity_id: str
    offer: OfferedTerms
