"""Receivables came by a file as disputed: how does their dunning wait?"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.cases.pauses import DunningPauseStarted, PauseReason
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.cases.pauses import pause_ends_at
from services.collections.domain.due_dates import local_day
from services.collections.store.cases import links
from services.collections.store.receivables import lock_receivables
from services.collections.tables import DunningPause, Receivable
from services.collections.use_cases.holds.hold_receivables import hold_receivables

IMPORTED = "IMPORTED"  # the note of a pause that nobody wrote one for


async def pause_disputed(work: Work, imported: Sequence[Receivable], most_days: int) -> None:
    """A step of bringing them in: as long as a pause may last, of each customer together. Who settles it ends it."""
    disputed = [row for row in imported if row.disputed and row.status is ReceivableStatus.OPEN and not row.history]
    if not disputed:
        return
    rows = (await lock_receivables(work, {row.id for row in disputed})).values()
    together: dict[tuple[UUID, str, str], list[Receivable]] = {}
    for row in rows:
        together.setdefault((row.customer_id, row.tz, row.legal_entity_id), []).append(row)
    for (customer_id, tz, legal_entity_id), own in together.items():
        until = local_day(work.now, tz) + timedelta(days=most_days)
        pause = DunningPause(
            id=work.new_id(),
            number=links.numbered(own[0], "H", 1),
            customer_id=customer_id,
            customer_name=own[0].customer_name,
            legal_entity_id=legal_entity_id,
            reason=PauseReason.DISPUTE,
            note=IMPORTED,
            until=until,
            ends_at=pause_ends_at(until, now=work.now, tz=tz, most_days=most_days),
            shard=own[0].shard,
            paused_by=work.actor.id,
            paused_at=work.now,
        )
        work.session.add(pause)
        links.link(work, pause.id, own)
        work.emit(DunningPauseStarted(**pause.event_args(own), paused_by=work.actor.id, note=IMPORTED))
    await hold_receivables(work, list(rows))
