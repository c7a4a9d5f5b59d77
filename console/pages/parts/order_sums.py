"""What stands of orders: how much was ordered, has left, has arrived, is paid, waits for finance, is invoiced?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from console.pages.parts.status_chips import chip
from console.service_gateway import ServiceGateway
from console.view_models import Cell, Field, Link, Share, Table
from messages.base import Page
from messages.collections.receivables import OrderAccount
from messages.money import CENT, Money
from messages.orders.orders import OrderLineView, OrderStatus, OrderView

SUMS = ("total", "shipped", "received", "paid", "waiting", "invoiced")
DUE = ("next_due_on", "days_late")
COLUMNS = ("number", "status", "placed_at", *SUMS, *DUE)
Accounts = Mapping[UUID, OrderAccount]


async def accounts_of(gateway: ServiceGateway, orders: Sequence[OrderView]) -> Accounts:
    """By order, one question for all; none for who may not see money, and while collections does not answer."""
    if not orders:
        return {}
    ids = [str(order.id) for order in orders]
    asking = gateway.find("collections", "/order-accounts", list[OrderAccount], order_id=ids)
    return {account.order_id: account for account in await gateway.part("collections", asking) or ()}


def standing(orders: Iterable[OrderView], accounts: Accounts, whole: Money) -> list[tuple[str, Share]]:
    """Of `whole`; of a cancelled order nothing stands. Without the money where any of it is not known."""
    live = [order for order in orders if order.status is not OrderStatus.CANCELLED]
    goods = [
        ("shipped", _worth(live, lambda line: line.shipped)),
        ("received", _worth(live, lambda line: line.received)),
    ]
    money: list[tuple[str, Decimal]] = []
    if all(order.id in accounts for order in live):
        known = [accounts[order.id] for order in live]
        money = [(name, sum((getattr(one, name).amount for one in known), Decimal(0))) for name in SUMS[3:]]
    return [(name, Share(Money.of(amount, whole.currency), whole)) for name, amount in (*goods, *money)]


def sums_of(order: OrderView, accounts: Accounts) -> tuple[Cell, ...]:
    """The cells under `SUMS`."""
    shares = dict(standing([order], accounts, order.total)) if order.status is not OrderStatus.CANCELLED else {}
    return (order.total, *(shares.get(name) for name in SUMS[1:]))


def due_of(order: OrderView, accounts: Accounts) -> tuple[Cell, Cell]:
    """The cells under `DUE`: when the next money is due, and how late the latest is."""
    account = accounts.get(order.id)
    return (account.next_due_on, account.days_late or None) if account else (None, None)


def echo_of(account: OrderAccount) -> list[Field]:
    """Of its total: what is still to come, and what came and waits for finance; and since when it is due."""
    known = [(name, getattr(account, name)) for name in ("to_pay", "to_confirm")]
    return [*((name, money) for name, money in known if money is not None), ("next_due_on", account.next_due_on),
            *([("days_late", account.days_late)] if account.days_late else [])]  # fmt: skip


def orders_table(found: Page[OrderView], accounts: Accounts, everything: str = "") -> Table:
    """As a part of the page of a contract or customer; `everything` is the list of all of them."""
    rows = [
        (
            Link(one.number, f"/orders/{one.id}"), chip("order", one.status), one.placed_at, *sums_of(one, accounts),
            *due_of(one, accounts),
        )
        for one in found.items
    ]  # fmt: skip
    return Table("nav.orders", COLUMNS, rows, all=everything if found.next else "")


def _worth(orders: Iterable[OrderView], pieces: Callable[[OrderLineView], int]) -> Decimal:
    return sum((_worth_of(order, pieces) for order in orders), Decimal(0))


def _worth_of(order: OrderView, pieces: Callable[[OrderLineView], int]) -> Decimal:
    """What the customer pays for these pieces, each line to the cent; with the last of them also for the charges."""
    if order.lines and all(pieces(line) == line.quantity for line in order.lines):
        return order.total.amount
    worth = (line.worth.amount * pieces(line) / line.quantity for line in order.lines)
    return sum((amount.quantize(CENT, ROUND_HALF_UP) for amount in worth), Decimal(0))
