"""How does a person stop a customer's credit, and let him have it again?"""

from uuid import UUID

from chassis.auth.reach import must_see
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.grading.grades import (
    CreditHeld,
    CreditReleased,
    CreditStandingView,
    HoldCredit,
    ReleaseCredit,
)
from services.collections.domain.grading.requests import must_change_hold
from services.collections.store import projections
from services.collections.store.grading import facts, records
from services.collections.tables import CreditHold, Customer
from services.collections.use_cases.grading.grade_customers import grade_customers
from services.collections.use_cases.grading.show_credit_file import standing_view


async def hold_credit(customer_id: UUID, command: HoldCredit, uow: UnitOfWork) -> CreditStandingView:
    """Orders that are on their way are stopped at the door. The same key again changes nothing; COL-184 when he is."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        must_see(work.actor, customer.legal_entity_id, kind="customer", id=customer.id)
        if work.repeated:
            return await _view(work, customer)
        held = await _lock(work, customer)
        must_change_hold(is_held=held is not None, hold=True)
        made = CreditHold(
            id=work.new_id(),
            customer_id=customer.id,
            reason=command.reason,
            held_by=work.actor.id,
            held_at=work.now,
        )
        work.session.add(made)
        await work.session.flush()
        work.emit(CreditHeld(**made.event_args(customer, made.reason)))
        await grade_customers(work, [customer], "hold")
        return await _view(work, customer)


async def release_credit(customer_id: UUID, command: ReleaseCredit, uow: UnitOfWork) -> CreditStandingView:
    """What his grade holds stays held. The same key again changes nothing; COL-184 when no person has held him."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        must_see(work.actor, customer.legal_entity_id, kind="customer", id=customer.id)
        if work.repeated:
            return await _view(work, customer)
        held = await _lock(work, customer)
        must_change_hold(is_held=held is not None, hold=False)
        if held is not None:
            held.released_by, held.released_at, held.release_reason = work.actor.id, work.now, command.reason
            await work.session.flush()
            work.emit(CreditReleased(**held.event_args(customer, command.reason)))
        await grade_customers(work, [customer], "hold")
        return await _view(work, customer)


async def _lock(work: Work, customer: Customer) -> CreditHold | None:
    """The customer; and the hold that a person has set on him."""
    await facts.lock_customers(work, [customer.id])
    return next((one for one in await records.live_holds_of(work, [customer.id]) if one.held_by), None)


async def _view(work: Work, customer: Customer) -> CreditStandingView:
    return standing_view(customer, (await records.standings_of(work, [customer.id])).get(customer.id))
