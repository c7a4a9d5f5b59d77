"""By which procedures are customers dunned, and by which were they?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.dunning.procedures import DunningProcedureView
from services.collections.store.dunning import procedures
from services.collections.store.dunning.choices import names_of


async def list_dunning_procedures(uow: UnitOfWork) -> list[DunningProcedureView]:
    """Every version, of the reader's legal entities and of everywhere; the newest of each is in force."""
    async with uow.begin() as work:
        rows = await procedures.list_procedures(work, work.actor)
        names = await names_of(work, [row.published_by for row in rows if row.published_by])
        newest = {(row.legal_entity_id, row.grade): row.id for row in reversed(rows)}
        return [row.view(in_force=newest[row.legal_entity_id, row.grade] == row.id, names=names) for row in rows]
