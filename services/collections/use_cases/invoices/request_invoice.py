"""Which part of an order is to be invoiced?"""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.invoices import InvoiceRequested, InvoiceStatus, InvoiceView, RequestInvoice
from services.collections.domain.invoice_lines import (
    BillableLine,
    BilledLine,
    bill_amount,
    bill_lines,
    must_be_one_way,
    unit_of,
)
from services.collections.domain.invoices import amount_to_invoice, must_be_invoiceable
from services.collections.domain.payments import must_be_settleable
from services.collections.store import invoice_lines, invoices, projections
from services.collections.tables import BillableLineRow, Invoice, InvoiceLineRow, OrderAccountRow
from services.collections.use_cases.steps.made_out_to import made_out_to

NOTHING = Decimal("0.00")


async def request_invoice(command: RequestInvoice, uow: UnitOfWork) -> InvoiceView:
    """Finance issues it. The same id again shows what stands; two at once never pass the order's total."""
    must_be_one_way(has_amount=command.amount is not None, has_lines=bool(command.lines), amount=command.amount)
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await invoices.find_invoice(work, id) is not None:
            return (await invoices.get_visible_invoice(work, id)).view()
        account = await projections.lock_account(work, command.order_id)
        must_be_settleable(cancelled=account.cancelled_at is not None, number=account.number)
        must_be_invoiceable(confirmed=account.confirmed_at is not None, number=account.number)
        rows = await invoice_lines.list_billable(work, account.order_id)
        billed = _billed(command, account, [left for _, left in rows])
        invoice = await _invoice(work, id, command, account, billed)
        invoice.search = invoice.searched()
        account.requested += invoice.amount
        work.session.add(invoice)
        await work.session.flush()
        agreed = {row.position: row for row, _ in rows}
        await invoice_lines.add_lines(work, [_line(id, n, one, agreed) for n, one in enumerate(billed, start=1)])
        work.emit(InvoiceRequested(**invoice.event_args(), requested_by=invoice.requested_by))
        return invoice.view()


def _billed(command: RequestInvoice, account: OrderAccountRow, lines: Sequence[BillableLine]) -> list[BilledLine]:
    """Never more than the order has left, whichever way it is asked for."""
    unit, wanted = unit_of(lines, account.currency), command.amount
    chosen = bill_lines(command.lines, lines, unit)
    if chosen:
        wanted = account.money(sum((line.total for line in chosen), NOTHING))
    amount = amount_to_invoice(
        wanted,
        total=account.money(account.net),
        invoiced=account.money(account.invoiced),
        requested=account.money(account.requested),
    )
    return chosen or bill_amount(amount.amount, lines, unit)


async def _invoice(
    work: Work, id: UUID, command: RequestInvoice, account: OrderAccountRow, billed: Sequence[BilledLine]
) -> Invoice:
    made_out = await made_out_to(work, command, account.customer_id)
    return Invoice(
        id=id,
        number=await work.next_number("IR", account.legal_entity_id),
        status=InvoiceStatus.REQUESTED,
        order_id=account.order_id,
        customer_id=account.customer_id,
        owner_id=account.owner_id,
        owner_unit=account.owner_unit,
        legal_entity_id=account.legal_entity_id,
        amount=sum((line.total for line in billed), NOTHING),
        tax=sum((line.tax for line in billed), NOTHING),
        currency=account.currency,
        **made_out,
        requested_by=work.actor.id,
        requested_at=work.now,
    )


def _line(invoice_id: UUID, position: int, billed: BilledLine, agreed: dict[int, BillableLineRow]) -> InvoiceLineRow:
    """In the words of the order."""
    row = agreed[billed.position]
    return InvoiceLineRow(
        invoice_id=invoice_id,
        position=position,
        order_position=row.position,
        quantity=billed.quantity,
        unit_price=billed.unit_price,
        net=billed.net,
        tax=billed.tax,
        total=billed.total,
        **row.model_dump(include={"order_id", "description", "product_code", "charge", "tax_rate"}),
    )
