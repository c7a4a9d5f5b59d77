"""What became of a dunning letter?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.dunning.dunnings import DunningView
from services.collections.store.letters import dunnings


async def show_dunning_letter(id: UUID, uow: UnitOfWork) -> DunningView:
    """Raises NotFound."""
    async with uow.begin() as work:
        return (await dunnings.get_visible_dunning(work, id)).view()
