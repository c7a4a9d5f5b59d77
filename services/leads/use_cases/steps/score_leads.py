"""Where do leads stand in the queue? A step of other use cases."""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from services.leads.domain.conditions import Facts, facts_of
from services.leads.domain.deadlines import Deadlines, Running, retimed
from services.leads.domain.distribution.scoring import Score, Scoring, score
from services.leads.store.distribution import scoring as store
from services.leads.store.pools import PoolRules
from services.leads.tables import LeadRow


async def score_leads(work: Work, entity: str, leads: Sequence[LeadRow], scoring: Scoring | None = None) -> None:
    """All of one legal entity, in a fixed number of statements."""
    if not leads:
        return
    scoring = scoring or await store.scoring_of(work, entity)
    bought = await store.buying_companies(work, entity, [lead.company_key for lead in leads if lead.company_key])
    for lead in leads:
        lead.has_won = lead.company_key in bought
        found = score_of(work, lead, scoring)
        lead.priority, lead.is_key = found.priority, found.is_key
        lead.in_window, lead.window_at = found.in_window, found.window_at
        lead.scored_version = scoring.version


def score_of(work: Work, lead: LeadRow, scoring: Scoring) -> Score:
    return score(facts_of_lead(lead), lead.planned_on, scoring, work.now)


def facts_of_lead(lead: LeadRow) -> Facts:
    return facts_of(
        lead.model_dump(),
        lead.extra,
        channels=(lead.channel_code, lead.channel),
        has_won=lead.has_won,
        is_key=lead.is_key,
    )


def retimed_clock(work: Work, lead: LeadRow, rules: PoolRules) -> Deadlines:
    """As the clock of an owned lead stands by these rules, with what is known of it now."""
    running = Running(lead.clock_from or work.now, lead.warn_at, lead.follow_up_due_at)
    return retimed(running, rules.period_of(facts_of_lead(lead)), rules.calendar, work.now)


async def score_due(work: Work, rules: PoolRules, limit: int) -> int:
    """Those of a pool that stand by older weights, or whose window opens or closes: how many. A lead that became a key
    lead gets its clock."""
    scoring = await store.scoring_of(work, rules.pool.legal_entity_id)
    leads = await store.lock_unscored(work, rules.pool.id, scoring.version, limit)
    were_key = {lead.id: lead.is_key for lead in leads}
    await score_leads(work, rules.pool.legal_entity_id, leads, scoring)
    for lead in leads:
        if lead.is_key != were_key[lead.id] and lead.owner_id is not None:
            found = retimed_clock(work, lead, rules)
            lead.warn_at, lead.follow_up_due_at = found.warn_at, found.due_at
            lead.version += 1
    return len(leads)
