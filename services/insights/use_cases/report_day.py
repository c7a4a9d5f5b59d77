"""What did one seller do on one day?"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.directory import find_person
from chassis.unit_of_work import UnitOfWork
from messages.errors import NotFound
from messages.insights.views import DailyReport
from messages.money import Money
from services.insights.domain.days import bounds_of
from services.insights.store import facts
from services.insights.store.sales import person_in_scope
from services.insights.tables import FactRow

NOTES = "NOTE"


async def report_day(person_id: UUID | None, day: date | None, uow: UnitOfWork) -> DailyReport:
    """Without a person: one's own; without a day: today, where that person is."""
    async with uow.begin() as work:
        wanted = person_id or work.actor.id
        person = await find_person(work, wanted)
        if person is None or not person_in_scope(work, person):
            raise NotFound("person", wanted)
        of_day = day or work.now.astimezone(ZoneInfo(person.tz)).date()
        begin, end = bounds_of(of_day, person.tz)
        told = await facts.list_facts_of_person(work, wanted, begin, end)
        contracts = [data for data in _of(told, "deals.contract.submitted.v1") if data.get("round", 1) == 1]
        payments = _of(told, "collections.payment.recorded.v1")
        return DailyReport(
            person_id=wanted,
            person_name=person.name,
            day=of_day,
            leads_claimed=len(_of(told, "leads.lead.claimed.v1")),
            follow_ups=sum(data.get("kind") != NOTES for data in _of(told, "leads.lead.followed_up.v1")),
            registrations=sum(data.get("round", 1) == 1 for data in _of(told, "deals.registration.submitted.v1")),
            contracts=len(contracts),
            contract_amount=_sum(data["total"] for data in contracts),
            payments=len(payments),
            payment_amount=_sum(data["amount"] for data in payments),
            new_customers=[str(data["name"]) for data in _of(told, "deals.customer.added.v1")],
        )


def _of(told: list[FactRow], subject: str) -> list[dict[str, Any]]:
    return [fact.data for fact in told if fact.subject == subject]


def _sum(amounts: Iterable[Mapping[str, Any]]) -> list[Money]:
    """Per currency."""
    totals: dict[str, Decimal] = {}
    for each in amounts:
        totals[each["currency"]] = totals.get(each["currency"], Decimal(0)) + Decimal(str(each["amount"]))
    return [Money.of(amount, currency) for currency, amount in sorted(totals.items())]
