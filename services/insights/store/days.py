"""How much of each kind did one person do between two times? (counted by the database, however much it was)"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Numeric, Select, and_, cast, func, or_, outerjoin, select

from chassis.db.unit_of_work import Work
from messages.former_names import former_subjects, subject_of
from services.insights.tables import EVENT, RECORD, EventRow

CLAIMED, FOLLOWED_UP = "leads.lead.claimed.v1", "leads.lead.followed_up.v1"
REGISTERED, CONTRACTED = "deals.registration.submitted.v1", "deals.contract.submitted.v1"
PAID, NEW_CUSTOMER = "collections.payment.recorded.v1", "deals.customer.added.v1"
REFUNDED = "collections.refund.confirmed.v1"
COUNTED = (CLAIMED, FOLLOWED_UP, REGISTERED, CONTRACTED, PAID, REFUNDED)
REMARK = "NOTE"


@dataclass(frozen=True)
class Share:
    """Of one event: how many, and their sum where they have an amount; `status` is the record's, of payments only."""

    subject: str
    status: str | None
    currency: str | None
    count: int
    amount: Decimal | None


async def list_shares(work: Work, person_id: UUID, begin: datetime, end: datetime) -> list[Share]:
    rows = await work.session.execute(shares_query(person_id, begin, end))
    return [Share(subject_of(row[0]), *row[1:]) for row in rows]


async def list_new_customers(work: Work, person_id: UUID, begin: datetime, end: datetime) -> list[str]:
    """Their names, in the order in which they were added."""
    query = select(EVENT.data["name"].astext).where(*_of_day([NEW_CUSTOMER], person_id, begin, end))
    return list((await work.session.execute(query.order_by(EVENT.at))).scalars())


def shares_query(person_id: UUID, begin: datetime, end: datetime) -> Select[Any]:
    """A remark is no follow-up, and what was submitted again was counted before."""
    money = func.coalesce(EVENT.data["total"], EVENT.data["amount"])
    amount = cast(money["amount"].astext, Numeric(18, 2))
    currency = money["currency"].astext
    again = func.coalesce(cast(EVENT.data["round"].astext, Integer), 1) > 1
    paid = and_(RECORD.id == EVENT.record_id, EVENT.subject.in_(_names([PAID])))
    query = select(EVENT.subject, RECORD.status, currency, func.count(), func.sum(amount))
    return (
        query.select_from(outerjoin(EventRow, RECORD.__table__, paid))
        .where(*_of_day(COUNTED, person_id, begin, end))
        .where(or_(EVENT.subject.not_in(_names([FOLLOWED_UP])), EVENT.data["kind"].astext.is_distinct_from(REMARK)))
        .where(or_(EVENT.subject.not_in(_names([REGISTERED, CONTRACTED])), ~again))
        .group_by(EVENT.subject, RECORD.status, currency)
    )


def _of_day(subjects: Sequence[str], person_id: UUID, begin: datetime, end: datetime) -> list[Any]:
    return [EVENT.person_id == person_id, EVENT.subject.in_(_names(subjects)), EVENT.at >= begin, EVENT.at < end]


def _names(subjects: Sequence[str]) -> list[str]:
    return [name for subject in subjects for name in (subject, *former_subjects(subject))]
