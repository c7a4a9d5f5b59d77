"""Somebody wants a receivable's rest to be given up: what goes before the approvers?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.write_offs import RequestWriteOff, WriteOffRequested, WriteOffStatus, WriteOffView
from services.collections.domain.write_offs import amount_to_write_off
from services.collections.store import receivables, write_offs
from services.collections.tables import WriteOff


async def request_write_off(command: RequestWriteOff, uow: UnitOfWork) -> WriteOffView:
    """It counts for nothing until it is approved. The same id again shows what stands. Raises NotFound."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        if await write_offs.find_write_off(work, id) is not None:
            known, owed = await write_offs.get_visible_write_off(work, id)
            return known.view(owed)
        receivable_id = command.receivable_id
        await receivables.find_receivable(work, receivable_id)
        owed = (await receivables.lock_receivables(work, [receivable_id]))[receivable_id]
        free = owed.money(owed.room - owed.write_off_requested)
        amount = amount_to_write_off(command.amount, status=owed.status, free=free, number=owed.number)
        owed.write_off_requested += amount
        place = (await write_offs.count_of(work, [receivable_id])).get(receivable_id, 0) + 1
        made = WriteOff(
            id=id,
            number=f"{owed.number}-W{place}",
            status=WriteOffStatus.REQUESTED,
            receivable_id=receivable_id,
            legal_entity_id=owed.legal_entity_id,
            amount=amount,
            currency=owed.currency,
            reason=command.reason,
            requested_by=work.actor.id,
            requested_at=work.now,
        )
        work.session.add(made)
        work.emit(WriteOffRequested(**made.event_args(owed), requested_by=work.actor.id, round=made.round))
        return made.view(owed)
