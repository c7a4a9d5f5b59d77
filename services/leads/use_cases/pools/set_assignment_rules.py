"""By which rules are the leads of a pool given to people?"""

from uuid import UUID, uuid5

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.assignment import AssignmentRuleRow, AssignmentRulesSet, AssignmentRulesView, SetAssignmentRules
from messages.leads.pools import PoolView
from services.leads.domain.conditions import KEY, valid_when
from services.leads.domain.distribution.assignment import must_be_good
from services.leads.store.distribution import assignment as store
from services.leads.store.distribution.pool_people import known_members
from services.leads.store.views import names_of
from services.leads.tables import AssignmentRulesRow
from services.leads.use_cases.leads.set_fields import own_fields
from services.leads.use_cases.pools.list_pools import kept_pool


async def show_assignment_rules(pool_id: UUID, uow: UnitOfWork) -> AssignmentRulesView:
    async with uow.begin() as work:
        await kept_pool(work, pool_id)
        return await _view(work, pool_id, await store.find_rules(work, pool_id))


async def set_assignment_rules(pool_id: UUID, command: SetAssignmentRules, uow: UnitOfWork) -> AssignmentRulesView:
    """All of them; from the next lead on. A rule that keeps its name keeps its turns."""
    async with uow.begin() as work:
        pool = await kept_pool(work, pool_id)
        own = await own_fields(work)
        rules = [
            rule.model_copy(update={"when": valid_when("rules", rule.when, own, besides=(KEY,))})
            for rule in command.rules
        ]
        named = _named(rules, command.fallback_id)
        must_be_good(rules, await known_members(work, sorted(named), pool.legal_entity_id), command.fallback_id)
        row = next(iter(await store.lock_rules(work, [pool_id])), None)
        if not work.repeated and not _is_same(row, rules, command.fallback_id):
            row = _save(work, pool, row, rules, command.fallback_id)
        return await _view(work, pool_id, row)


def _named(rules: list[AssignmentRuleRow], fallback_id: UUID | None) -> set[UUID]:
    return {id for rule in rules for id in rule.people} | ({fallback_id} if fallback_id else set())


def _is_same(row: AssignmentRulesRow | None, rules: list[AssignmentRuleRow], fallback_id: UUID | None) -> bool:
    return row is not None and row.fallback_id == fallback_id and store.rules_of(row) == rules


def _save(
    work: Work,
    pool: PoolView,
    row: AssignmentRulesRow | None,
    rules: list[AssignmentRuleRow],
    fallback_id: UUID | None,
) -> AssignmentRulesRow:
    if row is None:
        row = AssignmentRulesRow(pool_id=pool.id, rules=[], changed_by=work.actor.id, changed_at=work.now, version=0)
        work.session.add(row)
    row.rules = [rule.model_dump(mode="json") for rule in rules]
    row.fallback_id, row.changed_by, row.changed_at = fallback_id, work.actor.id, work.now
    row.version += 1
    event = AssignmentRulesSet(
        assignment_rules_id=uuid5(pool.id, "assignment_rules"),
        pool_id=pool.id,
        pool=pool.name,
        rules=[rule.name for rule in rules],
        by_id=work.actor.id,
        version=row.version,
    )
    work.emit(event)
    return row


async def _view(work: Work, pool_id: UUID, row: AssignmentRulesRow | None) -> AssignmentRulesView:
    rules = store.rules_of(row)
    fallback_id = row.fallback_id if row else None
    names = await names_of(work, _named(rules, fallback_id))
    return AssignmentRulesView(
        pool_id=pool_id,
        rules=rules,
        fallback_id=fallback_id,
        fallback_name=names.get(fallback_id) if fallback_id else None,
        people={str(id): name for id, name in names.items()},
        version=row.version if row else 0,
        changed_at=row.changed_at if row else None,
    )
