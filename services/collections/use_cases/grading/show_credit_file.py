"""What stands in a customer's credit file 信用档案?"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.grading.grades import CreditGrade, CreditStandingView
from messages.collections.grading.requests import CreditFileView, LateReceivable
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.due_dates import days_late, local_day
from services.collections.settings import CreditSource
from services.collections.store import projections
from services.collections.store.credit import credits_of
from services.collections.store.grading import records, requests
from services.collections.tables import CreditStanding, Customer, Receivable
from services.collections.use_cases.credit.show_credit import credits_view


async def show_credit_file(customer_id: UUID, uow: UnitOfWork, sources: Sequence[CreditSource]) -> CreditFileView:
    """Of each kind the newest 200, of receivables the newest 100 that the reader may see. Raises NotFound."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        standing = (await records.standings_of(work, [customer_id])).get(customer_id)
        late = await records.late_receivables_of(work, customer_id, local_day(work.now, customer.tz))
        return CreditFileView(
            standing=standing_view(customer, standing),
            credits=(await credits_view(work, customer)).credits,
            grades=[one.view() for one in await records.grades_of(work, customer_id)],
            requests=[one.view(customer) for one in await requests.requests_of(work, customer, records.MOST)],
            holds=[one.view() for one in await records.holds_of(work, customer_id)],
            late=[
                _late(one, days_late(due=one.due_on, settled_on=one.settled_on, now=work.now, tz=one.tz))
                for one in late
            ],
            evidence=[one.view() for one in await records.evidence_of(work, customer_id)],
            sources=[one.name for one in sources if one.legal_entity_id == customer.legal_entity_id],
        )


async def show_standing(customer_id: UUID, uow: UnitOfWork) -> CreditStandingView:
    """Raises NotFound."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        standing = (await records.standings_of(work, [customer_id])).get(customer_id)
        limits = [one.limit_amount for one in await credits_of(work, customer_id)]
        shown = standing_view(customer, standing)
        return shown.model_copy(update={"has_limit": any(limit is not None for limit in limits)})


def standing_view(customer: Customer, row: CreditStanding | None) -> CreditStandingView:
    return CreditStandingView(
        customer_id=customer.id,
        customer_name=customer.name,
        grade=CreditGrade(row.grade) if row else None,
        score=row.score if row else None,
        graded_at=row.graded_at if row else None,
        on_hold=row.on_hold if row else False,
        hold_reason=row.hold_reason if row else "",
        most_days=row.most_days if row else None,
        legal_entity_id=customer.legal_entity_id,
    )


def _late(row: Receivable, late: int) -> LateReceivable:
    return LateReceivable(
        receivable_id=row.id,
        number=row.number,
        due_on=row.due_on,
        amount=row.money(row.amount),
        written_off=row.money(row.written_off),
        days_late=late,
        is_open=row.status is ReceivableStatus.OPEN,
        disputed=row.disputed,
    )
