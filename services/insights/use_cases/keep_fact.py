"""What becomes of a fact that somebody told?"""

from uuid import UUID

from chassis.envelope import Envelope
from chassis.unit_of_work import UnitOfWork
from services.insights.domain.reading import read
from services.insights.store import keeping


async def keep_fact(envelope: Envelope, uow: UnitOfWork) -> None:
    """Kept once, in whatever order it comes; of a kind nobody knows here too."""
    async with uow.begin() as work:
        by_id = _uuid(envelope.actor)
        reading = read(envelope.type, UUID(envelope.subject), envelope.data, actor_id=by_id)
        fact = {
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
        await keeping.keep(work, fact, reading, version=envelope.aggregateversion, at=envelope.time)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
