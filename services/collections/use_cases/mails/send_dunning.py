"""How is a dunning letter sent once more, or at once?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import LetterState
from services.collections.domain.letters.sending import must_be_sendable
from services.collections.domain.shards import shard_of
from services.collections.store import shards
from services.collections.store.letters import dunnings
from services.collections.use_cases.letters.queue_letters import number_letters, queue_letters, wake_mailer

UNDER_WAY = (LetterState.WAITING, LetterState.NO_ADDRESS)


async def send_dunning(id: UUID, uow: UnitOfWork) -> DunningView:
    """With what is open then. One that waits for its next try is tried at once. The same key again changes nothing."""
    async with uow.begin() as work:
        seen = await dunnings.get_visible_dunning(work, id)
        shard = await shards.lock_shard(work, shard_of(seen.customer_id))
        dunning = await dunnings.lock_dunning(work, id)
        if work.repeated:
            return dunning.view()
        must_be_sendable(dunning.letter_state, dunning.number)
        if dunning.letter_state in UNDER_WAY:
            queued = await dunnings.hasten_letter(work, id)
        else:
            dunning.letter_state, dunning.letter_reason, queued = LetterState.WAITING, "", 1
            dunning.version += 1
            await queue_letters(work, [dunning])
        wake_mailer(work, shard, queued)
        if not dunning.number:
            await number_letters(work, [dunning])
        return dunning.view()
