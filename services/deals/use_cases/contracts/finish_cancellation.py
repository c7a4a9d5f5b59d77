"""What becomes of a contract that is to be cancelled, once orders has answered?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.subscriptions import NotYet
from messages.deals.contracts import ContractCancelled, ContractKept, ContractStatus
from messages.errors import NotFound
from messages.orders.call_offs import CallOffsClosed, CallOffsKept
from services.deals.domain.lifecycle import move_contract
from services.deals.store import contracts, opportunities
from services.deals.tables import Contract, Opportunity
from services.deals.use_cases.steps.give_back import give_back


async def finish_cancellation(event: CallOffsClosed, uow: UnitOfWork) -> None:
    """Nobody can order under it any more, so it is cancelled, whatever an answer to an earlier question says late."""
    async with uow.begin() as work:
        opportunity, row = await _lock(work, event.contract_id)
        if row.status is ContractStatus.CANCELLED:
            return
        row.status = move_contract(row.status, ContractStatus.CANCELLED)
        row.version += 1
        await give_back(work, opportunity, row)
        work.emit(ContractCancelled.model_validate({**row.event_args(), "reason": row.reason or ""}))


async def keep_contract(event: CallOffsKept, uow: UnitOfWork) -> None:
    """Somebody ordered first: the contract is as effective as before."""
    async with uow.begin() as work:
        _, row = await _lock(work, event.contract_id)
        if row.status is not ContractStatus.CANCELLING:
            return
        row.status = move_contract(row.status, ContractStatus.EFFECTIVE)
        row.reason = None
        row.version += 1
        work.emit(ContractKept.model_validate({**row.event_args(), "orders": event.orders}))


async def _lock(work: Work, contract_id: UUID) -> tuple[Opportunity, Contract]:
    try:
        opportunity = await opportunities.lock_opportunity_of(work, contract_id)
        return opportunity, await contracts.lock_contract(work, contract_id)
    except NotFound as unknown:
        raise NotYet("contract", contract_id) from unknown
