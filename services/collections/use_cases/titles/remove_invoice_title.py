"""Which title can no longer be chosen?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_titles import InvoiceTitleView
from services.collections.store import titles


async def remove_invoice_title(id: UUID, uow: UnitOfWork) -> InvoiceTitleView:
    """Of the others the first becomes the default when this one was it. Removing again changes nothing."""
    async with uow.begin() as work:
        title = await titles.lock_title(work, id)
        if title.removed_at is None:
            others = [one for one in await titles.list_titles(work, title.customer_id) if one.id != id]
            title.removed_at = title.changed_at = work.now
            title.changed_by = work.actor.id
            title.version += 1
            await work.write()
            if title.is_default and others:
                others[0].is_default = True
        return title.view()
