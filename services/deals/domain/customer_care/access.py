"""What is open to whom of the customers of others?"""

from collections.abc import Collection

from messages.deals.customer_care.access import AccessGrant, AccessRules
from messages.errors import RuleViolation
from messages.org_path import is_within
from messages.roles import Role

LIMITED = frozenset({Role.SALES, Role.SALES_MANAGER})


def must_open_something(rules: AccessRules) -> None:
    """DEA-145: a grant says to whom it opens customers, sellers or their managers, and which of them; one that opens
    all to all is none."""
    names = {one.name.casefold() for one in rules.grants}
    for one in rules.grants:
        is_all = not (one.departments or one.conditions) and not (one.units or one.roles)
        if is_all or not LIMITED.issuperset(one.roles) or len(names) < len(rules.grants):
            raise RuleViolation("DEA-145", name=one.name)


def grants_for(rules: AccessRules, roles: Collection[str], unit: str) -> list[AccessGrant]:
    """DEA-146: a grant opens customers to who has one of its roles and works in one of its units, or below it."""
    return [
        one
        for one in rules.grants
        if (not one.roles or any(role in one.roles for role in roles))
        and (not one.units or any(is_within(unit, of) for of in one.units))
    ]
