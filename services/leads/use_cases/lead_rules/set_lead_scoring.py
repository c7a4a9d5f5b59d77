"""By what does a legal entity order its leads, and why does one stand where it stands?"""

from uuid import UUID, uuid5

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.pools import PoolDeadlineMoved
from messages.leads.scoring import LeadScoringSet, LeadScoringView, PriorityView, SetLeadScoring
from services.leads.domain.distribution.scoring import USUAL_DAYS, USUAL_WEIGHTS, valid_keys, valid_weights
from services.leads.domain.legal_entities import entity_for
from services.leads.store import leads
from services.leads.store.distribution import scoring as store
from services.leads.tables import LeadScoringRow
from services.leads.use_cases.leads.set_fields import own_fields
from services.leads.use_cases.steps.score_leads import score_of

NAMES = UUID("7a3d6f0e-1c52-5b8e-9a35-0d3c4e6f8a11")


async def show_lead_scoring(legal_entity_id: str | None, uow: UnitOfWork) -> LeadScoringView:
    async with uow.begin() as work:
        entity = entity_for(legal_entity_id, work.actor.legal_entities)
        return _view(entity, await store.find_scoring(work, entity))


async def set_lead_scoring(command: SetLeadScoring, uow: UnitOfWork) -> LeadScoringView:
    """All of it. The keepers of the pools look at the open leads anew, batch after batch."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        own = await own_fields(work)
        said = {
            "weights": [one.model_dump() for one in valid_weights(command.weights, own)],
            "key_leads": valid_keys(command.key_leads, own),
            "window_days": command.window_days,
        }
        row = await store.find_scoring(work, entity, lock=True)
        if work.repeated or (row is not None and row.model_dump(include=set(said)) == said):
            return _view(entity, row)
        row = _save(work, entity, row, said)
        event = LeadScoringSet(
            lead_scoring_id=uuid5(NAMES, entity),
            legal_entity_id=entity,
            weights=len(command.weights),
            key_leads=len(command.key_leads),
            window_days=command.window_days,
            by_id=work.actor.id,
            version=row.version,
        )
        work.emit(event)
        for pool_id, version in await store.pools_of_entity(work, entity):
            work.emit(PoolDeadlineMoved(pool_id=pool_id, next_due_at=work.now, version=version))
        return _view(entity, row)


async def explain_priority(lead_id: UUID, uow: UnitOfWork) -> PriorityView:
    """As it stands now, and what of it makes that."""
    async with uow.begin() as work:
        lead = await leads.get_lead(work, lead_id)
        found = score_of(work, lead, await store.scoring_of(work, lead.legal_entity_id))
        return PriorityView(
            priority=found.priority,
            points=list(found.points),
            is_key=found.is_key,
            key_because={name: list(values) for name, values in found.key_because.items()}
            if found.key_because
            else None,
            in_window=found.in_window,
            planned_on=lead.planned_on,
        )


def _save(work: Work, entity: str, row: LeadScoringRow | None, said: dict[str, object]) -> LeadScoringRow:
    if row is None:
        row = LeadScoringRow(
            legal_entity_id=entity, weights=[], key_leads=[], window_days=0, changed_by=work.actor.id,
            changed_at=work.now, version=0,
        )  # fmt: skip
        work.session.add(row)
    for name, value in said.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = work.actor.id, work.now
    row.version += 1
    return row


def _view(entity: str, row: LeadScoringRow | None) -> LeadScoringView:
    if row is None:
        return LeadScoringView(
            legal_entity_id=entity, weights=list(USUAL_WEIGHTS), key_leads=[], window_days=USUAL_DAYS, usual=True,
            version=0,
        )  # fmt: skip
    return LeadScoringView(
        legal_entity_id=entity,
        weights=list(store.weights_of(row)),
        key_leads=row.key_leads,
        window_days=row.window_days,
        usual=not row.weights,
        version=row.version,
        changed_at=row.changed_at,
    )
