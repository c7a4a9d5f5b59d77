"""How is a contract withdrawn from approval?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractStatus, ContractView, ContractWithdrawn, DecideContract
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_contract
from services.deals.store import contracts


async def withdraw_contract(id: UUID, command: DecideContract, uow: UnitOfWork) -> ContractView:
    """It is a draft again. Withdrawing a draft changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "withdraw")
        done = row.status is ContractStatus.DRAFT or is_of_an_earlier_round(command.round, row.round)
        if work.repeated or done:
            return await contracts.view(work, row)
        row.status = move_contract(row.status, ContractStatus.DRAFT)
        row.version += 1
        work.emit(ContractWithdrawn.model_validate(row.event_args()))
        return await contracts.view(work, row)
