"""How does the company say by which fields leads are compared?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.custom_fields import find_template
from messages.leads.match_rules import MatchRulesSet, MatchRulesView, SetMatchRules
from services.leads.domain.legal_entities import entity_for
from services.leads.domain.match_rules import MatchRules, identities, rules_id, valid_rules
from services.leads.settings import RECORD_KIND
from services.leads.store import match_rules as store
from services.leads.tables import LeadRow, MatchRulesRow
from services.leads.use_cases.steps.capture_leads import holds, keys_of_lead

BATCH = 2000


async def list_match_rules(uow: UnitOfWork) -> list[MatchRulesView]:
    async with uow.begin() as work:
        return await store.list_views(work)


async def set_match_rules(command: SetMatchRules, uow: UnitOfWork) -> MatchRulesView:
    """All live leads of the line are compared by them from the next check on: what each holds is written anew here,
    and nobody takes leads in meanwhile. Two that are the same only now both stay."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        line = command.product_line or ""
        template = await find_template(work, RECORD_KIND)
        own = [field.name for field in (template.fields if template else ())]
        rules = valid_rules(command.rules, own) if command.rules else ()
        row = await store.lock_rules(work, entity, line)
        if work.repeated or [list(rule) for rule in rules] == (row.rules if row else []):
            return store.view_of(row, work.actor.name) if row else store.usual_view(entity, line or None)
        row = await _save(work, entity, line, rules=rules, row=row)
        lines = await store.list_rules(work, entity)
        await _write_anew(work, entity, line, lines)
        if line and not rules:  # its leads are compared with all others again
            await _write_anew(work, entity, "", lines)
        said = [list(rule) for rule in (rules or MatchRules().rules)]
        version = row.version if row else 0
        event = MatchRulesSet(
            match_rules_id=rules_id(entity, line),
            legal_entity_id=entity,
            product_line=line,
            rules=said,
            by_id=work.actor.id,
            version=version,
        )
        work.emit(event)
        return store.view_of(row, work.actor.name) if row else store.usual_view(entity, line or None)


async def _save(
    work: Work, entity: str, line: str, *, rules: tuple[tuple[str, ...], ...], row: MatchRulesRow | None
) -> MatchRulesRow | None:
    if not rules:
        if row is not None:
            await work.session.delete(row)
        await work.session.flush()
        return None
    if row is None:
        row = MatchRulesRow(
            legal_entity_id=entity,
            product_line=line,
            rules=[],
            changed_by=work.actor.id,
            changed_at=work.now,
            version=0,
        )
        work.session.add(row)
    row.rules = [list(rule) for rule in rules]
    row.changed_by, row.changed_at = work.actor.id, work.now
    row.version += 1
    await work.session.flush()
    return row


async def _write_anew(work: Work, entity: str, line: str, lines: store.Lines) -> None:
    others = list(lines)
    rules = store.rules_for(lines, line)
    await store.free_line(work, entity, line, others)
    after: LeadRow | None = None
    while True:
        page = await store.page_of_line(work, entity, line, others=others, after=after, limit=BATCH)
        if not page:
            return
        wanted: dict[str, UUID] = {}
        for lead in page:
            for identity in identities(keys_of_lead(lead), rules, people=holds(lead)):
                wanted.setdefault(identity, lead.id)
        await store.give(work, entity, wanted)
        after = page[-1]
