"""What does insights listen to? Everything."""

from chassis.envelope import Envelope
from chassis.subscriptions import Subscriptions
from chassis.unit_of_work import UnitOfWork
from services.insights.use_cases.keep_fact import keep_fact

subscriptions = Subscriptions("insights", at_once=8)


@subscriptions.on_any("leads", "deals", "orders", "collections", "approvals")
async def told(envelope: Envelope, uow: UnitOfWork) -> None:
    await keep_fact(envelope, uow)
