"""What did one seller do on one day?"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import find_person
from messages.errors import NotFound
from messages.insights.views import DailyReport
from messages.money import Money
from services.insights.domain.days import bounds_of
from services.insights.store import days
from services.insights.store.days import Share
from services.insights.store.sales import person_in_scope

# What finance said of the day's payments by now; owed back is what it had confirmed.
CONFIRMED, WAITING, REJECTED = ("CONFIRMED", "REVERSED"), ("RECORDED",), ("REJECTED",)


async def report_day(person_id: UUID | None, day: date | None, uow: UnitOfWork) -> DailyReport:
    """Without a person: one's own; without a day: today, where that person is."""
    async with uow.begin() as work:
        wanted = person_id or work.actor.id
        person = await find_person(work, wanted)
        if person is None or not person_in_scope(work, person):
            raise NotFound("person", wanted)
        of_day = day or work.now.astimezone(ZoneInfo(person.tz)).date()
        begin, end = bounds_of(of_day, person.tz)
        shares = await days.list_shares(work, wanted, begin, end)
        paid = [share for share in shares if share.subject == days.PAID]
        return DailyReport(
            person_id=wanted,
            person_name=person.name,
            day=of_day,
            leads_claimed=_count(shares, days.CLAIMED),
            follow_ups=_count(shares, days.FOLLOWED_UP),
            registrations=_count(shares, days.REGISTERED),
            contracts=_count(shares, days.CONTRACTED),
            contract_amount=_sum(share for share in shares if share.subject == days.CONTRACTED),
            payments=_count(shares, days.PAID),
            payment_amount=_sum(share for share in paid if share.status in CONFIRMED),
            payments_waiting=_sum(share for share in paid if (share.status or "RECORDED") in WAITING),
            payments_rejected=_sum(share for share in paid if share.status in REJECTED),
            refunded=_sum(share for share in shares if share.subject == days.REFUNDED),
            new_customers=await days.list_new_customers(work, wanted, begin, end),
        )


def _count(shares: list[Share], subject: str) -> int:
    return sum(share.count for share in shares if share.subject == subject)


def _sum(shares: Iterable[Share]) -> list[Money]:
    """Per currency."""
    totals: dict[str, Decimal] = {}
    for share in shares:
        if share.currency and share.amount is not None:
            totals[share.currency] = totals.get(share.currency, Decimal(0)) + share.amount
    return [Money.of(total, currency) for currency, total in sorted(totals.items())]
