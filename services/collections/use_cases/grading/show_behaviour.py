"""How has a customer paid, month by month?"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.grading.behaviour import BehaviourMonth, PaymentBehaviourView
from messages.collections.receivables import AgeingBucket
from messages.money import Money, total
from services.collections.domain.credit import bucket
from services.collections.domain.due_dates import local_day
from services.collections.domain.dunning_procedure import Procedure, procedure_for, rate_at
from services.collections.domain.grading.behaviour import (
    average_days,
    days_sales_outstanding,
    first_month,
    must_have_been,
    share_of,
)
from services.collections.domain.letters.interest import default_interest
from services.collections.store import projections
from services.collections.store.dunning.procedures import procedures_in_force
from services.collections.store.grading import behaviour
from services.collections.store.letters.items import LateReceivable, late_receivables
from services.collections.tables import Customer


async def show_behaviour(
    customer_id: UUID, uow: UnitOfWork, *, until: date | None, months: int
) -> PaymentBehaviourView:
    """A fixed number of statements, however much he owed. Raises NotFound."""
    async with uow.begin() as work:
        customer = await projections.get_visible_customer(work, customer_id)
        today = local_day(work.now, customer.tz)
        last = until or today
        must_have_been(last, today)
        first = first_month(last, months)
        ages = await behaviour.ages_by_month(work, customer_id, first, last)
        invoiced = await behaviour.invoiced_by_month(work, customer_id, first, last)
        settled = await behaviour.settled_between(work, customer_id, first, last)
        return PaymentBehaviourView(
            customer_id=customer_id,
            since=first,
            until=last,
            settled=settled["settled"],
            on_time=settled["on_time"],
            days_late=average_days(settled["late"], settled["settled"]),
            days_to_settle=average_days(settled["out"], settled["settled"]),
            interest=await _interest(work, customer, sorted({row["currency"] for row in ages}), today),
            months=_months(ages, {(row["last"], row["currency"]): row["invoiced"] for row in invoiced}),
        )


def _months(ages: Sequence[Any], invoiced: dict[tuple[date, str], Any]) -> list[BehaviourMonth]:
    return [
        _month(last, currency, list(rows), Money.of(invoiced.get((last, currency), 0), currency))
        for (last, currency), rows in groupby(ages, key=lambda row: (row["last"], row["currency"]))
    ]


def _month(last: date, currency: str, rows: Sequence[Any], invoiced: Money) -> BehaviourMonth:
    open_, overdue = (
        total([Money.of(row["open"], currency) for row in some], currency)
        for some in (rows, [row for row in rows if row["edge"]])
    )
    return BehaviourMonth(
        last=last,
        invoiced=invoiced,
        open=open_,
        overdue=overdue,
        ages=[
            AgeingBucket(bucket=bucket(row["edge"]), count=row["count"], open=Money.of(row["open"], currency))
            for row in rows
            if row["count"]
        ],
        overdue_share=share_of(overdue, open_),
        dso=days_sales_outstanding(open_, invoiced),
    )


async def _interest(work: Work, customer: Customer, currencies: Sequence[str], today: date) -> list[Money]:
    """As a letter of today would say it."""
    procedure = procedure_for(await procedures_in_force(work), customer.legal_entity_id, customer.grade)
    found = []
    for currency in currencies:
        late = await late_receivables(work, customer.id, currency, customer.legal_entity_id)
        borne = [_borne(one, currency, procedure, today) for one in late]
        found.append(total(borne, currency))
    return [one for one in found if one]


def _borne(one: LateReceivable, currency: str, procedure: Procedure, today: date) -> Money:
    owed, yearly = Money.of(one.open, currency), rate_at(procedure, one.level)
    return default_interest(owed, one.paid, due=one.due_on, today=today, yearly=yearly)
