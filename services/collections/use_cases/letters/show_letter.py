"""What did a dunning letter say, or what would it say now?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.dunning.letters import LetterView
from services.collections.store.letters import dunnings
from services.collections.tables import Dunning
from services.collections.use_cases.letters.compose_letter import compose_letter


async def show_letter(id: UUID, uow: UnitOfWork) -> LetterView:
    """As it left; of one that has not left, as of now. Raises NotFound."""
    async with uow.begin() as work:
        return await letter_of(work, await dunnings.get_visible_dunning(work, id))


async def letter_of(work: Work, dunning: Dunning) -> LetterView:
    return LetterView.model_validate(dunning.said) if dunning.said else await compose_letter(work, dunning)
