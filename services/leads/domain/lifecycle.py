"""Which way may a lead go, and whose is it?"""

from uuid import UUID

from messages.errors import Malformed, NotKnownYet, RuleViolation
from messages.leads.leads import LeadStatus
from messages.matching.companies import company_key

S = LeadStatus
TRANSITIONS: dict[LeadStatus, frozenset[LeadStatus]] = {
    S.POOLED: frozenset({S.OWNED, S.NURTURED, S.DROPPED, S.DUPLICATE}),
    S.OWNED: frozenset({S.OWNED, S.POOLED, S.NURTURED, S.CONVERTED, S.DROPPED, S.DUPLICATE}),
    S.NURTURED: frozenset({S.POOLED, S.OWNED, S.DROPPED, S.DUPLICATE}),
    S.CONVERTED: frozenset(),
    S.DROPPED: frozenset({S.POOLED}),  # tried again
    S.DUPLICATE: frozenset({S.POOLED}),  # a person said that it is none
}


def move(now: LeadStatus, to: LeadStatus) -> LeadStatus:
    """LEA-1: a lead goes from the pool to an owner, sleeps when it is too early, is converted or dropped, and back to
    the pool; what was dropped may be tried again, what was converted stays so."""
    if to not in TRANSITIONS[now]:
        raise RuleViolation("LEA-1", status=f"status.lead.{now}", to=f"status.lead.{to}")
    return to


def must_have_been_dropped(number: str, status: LeadStatus) -> None:
    """LEA-170: only what was dropped is tried again; what somebody works on he gives back."""
    if status is not LeadStatus.DROPPED:
        raise RuleViolation("LEA-170", number=number, status=f"status.lead.{status}")


def must_be_another(lead_id: UUID, other_id: UUID) -> None:
    """LEA-26: a lead is compared with another lead, never with itself."""
    if lead_id == other_id:
        raise Malformed("other_id", other_id, "LEA-26")


def must_be_free(number: str, status: LeadStatus) -> None:
    """LEA-8: a lead belongs to the one who claims it first."""
    if status is LeadStatus.OWNED:
        raise RuleViolation("LEA-8", number=number, status=f"status.lead.{status}")
    if status is not LeadStatus.POOLED:  # it is nobody's: it is over, or sleeps
        raise RuleViolation("LEA-1", status=f"status.lead.{status}", to=f"status.lead.{LeadStatus.OWNED}")


def must_be_owner(number: str, *, owner_id: UUID | None, actor_id: UUID) -> None:
    """LEA-10: only its owner follows a lead up and converts it."""
    if owner_id != actor_id:
        raise RuleViolation("LEA-10", number=number)


def must_be_at_work(number: str, status: LeadStatus) -> None:
    """LEA-20: a follow-up belongs to a lead that somebody works on."""
    if status is not LeadStatus.OWNED:
        raise RuleViolation("LEA-20", number=number, status=f"status.lead.{status}")


def must_be_customer_of_entity(number: str, *, entity: str, customers: str | None) -> None:
    """LEA-21: a lead is converted to a customer of its own legal entity."""
    if customers is None:
        raise unknown_customer(number)
    if customers != entity:
        raise RuleViolation("LEA-21", number=number, entity=entity)


def unknown_customer(number: str) -> NotKnownYet:
    """LEA-22: a customer that is not known here may have been added this moment: ask again shortly."""
    return NotKnownYet("LEA-22", number=number)


def customer_name(*, existing: UUID | None, given: str | None, company: str | None) -> str | None:
    """LEA-12: a conversion names an existing customer, or a new one's readable name (else the lead's company)."""
    if existing is not None:
        return None
    if name := next((one for one in (given, company) if company_key(one)), None):
        return name
    raise RuleViolation("LEA-12")
