"""How is a contract cancelled?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
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
from services.deals.store import contracts, opportunities, projections
from services.deals.use_cases.steps.give_back import give_back

CANCELLED = (ContractStatus.CANCELLING, ContractStatus.CANCELLED)


async def cancel_contract(id: UUID, command: CancelContract, uow: UnitOfWork) -> ContractView:
    """Also while it is being approved: its process receives the event. Cancelling again changes nothing.

    Under an effective one an order may be placed at this moment: orders decides, `finish_cancellation` acts on it.
    """
    async with uow.begin() as work:
        opportunity = await opportunities.lock_opportunity_of(work, id)
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "cancel")
        if work.repeated or row.status in CANCELLED:
            return await contracts.view(work, row)
        must_have_no_order(row.status, await projections.list_orders_of(work, row.id))
        effective = row.status is ContractStatus.EFFECTIVE
        row.status = move_contract(row.status, CANCELLED[0] if effective else CANCELLED[1])
        row.reason = command.reason
        row.version += 1
        event = ContractCancelRequested if effective else ContractCancelled
        if not effective:
            await give_back(work, opportunity, row)
        work.emit(event.model_validate({**row.event_args(), "reason": command.reason}))
        return await contracts.view(work, row)
