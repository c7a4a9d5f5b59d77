"""Who keeps the accounts with which a customer orders for himself?"""

from collections.abc import Set
from uuid import UUID

from messages.org_path import is_within
from messages.roles import Role
from services.approvals.domain.people.directory import Person


def may_keep_accounts(*, actor_id: UUID, roles: Set[str], unit: str, owner: Person | None) -> bool:
    """APP-185: the accounts of a customer are kept by its owner, his manager or order administration."""
    if Role.ORDER_ADMIN in roles:
        return True
    is_manager = Role.SALES_MANAGER in roles
    if owner is None or not (is_manager or Role.SALES in roles):
        return False
    return owner.id == actor_id or (is_manager and is_within(owner.unit, unit))
