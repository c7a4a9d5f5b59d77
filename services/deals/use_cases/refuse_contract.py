"""How is a contract refused?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractRefused, ContractStatus, ContractView, RefuseContract
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_contract
from services.deals.store import contracts


async def refuse_contract(id: UUID, command: RefuseContract, uow: UnitOfWork) -> ContractView:
    """For good. Refusing again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        if row.state is ContractStatus.REFUSED or is_of_an_earlier_round(command.round, row.round):
            return await contracts.view(work, row)
        row.status = move_contract(row.state, ContractStatus.REFUSED)
        row.reason = command.reason or None
        row.guidance = command.reason or row.guidance
        row.version += 1
        work.emit(ContractRefused.model_validate({**row.fact(), "reason": command.reason}))
        return await contracts.view(work, row)
