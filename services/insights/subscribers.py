"""What does insights listen to? Everything.

outbox → chassis/events/relay.py → JetStream → here → use_cases/save_events.py
"""

from collections.abc import Sequence

from chassis.db.unit_of_work import UnitOfWork
from chassis.events.envelope import Envelope
from chassis.events.subscriptions import Subscriptions
from messages.hand_over import PersonHandedOver
from messages.services import RECORD_OWNERS
from services.insights.use_cases.move_owner import move_owner
from services.insights.use_cases.save_events import save_events

# An event is saved under its own id: a second delivery changes nothing, whichever of eight comes first. What one order
# makes known in a quarter of a second is saved with one statement instead of ten.
subscriptions = Subscriptions("insights", at_once=8, gathers_s=0.25)
subscriptions.on_people()


@subscriptions.on_any(*RECORD_OWNERS)
async def receive_events(envelopes: Sequence[Envelope], uow: UnitOfWork) -> None:
    await save_events(envelopes, uow)


@subscriptions.on(PersonHandedOver)
async def person_handed_over(event: PersonHandedOver, uow: UnitOfWork) -> None:
    await move_owner(event, uow)
