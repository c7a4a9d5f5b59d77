"""Where was a dunning letter mailed to, and did it leave?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.dunning.letters import LetterMailView
from services.collections.store.letters import dunnings


async def list_letter_mails(id: UUID, uow: UnitOfWork) -> list[LetterMailView]:
    """Oldest first. Raises NotFound."""
    async with uow.begin() as work:
        await dunnings.get_visible_dunning(work, id)
        return [mail.letter_view() for mail in await dunnings.list_mails(work, id)]
