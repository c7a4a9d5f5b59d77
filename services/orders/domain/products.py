"""What may stand on the price list?"""

from collections.abc import Sequence, Set
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from messages.errors import RuleViolation
from messages.money import UNIT
from messages.roles import Role

GUARDIANS = frozenset({Role.ORDER_ADMIN, Role.FINANCE, Role.SALES_MANAGER, Role.DIRECTOR, Role.ADMIN})
WHOLE = Decimal(100)


def must_have_free_code(code: str, *, holder: UUID, product_id: UUID) -> None:
    """ORD-12: a code names one product; people and files call the product by it."""
    if holder != product_id:
        raise RuleViolation("ORD-12", code=code)


def entity_of_product(wanted: str | None, own: Sequence[str]) -> str | None:
    """ORD-53: a product belongs to a legal entity of the one who brings it; it is named where there are several, and
    who works for the whole house may leave it to the whole house."""
    if wanted is None and "*" in own:
        return None
    entity = wanted or (own[0] if len(own) == 1 else None)
    if entity is None or not {entity, "*"} & {*own}:
        raise RuleViolation("ORD-53", legal_entity=entity or "")
    return entity


def may_see_floor(roles: Set[str]) -> bool:
    """ORD-33: what a product costs us and how low its price may go is for those who guard it, not for who sells it."""
    return bool(roles & GUARDIANS)


def floor_of(floor_price: Decimal | None, cost: Decimal | None, min_margin: Decimal | None) -> Decimal | None:
    """The lowest price of a piece, to four decimals: its floor price, or what its cost and least margin (percent of
    the price) need, whichever is more. None: it has no floor."""
    floors = [floor_price] if floor_price else []
    if cost and min_margin is not None:
        floors.append((cost * WHOLE / (WHOLE - min_margin)).quantize(UNIT, ROUND_HALF_UP))
    return max(floors, default=None)
