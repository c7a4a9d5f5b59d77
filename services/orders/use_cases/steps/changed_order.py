"""What would an approved order be after a change? Part of asking for a change, of its preview, and of applying it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.errors import RuleViolation
from messages.orders.order_changes import ChangedLine, ChangeFields
from messages.orders.placing import OrderLine
from messages.orders.products import BelowFloor
from services.orders.domain import call_offs, deviations
from services.orders.domain import order_changes as rules
from services.orders.domain.deviations import Paid
from services.orders.store import order_changes as store
from services.orders.store import products as product_store
from services.orders.store import projections as contract_store
from services.orders.tables import ContractLineRow, ContractRow, OrderLineRow, OrderRow, ProductRow
from services.orders.use_cases.steps.order_lines import line_of


@dataclass(frozen=True)
class ChangedOrder:
    """Copies that are not kept: the order and its lines as they would be; `before`: as they are. `called`: how many
    pieces more, or fewer, of each line of the contract. `wanted`: with what was left open filled in."""

    order: OrderRow
    lines: Sequence[OrderLineRow]
    before: Sequence[OrderLineRow]
    wanted: ChangeFields
    called: Mapping[int, int]
    agreed: Mapping[int, ContractLineRow]

    @property
    def added(self) -> dict[UUID, int]:
        """Pieces more of each product."""
        more: dict[UUID, int] = {}
        for line in self.lines:
            more[line.product_id] = more.get(line.product_id, 0) + line.quantity
        for line in self.before:
            more[line.product_id] = more.get(line.product_id, 0) - line.quantity
        return {id: pieces for id, pieces in more.items() if pieces > 0}


async def compose_change(
    work: Work, order: OrderRow, lines: Sequence[OrderLineRow], wanted: ChangeFields
) -> ChangedOrder:
    """Of a locked order; its contract is locked, too. Raises RuleViolation, NotFound for products."""
    left = await store.lines_that_left(work, order.id)
    known = {
        line.line: rules.OfLine(line.product_id, line.product_code, line.pieces(), line.line in left) for line in lines
    }
    said = wanted.lines if wanted.lines is not None else [_as_it_is(line) for line in lines]
    rules.must_name_lines([(one.line, one.product_id) for one in said], known)
    rules.must_cover_what_left({one.line: one.quantity for one in said if one.line is not None}, known)
    kept = _kept(lines, said)
    contract, agreed = await _agreed(work, order)
    called = _called(lines, kept, agreed)
    products = await _products(work, order, [*agreed.values(), *lines, *said])
    added = _added(order, [one for one in said if one.line is None], products, called, agreed)
    first = max((line.line for line in lines), default=0) + 1
    for number, (_, line) in enumerate(added, start=first):
        line.line = number
        if line.contract_line is not None:
            called[line.contract_line] = called.get(line.contract_line, 0) + line.quantity
    if contract is not None and any(pieces > 0 for pieces in called.values()):
        call_offs.must_be_effective(effective=contract.effective, number=contract.number)
    after = [*kept, *(line for _, line in added)]
    rules.must_be_addable(order.status, [line.quantity - _pieces_before(lines, line) for line in after])
    changed = OrderRow(**order.model_dump())
    changed.price(wanted.pricing or order.agreed, after)
    changed.ship_to = order.ship_to if wanted.ship_to is None else wanted.ship_to
    changed.deliver_on = wanted.deliver_on or order.deliver_on
    _must_be_sold(lines, after, products)
    filled = wanted.model_copy(update={"lines": _filled(said, kept, added)}) if wanted.lines is not None else wanted
    return ChangedOrder(changed, after, lines, filled, called, agreed)


def paid_of(lines: Sequence[OrderLineRow]) -> dict[int, Paid]:
    """By line."""
    return {line.line: line.paid() for line in lines}


def _as_it_is(line: OrderLineRow) -> ChangedLine:
    taken = line.discount if line.discount_percent is None and line.discount else None
    terms = {"discount_percent": line.discount_percent, "discount_amount": taken, "tax_rate": line.tax_rate}
    return ChangedLine(
        line=line.line, product_id=line.product_id, quantity=line.quantity, price=line.price, **terms
    )  # fmt: skip


def _kept(lines: Sequence[OrderLineRow], said: Sequence[ChangedLine]) -> list[OrderLineRow]:
    """Copies of those that stay, as they were wanted."""
    by_line = {one.line: one for one in said if one.line is not None}
    kept = []
    for line in lines:
        if (one := by_line.get(line.line)) is None:
            continue
        copy = OrderLineRow(**line.model_dump())
        copy.quantity, copy.discount_percent = one.quantity, one.discount_percent
        copy.price = line.price if one.price is None else one.price
        copy.discount = one.discount_amount or rules.NOTHING
        copy.tax_rate = line.tax_rate if one.tax_rate is None else one.tax_rate
        kept.append(copy)
    return kept


async def _agreed(work: Work, order: OrderRow) -> tuple[ContractRow | None, dict[int, ContractLineRow]]:
    """Its contract, locked, with its lines by their number; nothing where it has none."""
    if order.contract_id is None:
        return None, {}
    contract = await contract_store.find_and_lock_contract(work, order.contract_id)
    return contract, {row.line: row for row in await contract_store.list_contract_lines(work, order.contract_id)}


async def _products(
    work: Work, order: OrderRow, of: Sequence[ContractLineRow | OrderLineRow | ChangedLine]
) -> dict[UUID, ProductRow]:
    """Those of its legal entity."""
    known = await product_store.list_known(work, {one.product_id for one in of})
    return {id: one for id, one in known.items() if one.legal_entity_id in (None, order.legal_entity_id)}


def _called(
    lines: Sequence[OrderLineRow], kept: Sequence[OrderLineRow], agreed: Mapping[int, ContractLineRow]
) -> dict[int, int]:
    """Pieces more, or fewer, of each line of the contract. ORD-3 for more than it has left."""
    called: dict[int, int] = {}
    after = {line.line: line.quantity for line in kept}
    for line in lines:
        if line.contract_line is not None:
            more = after.get(line.line, 0) - line.quantity
            called[line.contract_line] = called.get(line.contract_line, 0) + more
    for line in lines:
        row = agreed.get(line.contract_line or 0)
        if row is not None and row.called_off + called[row.line] > row.quantity:
            more, left = called[row.line], row.quantity - row.called_off
            raise RuleViolation("ORD-3", product=str(line.product_id), wanted=more, left=left)
    return called


def _added(
    order: OrderRow,
    said: Sequence[ChangedLine],
    products: Mapping[UUID, ProductRow],
    called: Mapping[int, int],
    agreed: Mapping[int, ContractLineRow],
) -> list[tuple[ChangedLine, OrderLineRow]]:
    """New lines, each with what wanted it. Raises NotFound, ORD-3, ORD-20, ORD-36."""
    if said and order.contract_id is None:
        wanted = {products[one.product_id].code: products[one.product_id].currency for one in said
                  if one.product_id in products}  # fmt: skip
        call_offs.must_have_one_currency({order.number: order.currency} | wanted)
    left = {row.line: row.called_off + called.get(row.line, 0) for row in agreed.values()}
    added: list[tuple[ChangedLine, OrderLineRow]] = []
    for one in said:
        line = OrderLine(**one.model_dump(exclude={"line"}))
        for part in _parts(line, order, products, left, agreed):
            row = line_of(order.id, 0, part, products.get(part.product_id))
            if part.contract_line is not None:
                row.contract_price = agreed[part.contract_line].price
                left[part.contract_line] += part.quantity
            added.append((one, row))
    return added


def _parts(
    wanted: OrderLine,
    order: OrderRow,
    products: Mapping[UUID, ProductRow],
    called_off: Mapping[int, int],
    agreed: Mapping[int, ContractLineRow],
) -> Sequence[call_offs.Called]:
    if order.contract_id is None:
        return call_offs.from_price_list([wanted], {id: product.price for id, product in products.items()})
    code = products[wanted.product_id].code if wanted.product_id in products else ""
    rows = [
        call_offs.Agreed(row.line, row.product_id, row.quantity, called_off[row.line], row.price, code)
        for row in agreed.values()
    ]
    return call_offs.call_off([wanted], rows, order.currency)


def _pieces_before(lines: Sequence[OrderLineRow], after: OrderLineRow) -> int:
    return sum(line.quantity for line in lines if line.line == after.line)


def _must_be_sold(
    before: Sequence[OrderLineRow], after: Sequence[OrderLineRow], products: Mapping[UUID, ProductRow]
) -> None:
    """ORD-31, ORD-32 of what the change gives away; what was agreed before it stays."""
    were = paid_of(before)
    touched = [now for line, now in paid_of(after).items() if line not in were or were[line] != now]
    deviations.must_not_be_given_away(touched)
    final = [product.code for product in products.values() if product.below_floor == BelowFloor.REFUSE]
    further = [
        now
        for line, now in paid_of(after).items()
        if rules.is_further_below_floor(were.get(line), now)
    ]  # fmt: skip
    deviations.must_keep_floor(further, final)


def _filled(
    said: Sequence[ChangedLine], kept: Sequence[OrderLineRow], added: Sequence[tuple[ChangedLine, OrderLineRow]]
) -> list[ChangedLine]:
    """With the prices and tax rates that were reckoned with; under a contract the price of what is added stays the
    contract's."""
    stay = {line.line: line for line in kept}
    filled = []
    for one in said:
        row = stay[one.line] if one.line is not None else next(row for asked, row in added if asked is one)
        price = row.price if row.contract_line is None or one.line is not None else one.price
        filled.append(one.model_copy(update={"price": price, "tax_rate": row.tax_rate}))
    return filled
