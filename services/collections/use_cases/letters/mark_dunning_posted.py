"""Which dunning letter went out on paper?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import DunningLetterPosted, LetterState, MarkDunningPosted
from services.collections.domain.due_dates import local_day
from services.collections.domain.letters.sending import BY_HAND, must_be_day_of_post, must_be_sendable
from services.collections.store.letters import dunnings
from services.collections.use_cases.letters.compose_letter import compose_letter, is_due


async def mark_dunning_posted(id: UUID, command: MarkDunningPosted, uow: UnitOfWork) -> DunningView:
    """By whom, and on which day; a mail of it that waits is not sent any more. The same key again changes nothing."""
    async with uow.begin() as work:
        await dunnings.get_visible_dunning(work, id)
        dunning = await dunnings.lock_dunning(work, id)
        if work.repeated:
            return dunning.view()
        must_be_sendable(dunning.letter_state, dunning.number)
        days = {"written_on": dunning.prepared_at, "today": work.now}
        must_be_day_of_post(command.posted_on, **{name: local_day(at, work.actor.tz) for name, at in days.items()})
        letter = await compose_letter(work, dunning)
        if is_due(dunning, letter):
            dunning.said = letter.model_copy(update={"left_at": work.now}).model_dump(mode="json")
        dunning.letter_state, dunning.letter_reason = LetterState.POSTED, ""
        dunning.posted_on, dunning.posted_by = command.posted_on, work.actor.id
        dunning.version += 1
        await dunnings.cancel_mails(work, id, BY_HAND)
        work.emit(DunningLetterPosted(**dunning.event_args(), posted_on=command.posted_on))
        return dunning.view()
