"""How does a contract go to approval?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractStatus, ContractSubmitted, ContractView
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import preparers
from services.deals.domain.lifecycle import move_contract
from services.deals.store import contracts
from services.deals.use_cases.assess_risk import reckon_risk


async def submit_contract(id: UUID, uow: UnitOfWork) -> ContractView:
    """The next round begins and the contract is locked. Submitting again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "submit")
        if work.repeated or row.state is ContractStatus.IN_APPROVAL:
            return await contracts.view(work, row)
        row.status = move_contract(row.state, ContractStatus.IN_APPROVAL)
        row.prepared_by = preparers(row.prepared_by, work.actor)
        await reckon_risk(work, row)
        row.round += 1
        row.version += 1
        work.emit(ContractSubmitted.model_validate(row.fact()))
        return await contracts.view(work, row)
