"""What did a customer buy, and what does he owe, as far as orders and collections answer?"""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from console.pages.parts.order_sums import accounts_of, orders_table
from console.pages.parts.status_chips import chip
from console.service_gateway import ServiceGateway
from console.view_models import Cell, Link, Table
from messages.base import Page
from messages.collections.credit import CreditsView, CreditView
from messages.collections.invoice_titles import InvoiceTitleView
from messages.collections.receivables import ReceivableView
from messages.deals.customers import CustomerView
from messages.money import Money
from messages.orders.orders import OrderView

Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True)
class MoneyPanels:
    """The parts that have anything to say; `is_seen`: collections shows this reader its file."""

    orders: list[Table]
    credit: list[Table]
    debts: list[Table]
    is_seen: bool
    has_titles: bool


async def money_of(gateway: ServiceGateway, seen: CustomerView) -> MoneyPanels:
    """Without the services that do not answer."""
    query = {"customer_id": seen.id, "limit": 20}
    asking = gateway.find("collections", "/invoice-titles", list[InvoiceTitleView], customer_id=seen.id)
    orders, debts, credit, titles = await gather(
        gateway.part("orders", gateway.find("orders", "/orders", Page[OrderView], **query)),
        gateway.part("collections", gateway.find("collections", "/receivables", Page[ReceivableView], **query)),
        gateway.part("collections", gateway.find("collections", f"/credits/{seen.id}", CreditsView)),
        gateway.part("collections", asking),
    )
    accounts = await accounts_of(gateway, orders.items if orders else [])
    return MoneyPanels(
        orders=[orders_table(orders, accounts, f"/orders?q={quote(seen.name)}")] if orders else [],
        credit=[_credit(credit.credits)] if credit and credit.credits else [],
        debts=[_debts(debts, f"/receivables?q={quote(seen.name)}")] if debts else [],
        is_seen=credit is not None,
        has_titles=titles is not None,
    )


def _credit(found: Sequence[CreditView]) -> Table:
    """How much he may owe, how much he owes, and how much more he may; without a limit nothing says that."""
    rows: Rows = [(one.limit, one.owed, _free(one), one.unallocated, one.oldest_days_late) for one in found]
    return Table("console.credit", ("credit_limit", "owed", "free", "unallocated", "oldest_days_late"), rows)


def _debts(found: Page[ReceivableView], everything: str) -> Table:
    rows: Rows = [
        (
            Link(one.number, f"/receivables/{one.id}"),
            chip("receivable", one.status),
            one.due_on,
            one.amount,
            one.paid,
        )
        for one in found.items
    ]
    columns = ("number", "status", "due_on", "amount", "paid")
    return Table("nav.receivables", columns, rows, all=everything if found.next else "")


def _free(one: CreditView) -> Money | None:
    return one.limit - one.owed if one.limit is not None else None
