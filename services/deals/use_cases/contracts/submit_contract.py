"""How does a contract go to approval?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractStatus, ContractSubmitted, ContractView
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import preparers
from services.deals.domain.lifecycle import move_contract
from services.deals.store import contracts
from services.deals.use_cases.contracts.assess_risk import compute_risk


async def submit_contract(id: UUID, uow: UnitOfWork) -> ContractView:
    """The next round begins and the contract is locked. Submitting again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "submit")
        if work.repeated or row.status is ContractStatus.IN_APPROVAL:
            return await contracts.view(work, row)
        row.status = move_contract(row.status, ContractStatus.IN_APPROVAL)
        row.prepared_by = preparers(row.prepared_by, work.actor)
        await compute_risk(work, row)
        row.round += 1
        row.version += 1
        work.emit(ContractSubmitted.model_validate(row.event_args()))
        return await contracts.view(work, row)
