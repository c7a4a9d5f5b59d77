"""What happens when somebody sends again what could not be delivered?"""

from datetime import UTC
from uuid import UUID

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.notices import DeliveryState, DeliveryView
from messages.errors import NotFound
from services.approvals.domain.notices.batches import must_be_given_up
from services.approvals.store.notices import deliveries as store
from services.approvals.store.people.directory import find_directory
from services.approvals.use_cases.notices.list_deliveries import (
    KEEPERS,
    delivery_view,
    entity_of_delivery,
    find_addresses_of,
)
from services.approvals.use_cases.steps.queue_deliveries import wake_up_keeper_at


async def resend_delivery(id: UUID, uow: UnitOfWork) -> DeliveryView:
    """By hand: all tries begin anew."""
    async with uow.begin() as work:
        row = await store.lock_delivery(work, id)
        if row["person_id"] != work.actor.id and not work.actor.may(*KEEPERS):
            raise NotFound("delivery", id)
        people = await find_directory(work)
        if row["person_id"] != work.actor.id:
            must_see(work.actor, entity_of_delivery(row, people), kind="delivery", id=id)
        if not work.repeated:
            must_be_given_up(row["state"])
            now = work.now.astimezone(UTC)
            again = {"state": DeliveryState.WAITING, "due_at": now, "attempts": 0, "sent_at": None, "digest": False}
            await store.mark(work, [id], **again)
            await wake_up_keeper_at(work, now)
        row = await store.lock_delivery(work, id)
        addresses = await find_addresses_of(work, [row])
        return delivery_view(row, people, addresses.get(row["channel_id"] or row["endpoint_id"]))
