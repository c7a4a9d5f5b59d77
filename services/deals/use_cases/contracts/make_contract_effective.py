"""How does an approved contract become effective?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractEffective, ContractStatus, ContractView, MakeEffective
from services.deals.domain.lifecycle import is_of_an_earlier_round, move_contract
from services.deals.store import contracts

ONCE_EFFECTIVE = (ContractStatus.EFFECTIVE, ContractStatus.CANCELLING)


async def make_contract_effective(id: UUID, command: MakeEffective, uow: UnitOfWork) -> ContractView:
    """Orders may be placed under it and its payment plan is made: with the fields that signers changed, so that it is
    what was signed. Once; again changes nothing.
    """
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        if row.status in ONCE_EFFECTIVE or is_of_an_earlier_round(command.round, row.round):
            return await contracts.view(work, row)
        row.status = move_contract(row.status, ContractStatus.EFFECTIVE)
        row.effective_at = work.now
        row.guidance = None
        row.clauses = command.edited.clauses if command.edited.clauses is not None else row.clauses
        row.version += 1
        shown = await contracts.view(work, row)
        lines = (await contracts.list_lines(work, [row.id]))[row.id]
        event_args = {
            **row.event_args(),
            "customer_name": shown.customer_name,
            "lines": [line.as_line() for line in lines],
            "terms": shown.terms,
            "effective_at": row.effective_at,
        }
        work.emit(ContractEffective.model_validate(event_args))
        return shown
