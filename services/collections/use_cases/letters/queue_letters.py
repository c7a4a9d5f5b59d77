"""Which letters are to be sent, and who wakes up for them? Part of other use cases."""

from collections.abc import Sequence
from datetime import timedelta

from chassis.db.unit_of_work import Work
from messages.collections.dunning.letters import DunningLetterCancelled, LetterState, ShardLettersQueued
from services.collections.store.letters import dunnings
from services.collections.tables import Dunning, Shard

AT_ONCE = timedelta()


async def number_letters(work: Work, letters: Sequence[Dunning]) -> None:
    """Each of its legal entity and year."""
    for entity in sorted({one.legal_entity_id for one in letters}):
        own = [one for one in letters if one.legal_entity_id == entity]
        for one, number in zip(own, await work.next_numbers(len(own), "DL", entity), strict=True):
            one.number = number


async def supersede_letters(work: Work, newer: Sequence[Dunning]) -> None:
    """What of the same customers, currencies and legal entities has not gone out is in these, which are not written
    yet: also if what they were written for is paid before they leave."""
    by = {(one.customer_id, one.currency, one.legal_entity_id): one for one in newer}
    for old in await dunnings.supersede(work, newer):
        new = by[old.customer_id, old.currency, old.legal_entity_id]
        new.levels = old.levels | new.levels
        work.emit(DunningLetterCancelled(**old.event_args(), reason=old.letter_reason))


async def queue_letters(work: Work, letters: Sequence[Dunning], *, after: timedelta = AT_ONCE) -> None:
    """Their rows stand; the keeper of mails sends them then."""
    asked = [one.id for one in letters if one.letter_state is LetterState.WAITING]
    if asked:
        await dunnings.add_mails(work, asked, work.now + after)


def wake_mailer(work: Work, shard: Shard, letters: int) -> None:
    """Once for all that one act queues; the shard is locked."""
    if letters:
        shard.version += 1
        work.emit(ShardLettersQueued(shard_id=shard.id, shard=shard.shard, letters=letters, version=shard.version))
