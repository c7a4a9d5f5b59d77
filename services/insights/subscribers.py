"""What does insights listen to? Everything."""

from chassis.envelope import Envelope
from chassis.subscriptions import Subscriptions
from chassis.unit_of_work import UnitOfWork
from services.insights.use_cases.keep_fact import keep_fact

subscriptions = Subscriptions("insights", at_once=8)  # a fact is kept under its own id, which is claim enough


@subscriptions.on_any("leads", "deals", "orders", "collections", "approvals", claimed=False)
async def told(envelope: Envelope, uow: UnitOfWork) -> None:
    await keep_fact(envelope, uow)
