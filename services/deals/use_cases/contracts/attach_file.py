"""How does a file come to a contract?"""

import hashlib
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.files import save_file
from messages.deals.contracts import ContractFileAttached, ContractView
from services.deals.domain.authority import must_act_for
from services.deals.domain.contract_files import must_have_room
from services.deals.domain.contracts import must_be_editable, preparers
from services.deals.store import contract_files, contracts


async def attach_file(id: UUID, uow: UnitOfWork, *, name: str, media_type: str, content: bytes) -> ContractView:
    """Approvers sign it with the contract. Attaching the same content again changes nothing."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        must_act_for(work.actor, row, "attach")
        sha256 = hashlib.sha256(content).hexdigest()
        attached = await contract_files.find_file(work, row.id, sha256)
        if work.repeated or (attached is not None and attached.removed_at is None):
            return await contracts.view(work, row)
        must_be_editable(row.status)
        must_have_room(len((await contract_files.list_files(work, [row.id]))[row.id]))
        if attached is not None:
            attached.removed_at = None
        else:
            scope = {"legal_entity_id": row.legal_entity_id, "owner_unit": row.owner_unit}
            saved = await save_file(work, name=name, media_type=media_type, content=content, **scope)
            await contract_files.add_file(work, row, saved)
        row.prepared_by = preparers(row.prepared_by, work.actor)
        row.version += 1
        work.emit(ContractFileAttached.model_validate({**row.event_args(), "file_name": name, "sha256": sha256}))
        await work.session.flush()
        return await contracts.view(work, row)
