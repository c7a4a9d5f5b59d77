"""Which payment terms does a form say, what of it is not understood, and how is a plan by such terms shown?"""

from typing import Any
from uuid import UUID

from pydantic import ValidationError

from console.form_input import Unreadable
from console.pages.parts.coded_values import coded
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Cell, Table
from console.wording.field_errors import field_errors, said
from messages.collections.offers.terms import TermsOfferView
from messages.collections.plans import InstalmentView, PaymentPlanView
from messages.deals.offered_terms import OfferedTerms
from messages.deals.terms import Instalment
from messages.errors import Malformed
from messages.payment_terms.reading import terms_from
from messages.payment_terms.words import said_due
from messages.texts import text

PLAN_ROWS = ("instalment", "percent", "due_rule", "amount", "method", "owner", "credit_grade", "note")


def read_terms(form: Any) -> list[Instalment]:
    """As people write them. Raises Unreadable."""
    written = str(form.get("terms") or "").strip()
    if not written:
        raise Unreadable("terms", "input.missing")
    try:
        return terms_from(written)
    except Malformed as wrong:
        raise Unreadable("terms", wrong.rule, params=wrong.params) from wrong


async def offer_to(gateway: ServiceGateway, customer_id: UUID) -> OfferedTerms | None:
    """What a customer is offered by now; the form does without while that cannot be said."""
    asked = gateway.find("collections", f"/terms-offers/{customer_id}", TermsOfferView)
    found = await gateway.part("collections", asked)
    return found.offer if found else None


def problem_of(wrong: Unreadable | ValidationError, person: Person) -> str:
    """Why there are no figures of what was typed."""
    errors = list(wrong.errors()) if isinstance(wrong, ValidationError) else [wrong.error]
    return said(field_errors(errors, person.lang), person.lang)


def plan_table(plan: PaymentPlanView, lang: str) -> Table:
    """Batch, share, when, how much, in which way, whose it is, and what credit his customer has."""
    rows: list[tuple[Cell, ...]] = [
        (
            row.number, row.percent, due_in_words(row, lang), row.amount,
            coded("method", row.method) if row.method else "", row.owner_name, row.grade, row.note,
        )
        for row in plan.instalments
    ]  # fmt: skip
    return Table("field.plan_rows", PLAN_ROWS, rows)


def due_in_words(row: InstalmentView, lang: str) -> str:
    """By the words of its terms; of equal parts which one it is."""
    due = said_due(row.trigger, row.days, row.timing, lang)
    part = {"part": row.timing.part, "parts": row.timing.parts}
    return due if row.timing.parts == 1 else text("terms.part", lang, due=due, **part)
