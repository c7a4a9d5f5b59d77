"""What becomes of a contract that is to be cancelled, once orders has answered?"""

from uuid import UUID

from chassis.subscriptions import NotYet
from chassis.unit_of_work import UnitOfWork, Work
from messages.deals.contracts import ContractCancelled, ContractKept, ContractStatus
from messages.errors import NotFound
from messages.orders.call_offs import CallOffsClosed, CallOffsKept
from services.deals.domain.lifecycle import move_contract
from services.deals.store import contracts
from services.deals.tables import Contract


async def cancel_closed(event: CallOffsClosed, uow: UnitOfWork) -> None:
    """Nobody can order under it any more, so it is cancelled, whatever an answer to an earlier question says late."""
    async with uow.begin() as work:
        row = await _lock(work, event.contract_id)
        if row.state is ContractStatus.CANCELLED:
            return
        row.status = move_contract(row.state, ContractStatus.CANCELLED)
        row.version += 1
        work.emit(ContractCancelled.model_validate({**row.fact(), "reason": row.reason or ""}))


async def keep_ordered(event: CallOffsKept, uow: UnitOfWork) -> None:
    """Somebody ordered first: the contract is as effective as before."""
    async with uow.begin() as work:
        row = await _lock(work, event.contract_id)
        if row.state is not ContractStatus.CANCELLING:
            return
        row.status = move_contract(row.state, ContractStatus.EFFECTIVE)
        row.reason = None
        row.version += 1
        work.emit(ContractKept.model_validate({**row.fact(), "orders": event.orders}))


async def _lock(work: Work, contract_id: UUID) -> Contract:
    try:
        return await contracts.lock_contract(work, contract_id)
    except NotFound as unknown:
        raise NotYet("contract", contract_id) from unknown
