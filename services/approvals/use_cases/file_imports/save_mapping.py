"""How is a mapping saved under a name, so that the next file is read the same way?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.file_imports import SavedMapping, SaveMapping
from messages.errors import NotFound
from services.approvals.store.file_imports import mappings as store


async def save_mapping(command: SaveMapping, uow: UnitOfWork) -> SavedMapping:
    async with uow.begin() as work:
        values = {
            "id": work.new_id(), "owner_id": work.actor.id, "owner_name": work.actor.name,
            "legal_entities": list(work.actor.legal_entities), "kind": command.kind, "name": command.name,
            "mapping": command.mapping.model_dump(mode="json"), "saved_at": work.now,
        }  # fmt: skip
        return await store.save(work, values)


async def list_mappings(kind: str, uow: UnitOfWork) -> list[SavedMapping]:
    async with uow.begin() as work:
        return await store.list_mappings(work, kind)


async def drop_mapping(id: UUID, uow: UnitOfWork) -> SavedMapping:
    """One's own."""
    async with uow.begin() as work:
        dropped = await store.drop_mapping(work, id)
        if dropped is None:
            raise NotFound("import_mapping", id)
        return dropped
