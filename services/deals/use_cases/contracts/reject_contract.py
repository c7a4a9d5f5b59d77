"""How is a contract rejected?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractRejected, ContractStatus, ContractView, RejectContract
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_contract
from services.deals.store import contracts, opportunities
from services.deals.use_cases.steps.give_back import give_back


async def reject_contract(id: UUID, command: RejectContract, uow: UnitOfWork) -> ContractView:
    """For good; its opportunity is given back. Rejecting again changes nothing."""
    async with uow.begin() as work:
        opportunity = await opportunities.lock_opportunity_of(work, id)
        row = await contracts.lock_contract(work, id)
        if row.status is ContractStatus.REJECTED or is_of_an_earlier_round(command.round, row.round):
            return await contracts.view(work, row)
        row.status = move_contract(row.status, ContractStatus.REJECTED)
        row.reason = command.reason or None
        row.guidance = command.reason or row.guidance
        row.version += 1
        await give_back(work, opportunity, row)
        work.emit(ContractRejected.model_validate({**row.event_args(), "reason": command.reason}))
        return await contracts.view(work, row)
