"""What becomes of the events that services published?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.envelope import Envelope
from services.insights.domain.interpretation import read
from services.insights.store.ingestion import Saved, save


async def save_events(envelopes: Sequence[Envelope], uow: UnitOfWork) -> None:
    """Each saved once, in whatever order they come, all or none; of a kind nobody knows here too."""
    saved = [_saved(envelope) for envelope in envelopes]
    async with uow.begin() as work:
        await save(work, saved)


def _saved(envelope: Envelope) -> Saved:
    by_id = _uuid(envelope.actor)
    reading = read(envelope.type, UUID(envelope.subject), envelope.data, actor_id=by_id)
    event = {
        "event_id": envelope.id,
        "at": envelope.time,
        "subject": envelope.type,
        "kind": reading.kind,
        "record_id": reading.record_id,
        "number": reading.number,
        "version": envelope.aggregateversion,
        "data": envelope.data,
        "by_id": by_id,
        "by_name": envelope.actorname,
        "person_id": reading.person_id,
        "refs": list({*reading.refs, *([by_id] if by_id else [])}),
    }
    return Saved(event, reading, version=envelope.aggregateversion, at=envelope.time, sequence=envelope.sequence)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
