"""How is a file taken from a contract?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractFileRemoved, ContractView
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import must_be_editable, preparers
from services.deals.store import contracts, files


async def remove_file(id: UUID, sha256: str, uow: UnitOfWork) -> ContractView:
    """What was submitted with it can still be read. Removing it again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "remove")
        there = await files.find_file(work, row.id, sha256)
        if there is None or there.removed_at is not None:
            return await contracts.view(work, row)
        must_be_editable(row.state)
        await files.remove_file(work, row, there)
        row.prepared_by = preparers(row.prepared_by, work.actor)
        row.version += 1
        work.emit(ContractFileRemoved.model_validate({**row.fact(), "file_name": there.name, "sha256": sha256}))
        await work.session.flush()
        return await contracts.view(work, row)
