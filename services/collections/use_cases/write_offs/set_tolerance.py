"""How is it set up to how much is written off by itself?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.write_offs import SetTolerance, ToleranceSet, ToleranceView
from messages.money import Money
from services.collections.domain.shards import derived_id
from services.collections.domain.write_offs import must_be_valid_tolerance
from services.collections.store import write_offs


async def set_tolerance(command: SetTolerance, uow: UnitOfWork) -> list[ToleranceView]:
    """It counts from the next money on; what stands is not touched. The same again changes nothing."""
    must_be_valid_tolerance(command.amount)
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /write-off-tolerances")
        if not work.repeated:  # somebody may have set it anew since
            await _set(work, command)
        return [row.view() for row in await write_offs.list_tolerances(work)]


async def _set(work: Work, command: SetTolerance) -> None:
    entity, currency = command.legal_entity_id, command.currency
    found = await write_offs.save_tolerance(
        work, legal_entity_id=entity, currency=currency, amount=command.amount, set_by=work.actor.id,
        set_at=work.now,
    )  # fmt: skip
    if found is not None:
        amount = Money(amount=found.amount, currency=currency)
        id = derived_id("tolerance", entity, currency)
        said = ToleranceSet(
            tolerance_id=id, legal_entity_id=entity, amount=amount, set_by=work.actor.id, version=found.version
        )
        work.emit(said)
