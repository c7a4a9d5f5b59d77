"""What does an invoice lack to be exported as EN 16931?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import MissingTerm
from services.collections.domain.en16931 import missing_terms
from services.collections.settings import CollectionsSettings
from services.collections.store import invoices
from services.collections.use_cases.invoices.export_invoice import to_export


async def list_missing_terms(id: UUID, uow: UnitOfWork, settings: CollectionsSettings) -> list[MissingTerm]:
    """By field; none: it can be exported. Raises NotFound."""
    async with uow.begin() as work:
        said = await to_export(work, await invoices.get_visible_invoice(work, id), settings)
        issued_on = said.day(said.invoice.issued_at)
        return missing_terms(said.seller, said.buyer, said.taxed, issued_on=issued_on)
