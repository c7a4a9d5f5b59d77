"""What is known of a correction?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.corrections import CorrectionView
from services.collections.store import corrections


async def show_correction(id: UUID, uow: UnitOfWork) -> CorrectionView:
    async with uow.begin() as work:
        found, paid = await corrections.get_visible_correction(work, id)
        return found.view(paid)
