"""Which lead goes from one pool to another, and who says so?"""

from messages.errors import RuleViolation
from messages.leads.leads import LeadStatus
from services.leads.domain.distribution.members import may_keep


def must_wait_to_move(number: str, status: LeadStatus) -> None:
    """LEA-164: what waits in a pool is moved to another; what somebody works on is given back or transferred, and what
    sleeps is woken up first."""
    if status is not LeadStatus.POOLED:
        raise RuleViolation("LEA-164", number=number, status=f"status.lead.{status}")


def must_be_pool_of_entity(number: str, *, entity: str, pools: str) -> None:
    """LEA-165: a lead stays in its legal entity: it goes to a pool of the same one."""
    if pools != entity:
        raise RuleViolation("LEA-165", number=number, entity=entity)


def must_keep_where_it_waits(number: str, pool: str, roles: frozenset[str], *, unit: str, pool_unit: str) -> None:
    """LEA-166: who keeps both pools moves a lead from one to the other. Of the one to which it goes LEA-67 says it."""
    if not may_keep(roles, unit=unit, pool_unit=pool_unit):
        raise RuleViolation("LEA-166", number=number, pool=pool)
