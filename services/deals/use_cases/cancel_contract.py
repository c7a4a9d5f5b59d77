"""How is a contract cancelled?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.deals.contracts import CancelContract, ContractCancelled, ContractStatus, ContractView
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import must_have_no_order
from services.deals.domain.lifecycle import move_contract
from services.deals.store import contracts, facts


async def cancel_contract(id: UUID, command: CancelContract, uow: UnitOfWork) -> ContractView:
    """Also while it is being approved: its process hears it. Cancelling again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "cancel")
        if work.repeated or row.state is ContractStatus.CANCELLED:
            return await contracts.view(work, row)
        must_have_no_order(row.state, await facts.list_orders_of(work, row.id))
        row.status = move_contract(row.state, ContractStatus.CANCELLED)
        row.reason = command.reason
        row.version += 1
        work.emit(ContractCancelled.model_validate({**row.fact(), "reason": command.reason}))
        return await contracts.view(work, row)
