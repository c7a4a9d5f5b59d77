"""What has a legal entity set for its customers?"""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import Work
from messages.deals.customer_care.rules import CustomerRules, CustomerRulesView
from services.deals.tables import CustomerRulesOfEntity


async def rules_of(work: Work, entity: str) -> CustomerRules:
    return (await show_rules(work, entity)).rules


async def rules_of_actor(work: Work) -> dict[str, CustomerRules]:
    """Of each legal entity for which he works, where it has set any."""
    query = select(col(CustomerRulesOfEntity.legal_entity_id), col(CustomerRulesOfEntity.rules))
    if ALL not in work.actor.legal_entities:
        query = query.where(col(CustomerRulesOfEntity.legal_entity_id).in_(work.actor.legal_entities))
    return {entity: CustomerRules.model_validate(said) for entity, said in await work.session.execute(query)}


async def show_rules(work: Work, entity: str) -> CustomerRulesView:
    row = await work.session.get(CustomerRulesOfEntity, entity)
    if row is None:
        return CustomerRulesView(legal_entity_id=entity, rules=CustomerRules(), changed_at=None, version=0)
    rules = CustomerRules.model_validate(row.rules)
    return CustomerRulesView(legal_entity_id=entity, rules=rules, changed_at=row.changed_at, version=row.version)


async def lock_rules(work: Work, entity: str) -> CustomerRulesOfEntity:
    """Of two who set them at once, one waits for the other."""
    usual = {"legal_entity_id": entity, "rules": {}, "changed_by": work.actor.id, "changed_at": work.now, "version": 0}
    await work.session.execute(insert(CustomerRulesOfEntity).values(usual).on_conflict_do_nothing())
    found = await work.session.get(CustomerRulesOfEntity, entity, with_for_update=True)
    assert found is not None
    return found
