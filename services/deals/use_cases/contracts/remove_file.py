"""How is a file taken from a contract?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.contracts import ContractFileRemoved, ContractView
from services.deals.domain.authority import must_act_for
from services.deals.domain.contracts import must_be_editable, preparers
from services.deals.store import contract_files, contracts


async def remove_file(id: UUID, sha256: str, uow: UnitOfWork) -> ContractView:
    """What was submitted with it can still be read. Removing it again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "remove")
        attached = await contract_files.find_file(work, row.id, sha256)
        if work.repeated or attached is None or attached.removed_at is not None:
            return await contracts.view(work, row)
        must_be_editable(row.status)
        await contract_files.remove_file(work, row, attached)
        row.prepared_by = preparers(row.prepared_by, work.actor)
        row.version += 1
        work.emit(
            ContractFileRemoved.model_validate({**row.event_args(), "file_name": attached.name, "sha256": sha256})
        )
        await work.session.flush()
        return await contracts.view(work, row)
