"""How are the rules of contacts kept, and the clocks that follow from them?"""

from sqlalchemy.dialects.postgresql import insert

from chassis.db.unit_of_work import Work
from messages.collections.cases.contacts import SetContactRule
from services.collections.tables.columns import ContactRules

# What was asked for stays; what was not is asked for by the rule as it is from now on. A grade that had no rule has
# clocks again for what is due later.
CLOCKS = """
UPDATE receivables r SET contact_at = contact_before(r.due_on, r.tz, r.customer_id) FROM customers c
WHERE c.id = r.customer_id AND c.grade = $1 AND r.status = 'OPEN' AND NOT r.history AND r.due_on IS NOT NULL
  AND contact_before(r.due_on, r.tz, r.customer_id) IS DISTINCT FROM r.contact_at
  AND (r.contact_at IS NOT NULL OR contact_before(r.due_on, r.tz, r.customer_id) > $2)
  AND $3 IN ('*', c.legal_entity_id)"""


async def save_rule(work: Work, command: SetContactRule) -> None:
    fresh = insert(ContactRules).values(command.model_dump())
    kept = {"days_before": fresh.excluded.days_before, "way": fresh.excluded.way}
    await work.session.execute(fresh.on_conflict_do_update(index_elements=["legal_entity_id", "grade"], set_=kept))
    await work.fetch(CLOCKS, command.grade, work.now, command.legal_entity_id)
