"""How far is one with a customer: how is it said, and how was it before?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.customer_care.phases import CustomerPhaseMoved, CustomerPhaseView, MovePhase
from messages.deals.customers import CustomerView
from services.deals.domain.authority import must_maintain_customers
from services.deals.domain.customer_care.segments import find_phase, must_say_why, phase_named
from services.deals.domain.sales_rules import reason_named
from services.deals.store import customers, sales_rules
from services.deals.store.customer_care.phases import list_phases
from services.deals.store.customer_care.rules import rules_of
from services.deals.store.customer_care.segments import customer_view
from services.deals.tables import Customer, CustomerPhase
from services.deals.use_cases.steps.customer_clock import run_clock


async def move_phase(id: UUID, command: MovePhase, uow: UnitOfWork) -> CustomerView:
    """On, back, lost, eliminated, or worked on again. Where he is already, nothing changes."""
    async with uow.begin() as work:
        row = await customers.lock_for_edit(work, id)
        must_maintain_customers(work.actor, row.owner_id, row.owner_unit)
        phases = (await rules_of(work, row.legal_entity_id)).phases
        to, now = phase_named(command.phase, phases), find_phase(row.phase, phases)
        if work.repeated or to == now:
            return await customer_view(work, row)
        must_say_why(now, to, reason=command.reason, note=command.note)
        reason = await _reason(work, row, command.reason)
        step = CustomerPhase(
            id=work.new_id(),
            customer_id=row.id,
            phase=to.code,
            former_phase=row.phase,
            reason=reason,
            note=command.note,
            by_id=work.actor.id,
            by_name=work.actor.name,
            at=work.now,
        )
        work.session.add(step)
        row.phase, row.phase_since, row.phase_reason = to.code, work.now, reason
        row.version += 1
        await run_clock(work, row)
        said = {"former_phase": step.former_phase, "kind": to.kind, "reason": command.note, "by_id": work.actor.id}
        work.emit(CustomerPhaseMoved.model_validate(row.event_args() | said | {"phase": to.code}))
        return await customer_view(work, row)


async def list_customer_phases(id: UUID, uow: UnitOfWork) -> list[CustomerPhaseView]:
    """The newest first, no more than the last hundred."""
    async with uow.begin() as work:
        return await list_phases(work, (await customers.get_customer(work, id)).id)


async def _reason(work: Work, row: Customer, said: str | None) -> str | None:
    if said is None:
        return None
    return reason_named(said, await sales_rules.list_reasons(work, row.legal_entity_id), {})
