"""Which customers are of a segment, or as a filter asks for them?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.unit_of_work import Work
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customer_care.segments import CustomerFilter
from messages.deals.customers import CustomerView, DealStatus
from messages.deals.opportunities import OpportunityStatus
from messages.roles import Role
from services.deals.domain.customer_care.segments import ENDED, segment_named, worth_since
from services.deals.store.customer_conditions import has_deal_status, holds
from services.deals.tables import Customer, Opportunity

OF_THE_HOUSE = dict.fromkeys(("importance", "phase_reason", "hot_since", "hot_reason", "hot_by_name"))
COLUMNS = ("category", "importance", "need", "urgency", "phase", "sector", "region")


def filter_of(work: Work, wanted: CustomerFilter, rules: Mapping[str, CustomerRules]) -> ColumnElement[bool]:
    """Of those given, all hold; each customer by the rules of its legal entity."""
    parts: list[ColumnElement[bool]] = [
        col(getattr(Customer, name)).in_(getattr(wanted, name)) for name in COLUMNS if getattr(wanted, name)
    ]
    if wanted.segment:
        parts.append(_is_of_segment(wanted.segment, rules))
    return both(
        *parts,
        has_deal_status(wanted.deal_status) if wanted.deal_status else None,
        _is_hot(wanted.hot) if wanted.hot is not None else None,
        _is_worth_a_try_anywhere(work, rules) if wanted.remine else None,
        col(Customer.pool_id) == wanted.pool_id if wanted.pool_id else None,
        _waits_in_a_pool() if wanted.pooled else None,
        in_scope(Customer, work.actor.scope) if wanted.managed else None,
    )


async def with_deal_status(work: Work, rows: Sequence[Customer]) -> list[CustomerView]:
    """In one statement for all of them; to a partner without what the house thinks of them."""
    kept = func.coalesce(col(Customer.merged_into), col(Customer.id))
    query = (
        select(kept, func.array_agg(col(Opportunity.status).distinct()))
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .where(kept.in_([row.id for row in rows]))
        .group_by(kept)
    )
    found: dict[UUID, Any] = {}
    if rows:
        found = {id: set(statuses) for id, statuses in await work.session.execute(query)}
    less = OF_THE_HOUSE if work.actor.may(Role.PARTNER) else {}
    return [row.view().model_copy(update={"deal_status": _status(found.get(row.id, set()))} | less) for row in rows]


async def customer_view(work: Work, row: Customer) -> CustomerView:
    return (await with_deal_status(work, [row]))[0]


def _status(found: set[str]) -> DealStatus:
    if OpportunityStatus.WON in found:
        return DealStatus.WON
    if OpportunityStatus.OPEN in found:
        return DealStatus.OPEN
    return DealStatus.LOST if found else DealStatus.NONE


def _waits_in_a_pool() -> ColumnElement[bool]:
    return col(Customer.pool_id).is_not(None) & col(Customer.owner_id).is_(None)


def _is_hot(hot: bool) -> ColumnElement[bool]:
    return col(Customer.hot_since).is_not(None) if hot else col(Customer.hot_since).is_(None)


def _is_of_segment(code: str, rules: Mapping[str, CustomerRules]) -> ColumnElement[bool]:
    """DEA-128 where no legal entity knows it."""
    segment_named(code, [row for one in rules.values() for row in one.segments])
    return or_(
        *[
            and_(col(Customer.legal_entity_id) == entity, *(holds(one) for one in row.conditions))
            for entity, of_entity in rules.items()
            for row in of_entity.segments
            if row.code.casefold() == code.casefold()
        ]
    )


def _is_worth_a_try_anywhere(work: Work, rules: Mapping[str, CustomerRules]) -> ColumnElement[bool]:
    here = col(Customer.legal_entity_id)
    usual = here.not_in(rules) & _is_worth_a_try(work, CustomerRules())
    return or_(usual, *[(here == entity) & _is_worth_a_try(work, one) for entity, one in rules.items()])


def _is_worth_a_try(work: Work, rules: CustomerRules) -> ColumnElement[bool]:
    """DEA-129."""
    wanted = rules.remining
    return both(
        col(Customer.phase).in_([one.code for one in rules.phases if one.kind in ENDED]),
        col(Customer.phase_since) <= worth_since(wanted, work.now),
        col(Customer.phase_reason).in_(wanted.reasons) if wanted.reasons else None,
        col(Customer.importance).in_(wanted.importance) if wanted.importance else None,
    )
