"""How is it set what becomes of money on account when its customer owes again?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.advances import AdvancePolicySet, AdvancePolicyView, SetAdvancePolicy
from services.collections.domain.shards import derived_id
from services.collections.store import advances


async def set_advance_policy(command: SetAdvancePolicy, uow: UnitOfWork) -> list[AdvancePolicyView]:
    """It counts from the next order on. The same again changes nothing."""
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /advance-policies")
        if not work.repeated:  # somebody may have set it anew since
            await _set(work, command)
        return [row.view() for row in await advances.list_policies(work)]


async def _set(work: Work, command: SetAdvancePolicy) -> None:
    entity, use = command.legal_entity_id, command.use
    found = await advances.save_policy(work, legal_entity_id=entity, use=use, set_by=work.actor.id, set_at=work.now)
    if found is not None:
        id = derived_id("advance_policy", entity)
        said = AdvancePolicySet(
            advance_policy_id=id, legal_entity_id=entity, use=use, set_by=work.actor.id, version=found.version
        )
        work.emit(said)
