"""How does a contract go back to its seller with guidance?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractReturned, ContractStatus, ContractView, ReturnContract
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_contract
from services.deals.store import contracts


async def return_contract(id: UUID, command: ReturnContract, uow: UnitOfWork) -> ContractView:
    """It may be edited and submitted again. Returning again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        if row.status is ContractStatus.RETURNED or is_of_an_earlier_round(command.round, row.round):
            return await contracts.view(work, row)
        row.status = move_contract(row.status, ContractStatus.RETURNED)
        row.guidance = command.guidance
        row.version += 1
        work.emit(ContractReturned.model_validate({**row.event_args(), "guidance": command.guidance}))
        return await contracts.view(work, row)
