"""At which nodes of collection are the open receivables, and who works where?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Select, String, Uuid, case, column, func, literal_column, select, values

from chassis.auth.identity import ALL
from chassis.db.common_tables import people
from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.collections.cases.process import CollectionNode
from messages.collections.dunning.procedures import Addressee, LevelTerms
from services.collections.domain.cases.process import Colleague, named_by
from services.collections.domain.dunning_procedure import REMINDER
from services.collections.store.customers.joined import is_of_customer
from services.collections.tables.base import MOMENT
from services.collections.tables.columns import DunningProcedures, Receivables
from services.collections.tables.dunning import level_of

BEYOND = 2**31 - 1
OPEN: Any = literal_column("'OPEN'")  # as the index says it, whatever plan is kept
BY_NAME = (Addressee.OWNER.value, Addressee.MANAGER.value)
# As the index of the database has it (migration 0044); COL-216.
DEADLINE: Any = func.collection_deadline(
    Receivables.due_on, Receivables.level, Receivables.next_at, Receivables.paused_until, Receivables.tz,
    Receivables.created_at, type_=MOMENT,
)  # fmt: skip
# Whose these people are, and whose they would be: their managers and successors, upwards.
COLLEAGUES = """
WITH RECURSIVE k AS (
  SELECT p.id, p.name, p.active, p.manager_id, p.successor_id FROM people p WHERE p.id = ANY($1::uuid[])
  UNION SELECT p.id, p.name, p.active, p.manager_id, p.successor_id FROM people p
    JOIN k ON p.id IN (k.manager_id, k.successor_id))
SELECT * FROM k"""
HELD_ROLES = """
SELECT DISTINCT r.role, e.entity FROM people p, unnest(p.roles) AS r (role),
  unnest(p.other_entities || p.legal_entity_id) AS e (entity)
WHERE p.active AND r.role IN ('finance', 'director', 'legal')"""
# For what dunning waits; of each receivable every reason that runs.
WAITING = """
SELECT l.receivable_id AS id, 'PAUSE' AS node FROM case_receivables l JOIN dunning_pauses p ON p.id = l.record_id
  WHERE l.receivable_id = ANY($1::uuid[]) AND p.ended_at IS NULL AND p.ends_at > $2
UNION ALL SELECT l.receivable_id, 'PROMISE' FROM case_receivables l JOIN promises p ON p.id = l.record_id
  WHERE l.receivable_id = ANY($1::uuid[]) AND p.status = 'OPEN' AND p.holds AND p.breaks_at > $2
UNION ALL SELECT l.receivable_id, 'REPAY' FROM case_receivables l JOIN repayment_plans p ON p.id = l.record_id
  WHERE l.receivable_id = ANY($1::uuid[]) AND p.status = 'ACTIVE' AND p.holds_until > $2"""


@dataclass(frozen=True)
class Staff:
    """`people`: who may be named; `roles`: what somebody holds, with the legal entity ("*": of all)."""

    people: dict[UUID, Colleague]
    names: dict[UUID, str]
    roles: set[tuple[str, str]]

    def holds(self, role: str, legal_entity_id: str) -> bool:
        return (role, legal_entity_id) in self.roles or (role, ALL) in self.roles


class Reach(NamedTuple):
    """From which level to which one a version of a procedure names somebody."""

    procedure_id: UUID
    least: int
    most: int
    by: str


async def query_process(
    work: Work, *, customer_id: UUID | None, owner_id: UUID | None, role: str | None, late: bool | None, q: str | None
) -> Select[Any]:
    """Open, watched receivables in the actor's scope, with whom their node names (`by`) and its `deadline`."""
    reaches = await _reaches(work)
    named = values(
        column("procedure_id", Uuid), column("least", Integer), column("most", Integer), column("by", String),
        name="named",
    ).data(reaches)  # fmt: skip
    is_held = Receivables.paused_until.is_not(None) & (Receivables.paused_until > work.now)
    by: Any = case((is_held, Addressee.OWNER.value), else_=func.coalesce(named.c.by, Addressee.OWNER.value))
    level = func.coalesce(Receivables.level, 0)
    joined = (named.c.procedure_id == Receivables.timed_by) & level.between(named.c.least, named.c.most)
    query = (
        select(Receivables, by.label("by"), DEADLINE.label("deadline"))
        .outerjoin(named, joined)
        .where(Receivables.status == OPEN, ~Receivables.history, in_scope(Receivables, work.actor.scope))
    )
    return query.where(
        both(
            is_found_by(Receivables.search, q),
            is_of_customer(Receivables.customer_id, customer_id) if customer_id else None,
            _is_of(by, owner_id) if owner_id else None,
            _is_of_role(by, role) if role else None,
            (work.now >= DEADLINE) if late else (work.now < DEADLINE) if late is not None else None,
        )
    )


def _is_of(by: Any, person_id: UUID) -> Any:
    """His own, and those of his people that name their manager."""
    team = select(people.c.id).where(people.c.manager_id == person_id)
    own = (by == Addressee.OWNER.value) & (Receivables.owner_id == person_id)
    return own | ((by == Addressee.MANAGER.value) & Receivables.owner_id.in_(team))


def _is_of_role(by: Any, role: str) -> Any:
    """What names it, and for finance what is nobody's."""
    named = by == role
    return named | (by.in_(BY_NAME) & Receivables.owner_id.is_(None)) if role == Addressee.FINANCE else named


async def _reaches(work: Work) -> list[Reach]:
    """Of every version by which a clock may be set."""
    rows = await work.session.execute(select(DunningProcedures.id, DunningProcedures.levels))
    found: list[Reach] = []
    for id, levels in rows:
        terms = [level_of(LevelTerms.model_validate(one)) for one in levels]
        late = sorted((one for one in terms if one.number > REMINDER), key=lambda one: one.number)
        ends = [one.number - 1 for one in late[1:]] + [BEYOND]
        found += [Reach(id, one.number, end, named_by(one).value) for one, end in zip(late, ends, strict=True)]
    return found or [Reach(UUID(int=0), BEYOND, BEYOND, Addressee.OWNER.value)]


async def waiting_for(work: Work, ids: Collection[UUID]) -> dict[UUID, list[CollectionNode]]:
    """Of whole customers' pauses nothing is said: dunning waits for a pause where nothing else is named."""
    found: dict[UUID, list[CollectionNode]] = {}
    for row in await work.fetch(WAITING, list(ids), work.now) if ids else []:
        found.setdefault(row["id"], []).append(CollectionNode(row["node"]))
    return found


async def staff_of(work: Work, owners: Sequence[UUID | None]) -> Staff:
    """Two statements, however many there are."""
    rows = await work.fetch(COLLEAGUES, list({one for one in owners if one is not None}))
    known = {row["id"]: Colleague(row["id"], row["active"], row["manager_id"], row["successor_id"]) for row in rows}
    held = {(row["role"], row["entity"]) for row in await work.fetch(HELD_ROLES)}
    return Staff(known, {row["id"]: row["name"] for row in rows}, held)
