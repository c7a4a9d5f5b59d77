"""What happens in other services goes out to the programs that asked for it."""

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.envelope import Envelope
from services.approvals.domain.notices.outgoing_facts import KINDS
from services.approvals.use_cases.steps.queue_deliveries import queue_fact


async def send_fact(envelope: Envelope, uow: UnitOfWork) -> None:
    """Written down in the transaction in which the event is received, once however often it comes; the keeper sends
    it."""
    event = envelope.event(KINDS[envelope.type])
    async with uow.begin() as work:
        await queue_fact(work, envelope, event)
