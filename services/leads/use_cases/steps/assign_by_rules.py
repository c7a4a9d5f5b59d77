"""To whom do leads go that wait in a pool, by its rules? A step of other use cases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.assignment import AssignmentView, CandidateView, LeadsUnassigned
from messages.leads.events import LeadAssigned
from messages.leads.leads import LeadStatus
from services.leads.domain.conditions import Facts
from services.leads.domain.distribution.assignment import Candidate, Decision, Standing
from services.leads.store import leads as leads_store
from services.leads.store.distribution import assignment as store
from services.leads.store.distribution.pool_people import resting_people
from services.leads.store.pools import PoolRules, pool_rules_of
from services.leads.tables import AssignmentRulesRow, LeadRow
from services.leads.use_cases.steps.score_leads import facts_of_lead
from services.leads.use_cases.steps.set_owner import due_at, set_owner

MOST_SHOWN = 50  # of the candidates


@dataclass(frozen=True)
class Desk:
    """All that is needed to give the leads of one pool to people."""

    pool: PoolRules
    row: AssignmentRulesRow
    standing: Standing

    def decide(self, standing: Standing, facts: Facts, resting: frozenset[UUID] = frozenset()) -> Decision:
        return standing.decide(facts, store.rules_of(self.row), self.row.fallback_id, resting)

    def view(self, made: Decision) -> AssignmentView:
        return AssignmentView(
            pool_id=self.row.pool_id,
            rule=made.rule.name if made.rule else None,
            method=made.rule.method if made.rule else None,
            for_newcomers=made.for_newcomers,
            fallback=made.is_fallback,
            person_id=made.person.id if made.person else None,
            person_name=made.person.name if made.person else None,
            candidates=[_shown(one) for one in made.candidates[:MOST_SHOWN]],
            version=self.row.version,
        )


async def assign_new(work: Work, leads: Sequence[LeadRow], desks: Sequence[Desk] | None = None) -> None:
    """Those that have just come in, are no duplicates, and wait in a pool that has rules. Without `desks` nobody else
    knows of the leads yet."""
    waiting = [lead for lead in leads if lead.status is LeadStatus.POOLED]
    if not waiting:
        return
    for desk in await open_desks(work, {lead.pool_id for lead in waiting}) if desks is None else desks:
        mine = [lead.id for lead in waiting if lead.pool_id == desk.row.pool_id]
        if mine:
            await give(work, desk, await leads_store.lock_pooled(work, mine))


async def open_desks(work: Work, pool_ids: Collection[UUID]) -> list[Desk]:
    """Of those of these pools that have rules. Before their leads are locked: who claims one locks what he holds, then
    the lead."""
    return [await open_desk(work, row) for row in await store.lock_rules(work, sorted(pool_ids))]


async def open_desk(work: Work, row: AssignmentRulesRow) -> Desk:
    pool = (await pool_rules_of(work, {row.pool_id}))[row.pool_id]
    people = await store.list_candidates(work, pool.pool, store.rules_of(row), row.fallback_id)
    return Desk(pool, row, await store.standing_of(work, row, people))


async def give(work: Work, desk: Desk, leads: Sequence[LeadRow]) -> list[LeadRow]:
    """One after the other, as if each had come alone. Answers those that found nobody and wait on."""
    rest = desk.pool.cool_down
    resting = await resting_people(work, [lead.id for lead in leads], work.now - rest) if rest else {}
    standing, given, left = desk.standing, dict[UUID, list[tuple[LeadRow, AssignmentView]]](), list[LeadRow]()
    for lead in leads:
        made = desk.decide(standing, facts_of_lead(lead), frozenset(resting.get(lead.id, ())))
        standing = standing.after(made)
        view = desk.view(made)
        lead.assignment = view.model_dump(mode="json")
        if made.person is None:
            left.append(lead)
        else:
            given.setdefault(made.person.id, []).append((lead, view))
    await store.save_standing(work, desk.row, desk.standing, standing)
    for person_id, theirs in given.items():
        await _hand_out(work, desk, person_id, theirs)
    if left:
        await _say_left(work, desk, len(left))
    return left


async def _hand_out(work: Work, desk: Desk, person_id: UUID, theirs: Sequence[tuple[LeadRow, AssignmentView]]) -> None:
    unit = desk.standing.people[person_id].unit
    leads = [lead for lead, _ in theirs]
    await set_owner(work, leads, desk.pool, owner_id=person_id, owner_unit=unit, began_by="rule")
    for lead, view in theirs:
        event = LeadAssigned(
            lead_id=lead.id,
            number=lead.number,
            pool_id=lead.pool_id,
            owner_id=person_id,
            by_id=work.actor.id,
            follow_up_due_at=due_at(lead),
            rule=view.rule,
            fallback=view.fallback,
            version=lead.version,
        )
        work.emit(event)


async def _say_left(work: Work, desk: Desk, count: int) -> None:
    pool = desk.pool.pool
    keepers = await store.keepers_of(work, pool)
    work.emit(LeadsUnassigned(pool_id=pool.id, name=pool.name, leads=count, mentions=keepers, version=pool.version))


def _shown(one: Candidate) -> CandidateView:
    return CandidateView(
        person_id=one.id,
        name=one.name,
        held=one.held,
        last_turn=one.last_turn,
        is_new=one.is_new,
        why_not=f"why_not.{one.why_not}" if one.why_not else None,
    )
