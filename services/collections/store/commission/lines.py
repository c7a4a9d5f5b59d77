"""How are the facts and the lines of commission kept, found and added up?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, text, update

from chassis.auth.identity import Actor, Everything, Own, Scope, Unit
from chassis.auth.reach import has_reach
from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from chassis.records.people import Person
from messages.collections.commission import CommissionComponent, CommissionKind, CommissionMode
from messages.org_path import is_within
from messages.roles import Role
from services.collections.domain.commission.facts import Fact, FactKind
from services.collections.domain.commission.lines import Line
from services.collections.domain.commission.plans import PlanVersion
from services.collections.domain.commission.shares import Part
from services.collections.tables import CommissionFact, CommissionLine, OrderAccountRow
from services.collections.tables.columns import Accounts, CommissionFacts, CommissionLines, Customers

LOCK_BOOKING = text("SELECT pg_advisory_xact_lock(hashtext('commission_booking'))")
# One statement: of an order of a legal entity that has a plan, whoever it is of by then. None: the order is not known.
ADD_GOODS = """
WITH account AS (SELECT * FROM order_accounts WHERE order_id = $3), added AS (
    INSERT INTO commission_facts (id, kind, order_id, subject_id, amount, currency, legal_entity_id, owner_id,
        owner_unit, happened_at, shipment_number, source_number)
    SELECT $1, $2, a.order_id, $4, $5, a.currency, a.legal_entity_id, a.owner_id, a.owner_unit, $6, $7, $8
    FROM account a WHERE EXISTS (SELECT FROM commission_plans p WHERE p.legal_entity_id = a.legal_entity_id)
    ON CONFLICT (id) DO NOTHING)
SELECT 1 FROM account"""


@dataclass(frozen=True)
class NewGoods:
    """Of which order goods arrived, or went back; the rest is known of the order."""

    id: UUID
    kind: FactKind
    order_id: UUID
    subject_id: UUID
    amount: Decimal | None
    happened_at: datetime
    shipment_number: str = ""
    source_number: str = ""


async def add_goods(work: Work, fact: NewGoods) -> bool:
    """False while the order is not known."""
    values = (
        fact.id, fact.kind.value, fact.order_id, fact.subject_id, fact.amount, fact.happened_at, fact.shipment_number,
        fact.source_number,
    )  # fmt: skip
    return bool(await work.fetch(ADD_GOODS, *values))


async def open_orders(work: Work, limit: int) -> list[UUID]:
    """Of which something has happened that is not booked, what happened first before."""
    query = select(CommissionFacts.order_id).where(CommissionFacts.booked_at.is_(None))
    grouped = query.group_by(CommissionFacts.order_id).order_by(func.min(CommissionFacts.seq)).limit(limit)
    return list((await work.session.execute(grouped)).scalars())


async def count_open(work: Work) -> int:
    query = select(func.count(CommissionFacts.order_id.distinct())).where(CommissionFacts.booked_at.is_(None))
    return int((await work.session.execute(query)).scalar_one())


async def lock_order(work: Work, order_id: UUID) -> tuple[OrderAccountRow, str] | None:
    """Its account and the customer's name; nobody else books until the end. None: not known yet."""
    await work.session.execute(LOCK_BOOKING)
    query = select(Accounts, Customers.name).outerjoin(Customers, Customers.id == Accounts.customer_id)
    found = (await work.session.execute(query.where(Accounts.order_id == order_id))).one_or_none()
    return (found[0], found[1] or "") if found else None


async def facts_of(work: Work, order_id: UUID, zone: ZoneInfo) -> list[Fact]:
    query = select(CommissionFacts).where(CommissionFacts.order_id == order_id).order_by(CommissionFacts.seq)
    return [_fact(row, zone) for row in (await work.session.execute(query)).scalars()]


def _fact(row: CommissionFact, zone: ZoneInfo) -> Fact:
    own = row.model_dump(include=set(Fact.__dataclass_fields__))
    day = row.happened_at.astimezone(zone).date()
    return Fact(**own, happened_on=day, is_booked=row.booked_at is not None)


async def lines_of(work: Work, order_id: UUID, versions: Sequence[PlanVersion]) -> list[Line]:
    by_id = {one.id: one for one in versions}
    query = select(CommissionLines).where(CommissionLines.order_id == order_id).order_by(CommissionLines.id)
    return [_line(row, by_id[row.plan_id]) for row in (await work.session.execute(query)).scalars()]


def _line(row: CommissionLine, plan: PlanVersion) -> Line:
    own = row.model_dump(include=set(Line.__dataclass_fields__) - {"plan", "person"})
    return Line(**own, plan=plan, person=Part(row.owner_id, row.owner_name, row.owner_unit, row.share))


async def attained(work: Work, people: Sequence[UUID], month: str, currency: str) -> dict[UUID, Any]:
    """What of the month's quota was attained: the people's shares of the money, less what was clawed back."""
    own = func.round(CommissionLines.basis * CommissionLines.share / 100, 2)
    query = select(CommissionLines.owner_id, func.sum(own)).where(
        CommissionLines.owner_id.in_(people),
        CommissionLines.mode == CommissionMode.QUOTA,
        CommissionLines.component == CommissionComponent.COMMISSION,
        CommissionLines.currency == currency,
        in_month(month),
    )
    return dict((await work.session.execute(query.group_by(CommissionLines.owner_id))).all())


async def save_lines(
    work: Work, account: OrderAccountRow, customer_name: str, lines: Sequence[Line], facts: Sequence[Fact]
) -> None:
    """And the facts are booked."""
    of_order = account.model_dump(include={"order_id", "legal_entity_id", "currency"})
    for line in lines:
        own = {name: getattr(line, name) for name in Line.__dataclass_fields__ if name not in ("plan", "person")}
        work.session.add(
            CommissionLine(
                **own, **of_order, order_number=account.number, customer_name=customer_name, booked_at=work.now,
                plan_id=line.plan.id, plan_name=line.plan.name, plan_version=line.plan.version, mode=line.plan.mode,
                owner_id=line.person.person_id, owner_name=line.person.name, owner_unit=line.person.unit,
                share=line.person.percent, day_count=line.plan.day_count if line.days else None,
            )
        )  # fmt: skip
    await work.session.flush()
    ids = [fact.id for fact in facts if not fact.is_booked]
    booked = update(CommissionFacts).where(CommissionFacts.id.in_(ids)).values(booked_at=work.now)
    await work.session.execute(booked)


def reach_of(actor: Actor) -> Scope:
    """Whose commission one sees: finance and directors of their legal entities, a manager of his unit and below,
    everybody else his own, whatever other records his roles show him."""
    if actor.is_process or actor.may(Role.FINANCE, Role.DIRECTOR):
        return actor.scope
    return Unit(actor.unit, actor.id) if actor.may(Role.SALES_MANAGER) else Own(actor.id)


def may_see(actor: Actor, person: Person) -> bool:
    """The same of somebody who has no lines yet."""
    reach = reach_of(actor)
    if isinstance(reach, Everything):
        return has_reach(actor, person.legal_entity_id)
    return actor.id == person.id or (isinstance(reach, Unit) and is_within(person.unit, reach.path))


def in_month(month: str) -> Any:
    first, after = bounds(month)
    return (CommissionLines.happened_on >= first) & (CommissionLines.happened_on < after)


def bounds(month: str) -> tuple[date, date]:
    """Its first day, and that of the next one."""
    year, number = map(int, month.split("-"))
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def query_lines(work: Work, month: str, person_id: UUID) -> Select[Any]:
    """In the actor's scope."""
    visible = in_scope(CommissionLines, reach_of(work.actor))
    return select(CommissionLines).where(CommissionLines.owner_id == person_id, in_month(month), visible)


async def sums(work: Work, month: str, person_id: UUID | None) -> list[Any]:
    """Per person and currency, of those whom the actor may see: of the month, and until its end."""
    month_of, (_, after) = in_month(month), bounds(month)
    accrued, payable = func.sum(CommissionLines.accrued), func.sum(CommissionLines.payable)
    is_clawed = CommissionLines.kind == CommissionKind.CLAWED_BACK

    def of(amount: Any, where: Any) -> Any:
        return func.coalesce(amount.filter(where), 0)

    query = select(
        CommissionLines.owner_id.label("person_id"),
        func.max(CommissionLines.owner_name).label("person_name"),
        CommissionLines.currency,
        of(accrued, month_of & ~is_clawed).label("accrued"),
        (-of(accrued, month_of & is_clawed)).label("clawed_back"),
        of(payable, month_of).label("payable"),
        (of(accrued, CommissionLines.happened_on < after) - of(payable, CommissionLines.happened_on < after)).label(
            "not_payable"
        ),
    ).where(in_scope(CommissionLines, reach_of(work.actor)), CommissionLines.happened_on < after)
    if person_id is not None:
        query = query.where(CommissionLines.owner_id == person_id)
    grouped = query.group_by(CommissionLines.owner_id, CommissionLines.currency)
    return list((await work.session.execute(grouped.order_by(func.max(CommissionLines.owner_name)))).all())
