"""How are the rows of an ERP taken, each by itself? Part of each of its messages."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.errors import Forbidden, RuleViolation
from messages.imports import Outcome, RowOutcome, refused_row
from services.orders.domain.erp import unknown
from services.orders.store import orders as order_store
from services.orders.store import products as store
from services.orders.tables import ProductRow
from services.orders.use_cases.steps.reach import must_reach_product


class Row(Protocol):
    @property
    def line(self) -> int: ...


R = TypeVar("R", bound=Row)


async def take_rows(
    rows: Sequence[R], take: Callable[[R], Awaitable[RowOutcome]], *, fields: Mapping[str, str], lang: str
) -> list[RowOutcome]:
    """What a rule says no to is told with its field (`fields`: by rule), and stops no other row."""
    outcomes: list[RowOutcome] = []
    for row in rows:
        try:
            outcomes.append(await take(row))
        except RuleViolation as no:
            field = fields[no.rule]
            outcomes.append(refused_row(row.line, no, field=field, value=getattr(row, field), lang=lang))
    return outcomes


def taken(row: Row, id: UUID, *, is_new: bool) -> RowOutcome:
    """Something has changed by it, or it said nothing new."""
    return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED if is_new else Outcome.DUPLICATE, id=id)


async def lock_product_of(work: Work, code: str) -> ProductRow | None:
    """ORD-101 for one of a legal entity that this actor does not reach; None where there is none."""
    product = await store.lock_product_by_code(work, code)
    if product is not None:
        try:
            await must_reach_product(work, product.legal_entity_id, verb="POST /erp")
        except Forbidden as foreign:
            raise unknown("product", code) from foreign
    return product


async def known_product(work: Work, code: str) -> ProductRow:
    product = await lock_product_of(work, code)
    if product is None:
        raise unknown("product", code)
    return product


async def known_order(work: Work, number: str) -> UUID:
    found = await order_store.find_order_id(work, number)
    if found is None:
        raise unknown("order", number)
    return found
