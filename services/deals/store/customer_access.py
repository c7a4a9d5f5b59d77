"""Which customers does somebody read?"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import col

from chassis.auth.identity import ALL, Everything
from chassis.db.database import in_scope, unit_within
from chassis.db.unit_of_work import Work
from messages.deals.customer_care.access import AccessGrant, AccessRules
from messages.roles import Role
from services.deals.domain.customer_care.access import LIMITED, grants_for
from services.deals.store.customer_conditions import holds
from services.deals.tables import Customer, CustomerRulesOfEntity, Opportunity

KEPT = "access_rules"  # what was read of them, as long as the work goes on


async def visible_customers(work: Work) -> Select[Any]:
    """A partner sees his own, the house those of its legal entities: two sellers must be able to meet at one customer.
    Where a legal entity limits it, sellers and their managers see what is near to them, and what was opened to them.
    """
    actor = work.actor
    if actor.may(Role.PARTNER):
        return select(Customer).where(in_scope(Customer, actor.scope))
    of_house = select(Customer).where(in_scope(Customer, Everything(actor.legal_entities)))
    if isinstance(actor.scope, Everything) or not actor.may(*LIMITED):
        return of_house
    limited = await _limited(work)
    if not limited:
        return of_house
    opened = [_opened(entity, one) for entity, rules in limited.items() for one in _grants(work, rules)]
    free = col(Customer.legal_entity_id).not_in(limited)
    return of_house.where(or_(free, *_near(work), *opened))


async def _limited(work: Work) -> Mapping[str, AccessRules]:
    """Of the legal entities of the actor that limit it; asked once per work."""
    known: dict[str, AccessRules] | None = work.session.info.get(KEPT)
    if known is None:
        access = col(CustomerRulesOfEntity.rules)["access"]
        query = select(col(CustomerRulesOfEntity.legal_entity_id), access).where(access["limited"].as_boolean())
        if ALL not in work.actor.legal_entities:
            query = query.where(col(CustomerRulesOfEntity.legal_entity_id).in_(work.actor.legal_entities))
        found = await work.session.execute(query)
        known = {entity: AccessRules.model_validate(rules) for entity, rules in found}
        work.session.info[KEPT] = known
    return known


def _near(work: Work) -> list[ColumnElement[bool]]:
    """Whom he or his unit looks after, whom they sell to, whom nobody looks after."""
    sold = select(col(Opportunity.customer_id)).where(in_scope(Opportunity, work.actor.scope))
    joined = select(col(Customer.merged_into)).where(col(Customer.merged_into).is_not(None), col(Customer.id).in_(sold))
    id = col(Customer.id)
    return [in_scope(Customer, work.actor.scope), col(Customer.owner_id).is_(None), id.in_(sold), id.in_(joined)]


def _grants(work: Work, rules: AccessRules) -> list[AccessGrant]:
    return grants_for(rules, work.actor.roles, work.actor.unit)


def _opened(entity: str, grant: AccessGrant) -> ColumnElement[bool]:
    departments = [unit_within(col(Customer.owner_unit), one) for one in grant.departments]
    parts = [col(Customer.legal_entity_id) == entity, *(holds(one) for one in grant.conditions)]
    return and_(*parts, or_(*departments)) if departments else and_(*parts)
