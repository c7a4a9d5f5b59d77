"""Which part of an order, or of several, is to be invoiced?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.invoices import InvoiceRequested, InvoiceStatus, InvoiceView, OrderWanted, RequestInvoice
from services.collections.domain.invoice_lines import (
    BilledLine,
    bill_amount,
    bill_lines,
    must_be_one_way,
    unit_of,
)
from services.collections.domain.invoices import (
    InvoicedTogether,
    amount_to_invoice,
    must_be_invoiceable,
    must_be_named_once,
    must_go_together,
)
from services.collections.domain.payments import must_be_settleable
from services.collections.store import invoice_lines, invoices, projections
from services.collections.tables import BillableLineRow, Invoice, InvoiceLineRow, OrderAccountRow
from services.collections.use_cases.steps.made_out_to import made_out_to
from services.collections.use_cases.steps.order_account import emit_standing

NOTHING = Decimal("0.00")
Wanted = RequestInvoice | OrderWanted  # of one order


@dataclass(frozen=True)
class Billed:
    """What of an order is on the invoice, and its lines as they were agreed."""

    account: OrderAccountRow
    lines: Sequence[BilledLine]
    agreed: dict[int, BillableLineRow]

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), NOTHING)

    @property
    def tax(self) -> Decimal:
        return sum((line.tax for line in self.lines), NOTHING)


async def request_invoice(command: RequestInvoice, uow: UnitOfWork) -> InvoiceView:
    """Finance issues it. The same id again shows what stands; two at once never pass an order's total."""
    wanted: list[Wanted] = [command, *command.with_orders]
    must_be_named_once([one.order_id for one in wanted])
    for one in wanted:
        must_be_one_way(has_amount=one.amount is not None, has_lines=bool(one.lines), amount=one.amount)
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await invoices.find_invoice(work, id) is not None:
            return (await invoices.get_visible_invoice(work, id)).view()
        locked = await projections.lock_accounts(work, [one.order_id for one in wanted], visible=True)
        accounts = {account.order_id: account for account in locked}
        first, *others = (_together(accounts[one.order_id]) for one in wanted)
        must_go_together(first, others)
        billed = [await _billed(work, one, accounts[one.order_id]) for one in wanted]
        invoice = await _invoice(work, id, command, billed)
        invoice.search = invoice.searched()
        for part in billed:
            part.account.requested += part.total
        work.session.add(invoice)
        await invoice_lines.add_lines(work, _lines(id, billed))
        emit_standing(work, InvoiceRequested(**invoice.event_args(), requested_by=invoice.requested_by))
        return invoice.view()


def _together(account: OrderAccountRow) -> InvoicedTogether:
    return InvoicedTogether(account.number, account.customer_id, account.legal_entity_id, account.currency)


async def _billed(work: Work, wanted: Wanted, account: OrderAccountRow) -> Billed:
    """Never more than the order has left, whichever way it is asked for. Raises RuleViolation."""
    must_be_settleable(cancelled=account.cancelled_at is not None, number=account.number)
    must_be_invoiceable(confirmed=account.confirmed_at is not None, number=account.number)
    rows = await invoice_lines.list_billable(work, account.order_id)
    lines, amount = [left for _, left in rows], wanted.amount
    unit = unit_of(lines, account.currency)
    chosen = bill_lines(wanted.lines, lines, unit)
    if chosen:
        amount = account.money(sum((line.total for line in chosen), NOTHING))
    amount = amount_to_invoice(
        amount,
        total=account.money(account.net),
        invoiced=account.money(account.invoiced),
        requested=account.money(account.requested),
    )
    billed = chosen or bill_amount(amount.amount, lines, unit)
    return Billed(account, billed, {row.position: row for row, _ in rows})


async def _invoice(work: Work, id: UUID, command: RequestInvoice, billed: Sequence[Billed]) -> Invoice:
    """Of the owner of its first order."""
    account = billed[0].account
    made_out = await made_out_to(work, command, account.customer_id)
    return Invoice(
        id=id,
        number=await work.next_number("IR", account.legal_entity_id),
        status=InvoiceStatus.REQUESTED,
        order_id=account.order_id,
        other_order_ids=[part.account.order_id for part in billed[1:]],
        customer_id=account.customer_id,
        owner_id=account.owner_id,
        owner_unit=account.owner_unit,
        legal_entity_id=account.legal_entity_id,
        amount=sum((part.total for part in billed), NOTHING),
        tax=sum((part.tax for part in billed), NOTHING),
        currency=account.currency,
        **made_out,
        requested_by=work.actor.id,
        requested_at=work.now,
    )


def _lines(invoice_id: UUID, billed: Sequence[Billed]) -> list[InvoiceLineRow]:
    """One order after the other, in its words."""
    found = [(line, part.agreed[line.position]) for part in billed for line in part.lines]
    return [
        InvoiceLineRow(
            invoice_id=invoice_id,
            position=position,
            order_position=row.position,
            quantity=line.quantity,
            unit_price=line.unit_price,
            net=line.net,
            tax=line.tax,
            total=line.total,
            **row.model_dump(include={"order_id", "description", "product_code", "charge", "tax_rate"}),
        )
        for position, (line, row) in enumerate(found, start=1)
    ]
