"""What do new rules of a pool do to the clocks that run?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.leads.pools import AffectedPerson, MovedDeadline
from services.leads.domain.deadlines import Deadlines
from services.leads.domain.distribution.members import is_member
from services.leads.store.pools import PoolRules
from services.leads.store.views import Named
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.score_leads import retimed_clock

MOST_SHOWN = 200


@dataclass(frozen=True)
class Retimed:
    """A lead, and how its clock stands by the new rules."""

    lead: LeadRow
    deadlines: Deadlines

    @property
    def is_moved(self) -> bool:
        return self.lead.follow_up_due_at != self.deadlines.due_at

    @property
    def is_sooner(self) -> bool:
        return self.lead.follow_up_due_at is None or self.deadlines.due_at < self.lead.follow_up_due_at


def retime(work: Work, leads: Sequence[LeadRow], rules: PoolRules) -> list[Retimed]:
    """Nothing is changed yet."""
    return [Retimed(lead, retimed_clock(work, lead, rules)) for lead in leads]


def moved_deadlines(found: Sequence[Retimed]) -> list[MovedDeadline]:
    """Those that go back first, first."""
    moved = sorted((one for one in found if one.is_moved), key=lambda one: (one.deadlines.due_at, one.lead.number))
    return [_moved(one.lead, one.deadlines.due_at) for one in moved[:MOST_SHOWN]]


def affected_people(
    found: Sequence[Retimed], people: dict[UUID, Named], rules: PoolRules, was: PoolRules | None
) -> list[AffectedPerson]:
    """Who holds leads of the pool and notices the change; who notices most, first."""
    by_owner: dict[UUID, list[Retimed]] = {}
    for one in found:
        if one.lead.owner_id:
            by_owner.setdefault(one.lead.owner_id, []).append(one)
    shown = [_affected(id, his, people.get(id, Named(str(id)[:8], "")), rules, was) for id, his in by_owner.items()]
    concerned = [one for one in shown if one.moved or one.over_limit or one.leaves]
    return sorted(concerned, key=lambda one: (-one.sooner, -one.moved, one.name))


def _affected(
    id: UUID, his: Sequence[Retimed], person: Named, rules: PoolRules, was: PoolRules | None
) -> AffectedPerson:
    counted = Counter(moved=sum(one.is_moved for one in his), sooner=sum(one.is_moved and one.is_sooner for one in his))
    moved = [one.deadlines.due_at for one in his if one.is_moved]
    return AffectedPerson(
        person_id=id,
        name=person.name,
        held=len(his),
        moved=counted["moved"],
        sooner=counted["sooner"],
        soonest=min(moved, default=None),
        over_limit=len(his) > rules.pool.holding_limit,
        leaves=was is not None and _is_of(was, id, person) and not _is_of(rules, id, person),
    )


def _is_of(rules: PoolRules, id: UUID, person: Named) -> bool:
    pool = rules.pool
    return is_member(pool_unit=pool.unit, members=pool.members, person_id=id, person_unit=person.unit)


def _moved(lead: LeadRow, due_at: datetime) -> MovedDeadline:
    return MovedDeadline(
        lead_id=lead.id,
        number=lead.number,
        company=lead.company,
        owner_id=lead.owner_id,
        due_at=lead.follow_up_due_at,
        new_due_at=due_at,
    )
