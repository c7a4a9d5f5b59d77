"""A provider of e-invoices tells later what became of a request: what follows?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_filings import InvoiceFilingView, ProviderAnswerNotice
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_filings
from services.collections.use_cases.filings.take_answer import take_answer


async def receive_answer(
    provider: str, answer: ProviderAnswerNotice, uow: UnitOfWork, settings: CollectionsSettings
) -> InvoiceFilingView:
    """Told again it changes nothing. Raises NotFound and RuleViolation."""
    async with uow.begin() as work:
        seen = await invoice_filings.get_filing(work, answer.key, provider)
        filing = await take_answer(work, seen, answer, settings)
        await work.write()
        return filing.view()
