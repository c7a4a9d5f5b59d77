"""What does a legal entity set for its customers?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.deals.customer_care.rules import AdmissionRules, CustomerRules, CustomerRulesView, SetCustomerRules
from messages.roles import Role
from services.deals.domain.authority import entity_of
from services.deals.domain.customer_care.access import must_open_something
from services.deals.domain.customer_care.admissions import must_state_order
from services.deals.domain.customer_care.segments import must_be_sound
from services.deals.store.customer_care import rules as store


async def set_customer_rules(command: SetCustomerRules, uow: UnitOfWork) -> CustomerRulesView:
    """The parts that are given; what was decided before stays as it is. The same again changes nothing."""
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        given = command.model_dump(mode="json", exclude={"legal_entity_id"}, exclude_none=True)
        row = await store.lock_rules(work, entity)
        rules = CustomerRules.model_validate(row.rules | given)
        must_state_order(rules.admission)
        must_be_sound(rules)
        must_open_something(rules.access)
        said = rules.model_dump(mode="json")
        if not work.repeated and row.rules != said:
            row.rules, row.changed_by, row.changed_at = said, work.actor.id, work.now
            row.version += 1
        return await store.show_rules(work, entity)


async def show_customer_rules(legal_entity_id: str | None, uow: UnitOfWork) -> CustomerRulesView:
    async with uow.begin() as work:
        shown = await store.show_rules(work, entity_of(legal_entity_id, work.actor.legal_entities))
        return _for_partner(shown) if work.actor.may(Role.PARTNER) else shown


def _for_partner(shown: CustomerRulesView) -> CustomerRulesView:
    """What his forms ask for: the values of attributes, phases, tiers, and whether a customer is admitted. Not whose
    claim is better, what the house spends freely, nor to whom it opens what."""
    rules = shown.rules
    admission = AdmissionRules(required=rules.admission.required, tiers=rules.admission.tiers)
    seen = CustomerRules(admission=admission, attributes=rules.attributes, phases=rules.phases)
    return shown.model_copy(update={"rules": seen})
