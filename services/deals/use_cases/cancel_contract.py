"""How is a contract cancelled?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.deals.contracts import (
    CancelContract,
    ContractCancelled,
    ContractCancelRequested,
    ContractStatus,
    ContractView,
)
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import must_have_no_order
from services.deals.domain.lifecycle import move_contract
from services.deals.store import contracts, facts

CANCELLED = (ContractStatus.CANCELLING, ContractStatus.CANCELLED)


async def cancel_contract(id: UUID, command: CancelContract, uow: UnitOfWork) -> ContractView:
    """Also while it is being approved: its process hears it. Cancelling again changes nothing.

    Under an effective one an order may be placed at this moment: orders decides, and `end_cancelling` hears it.
    """
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "cancel")
        if work.repeated or row.state in CANCELLED:
            return await contracts.view(work, row)
        must_have_no_order(row.state, await facts.list_orders_of(work, row.id))
        effective = row.state is ContractStatus.EFFECTIVE
        row.status = move_contract(row.state, CANCELLED[0] if effective else CANCELLED[1])
        row.reason = command.reason
        row.version += 1
        told = ContractCancelRequested if effective else ContractCancelled
        work.emit(told.model_validate({**row.fact(), "reason": command.reason}))
        return await contracts.view(work, row)
