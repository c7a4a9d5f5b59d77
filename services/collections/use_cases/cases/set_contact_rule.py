"""How is it set how long before something is due customers of a grade are contacted?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.collections.cases.contacts import ContactRuleView, SetContactRule
from services.collections.store.cases import cases, contact_rules


async def set_contact_rule(command: SetContactRule, uow: UnitOfWork) -> list[ContactRuleView]:
    """At once also for what is owed already and was not asked for yet."""
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /contact-rules")
        if not work.repeated:
            await contact_rules.save_rule(work, command)
        return [rule.view() for rule in await cases.list_contact_rules(work)]
