"""Who offers a lead to whom, and who accepts it?"""

from collections.abc import Sequence
from uuid import UUID

from messages.errors import Malformed, RuleViolation
from messages.leads.leads import LeadStatus
from messages.leads.transfers import LeadTransferStatus
from messages.roles import Role
from services.leads.domain.routing import Intake, pool_for

OVERSEERS = frozenset({Role.SALES_MANAGER, Role.DIRECTOR, Role.OPS, Role.ADMIN})


def must_may_offer(
    number: str, status: LeadStatus, roles: frozenset[str], *, owner_id: UUID | None, actor_id: UUID
) -> UUID:
    """LEA-93: what somebody works on is offered to a colleague by him, or by who oversees it. Answers whose it is."""
    if status is not LeadStatus.OWNED or owner_id is None:
        raise RuleViolation("LEA-93", number=number, status=f"status.lead.{status}")
    if owner_id != actor_id and not roles & OVERSEERS:
        raise RuleViolation("LEA-93", number=number, status=f"status.lead.{status}")
    return owner_id


def must_be_another_person(to_id: UUID, owner_id: UUID) -> None:
    """LEA-94: a lead is offered to somebody else than its owner."""
    if to_id == owner_id:
        raise Malformed("to_id", to_id, "LEA-94")


def must_be_first_offer(number: str, asked: str | None) -> None:
    """LEA-95: a lead is offered to one colleague at a time. `asked`: who is asked already."""
    if asked is not None:
        raise RuleViolation("LEA-95", number=number, person=asked)


def must_be_asked(number: str, *, to_id: UUID, actor_id: UUID) -> None:
    """LEA-96: only whom it is offered to accepts or refuses a lead."""
    if to_id != actor_id:
        raise RuleViolation("LEA-96", number=number)


def may_withdraw(roles: frozenset[str], *, from_id: UUID, asked_by: UUID, actor_id: UUID) -> bool:
    return actor_id in (from_id, asked_by) or bool(roles & OVERSEERS)


def must_may_withdraw(number: str, roles: frozenset[str], *, from_id: UUID, asked_by: UUID, actor_id: UUID) -> None:
    """LEA-97: an offer is withdrawn by who made it, by the owner, or by who oversees the lead."""
    if not may_withdraw(roles, from_id=from_id, asked_by=asked_by, actor_id=actor_id):
        raise RuleViolation("LEA-97", number=number)


def must_be_open(number: str, status: LeadTransferStatus) -> None:
    """LEA-98: an offer is answered once."""
    if status is not LeadTransferStatus.ASKED:
        raise RuleViolation("LEA-98", number=number, status=f"status.lead_transfer.{status}")


def pool_of_receiver(
    now: UUID, source: str, region: str | None, product_line: str | None, his: Sequence[tuple[Intake, int]]
) -> UUID:
    """LEA-99: with its receiver a lead comes into a pool of his, unless he is of its own: the one that takes it, else
    the one nearest to him. `his`: each with the depth of its unit; without any, it stays where it is."""
    if not his or any(intake.pool_id == now for intake, _ in his):
        return now
    try:
        return pool_for(source, region, [intake for intake, _ in his], product_line)
    except RuleViolation:
        return max(his, key=lambda one: (one[1], one[0].code))[0].pool_id
