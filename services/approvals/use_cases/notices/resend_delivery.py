"""What happens when somebody sends again, or sets aside, what could not be delivered?"""

from datetime import UTC
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import DeliveryState, DeliveryView, SetAside
from services.approvals.domain.notices.batches import must_be_given_up
from services.approvals.domain.notices.outgoing_facts import must_be_stuck
from services.approvals.store.notices import deliveries as store
from services.approvals.store.people.directory import find_directory
from services.approvals.use_cases.notices.list_deliveries import (
    delivery_view,
    find_addresses_of,
    must_keep,
)
from services.approvals.use_cases.steps.queue_deliveries import wake_up_keeper_at


async def resend_delivery(id: UUID, uow: UnitOfWork) -> DeliveryView:
    """By hand: all tries begin anew."""
    async with uow.begin() as work:
        row = await store.lock_delivery(work, id)
        must_keep(work, row, await find_directory(work))
        if not work.repeated:
            must_be_given_up(row["state"])
            now = work.now.astimezone(UTC)
            again = {"state": DeliveryState.WAITING, "due_at": now, "attempts": 0, "sent_at": None, "digest": False}
            await store.mark(work, [id], **again)
            await wake_up_keeper_at(work, now)
        return await _shown(work, id)


async def set_aside_delivery(id: UUID, command: SetAside, uow: UnitOfWork) -> DeliveryView:
    """What a program has refused is not sent; who said so, and why, stands with its answer. Setting it aside again
    changes nothing."""
    async with uow.begin() as work:
        row = await store.lock_delivery(work, id)
        must_keep(work, row, await find_directory(work))
        if row["state"] != DeliveryState.DROPPED:
            must_be_stuck(row["state"], to_program=row["endpoint_id"] is not None)
            error = f"{work.actor.name}: {command.reason} ({row['error']})"
            await store.mark(work, [id], state=DeliveryState.DROPPED, due_at=None, error=error)
            await wake_up_keeper_at(work, work.now.astimezone(UTC))
        return await _shown(work, id)


async def _shown(work: Work, id: UUID) -> DeliveryView:
    row = await store.lock_delivery(work, id)
    addresses = await find_addresses_of(work, [row])
    return delivery_view(row, await find_directory(work), addresses.get(row["channel_id"] or row["endpoint_id"]))
