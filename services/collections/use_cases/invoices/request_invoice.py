"""Which part of an order is to be invoiced?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.invoices import InvoiceRequested, InvoiceStatus, InvoiceView, RequestInvoice
from messages.money import Money
from services.collections.domain.invoices import amount_to_invoice, must_be_invoiceable
from services.collections.domain.payments import must_be_settleable
from services.collections.store import invoices, projections
from services.collections.tables import Invoice, OrderAccountRow


async def request_invoice(command: RequestInvoice, uow: UnitOfWork) -> InvoiceView:
    """Finance issues it. The same id again shows what stands; two at once never pass the order's total."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await invoices.find_invoice(work, id) is not None:
            return (await invoices.get_visible_invoice(work, id)).view()
        account = await projections.lock_account(work, command.order_id)
        must_be_settleable(cancelled=account.cancelled_at is not None, number=account.number)
        must_be_invoiceable(confirmed=account.confirmed_at is not None, number=account.number)
        amount = amount_to_invoice(
            command.amount,
            total=account.money(account.net),
            invoiced=account.money(account.invoiced),
            requested=account.money(account.requested),
        )
        invoice = await _invoice(work, id, command, account, amount)
        invoice.search = invoice.searched()
        account.requested += amount.amount
        work.session.add(invoice)
        work.emit(InvoiceRequested(**invoice.event_args(), requested_by=invoice.requested_by))
        return invoice.view()


async def _invoice(work: Work, id: UUID, command: RequestInvoice, account: OrderAccountRow, amount: Money) -> Invoice:
    customer = await projections.find_customer(work, account.customer_id)
    return Invoice(
        id=id,
        number=await work.next_number("IR", account.legal_entity_id),
        status=InvoiceStatus.REQUESTED,
        order_id=account.order_id,
        customer_id=account.customer_id,
        owner_id=account.owner_id,
        owner_unit=account.owner_unit,
        legal_entity_id=account.legal_entity_id,
        amount=amount.amount,
        currency=amount.currency,
        title=command.title or (customer.name if customer else ""),
        tax_id=command.tax_id,
        mail_to=command.mail_to,
        requested_by=work.actor.id,
        requested_at=work.now,
    )
