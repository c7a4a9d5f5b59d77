"""How many leads may one person hold, and who may be given one?"""

from collections.abc import Collection

from messages.errors import RuleViolation
from messages.org_path import is_within
from messages.roles import Role


def must_have_room(*, held: int, more: int, limit: int) -> None:
    """LEA-7: nobody holds more leads of a pool than its limit."""
    if held + more > limit:
        raise RuleViolation("LEA-7", held=held, limit=limit)


def must_be_receiver(name: str, *, active: bool, roles: frozenset[str], unit: str, within: str | None) -> None:
    """LEA-9: a lead is given to an active seller; a manager gives inside his unit. `within` None: wherever else."""
    inside = within is None or is_within(unit, within)
    if not (active and roles & {Role.SALES, Role.SALES_MANAGER} and inside):
        raise RuleViolation("LEA-9", person=name)


def must_work_for(name: str, legal_entities: Collection[str], legal_entity_id: str) -> None:
    """LEA-50: a lead stays in its legal entity: it is given to somebody who works for it."""
    if not {legal_entity_id, "*"} & {*legal_entities}:
        raise RuleViolation("LEA-50", person=name, legal_entity=legal_entity_id)
