"""Which dunning procedure is for which receivable?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from chassis.auth.identity import ALL, Actor
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.collections.dunning.procedures import EVERYWHERE
from services.collections.domain.dunning_procedure import REMINDER, Procedure, procedure_for, rate_at
from services.collections.tables import DunningProcedureRow, Receivable
from services.collections.tables.columns import DunningProcedures
from services.collections.tables.dunning import procedure_of

LOCK_PROCEDURES = text("SELECT pg_advisory_xact_lock(hashtext('dunning_procedures'))")
IN_FORCE = """
SELECT DISTINCT ON (legal_entity_id, grade) id, legal_entity_id, grade, levels::text AS levels, repeat_days, large_from
FROM dunning_procedures ORDER BY legal_entity_id, grade, version DESC"""
GRADES = "SELECT id, grade FROM customers WHERE id = ANY($1::uuid[]) AND grade <> ''"
# Open receivables with a due date, each with the procedure that is for it by now.
RUNNING = """
FROM receivables r LEFT JOIN customers c ON c.id = r.customer_id
  LEFT JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS n (id, entity, grade)
    ON n.entity = r.legal_entity_id AND n.grade = coalesce(c.grade, '')
  LEFT JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS e (id, entity, grade)
    ON e.entity = r.legal_entity_id AND e.grade = ''
  LEFT JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS g (id, entity, grade)
    ON g.entity = '*' AND g.grade = coalesce(c.grade, '')
  LEFT JOIN unnest($1::uuid[], $2::text[], $3::text[]) AS h (id, entity, grade) ON h.entity = '*' AND h.grade = ''
WHERE r.status = 'OPEN' AND NOT r.history AND r.due_on IS NOT NULL"""
FOR_IT = "coalesce(n.id, e.id, g.id, h.id)"
LOCK_TIMED_BEFORE = f"""
SELECT {columns(Receivable, "r")} {RUNNING} AND r.shard = $4 AND r.timed_by IS DISTINCT FROM {FOR_IT}
ORDER BY r.id LIMIT $5 FOR UPDATE OF r"""
LATE = "(timezone(r.tz, $5::timestamptz)::date - r.due_on)"
EFFECTS = f"""
SELECT count(*) AS affected, count(*) FILTER (WHERE EXISTS (
    SELECT FROM unnest($6::int[], $7::int[]) AS l (number, days)
    WHERE l.number > coalesce(r.level, -1) AND l.days <= {LATE} AND NOT (l.number = {REMINDER} AND {LATE} > 0))
  OR $8::int IS NOT NULL AND {LATE} >= $9::int + $8::int
    AND $9::int + ({LATE} - $9::int) / $8::int * $8::int > coalesce(r.level, -1)) AS at_once
{RUNNING} AND {FOR_IT} = $4"""


async def procedures_in_force(work: Work) -> list[Procedure]:
    """The same for the whole of a unit of work."""
    if "dunning_procedures" not in work.session.info:
        work.session.info["dunning_procedures"] = [procedure_of(row) for row in await work.fetch(IN_FORCE)]
    found: list[Procedure] = work.session.info["dunning_procedures"]
    return found


async def procedures_of(work: Work, rows: Sequence[Receivable]) -> dict[UUID, Procedure]:
    """Of each receivable the one that counts."""
    procedures = await procedures_in_force(work)
    is_graded = any(one.grade for one in procedures)
    grades = await grades_of(work, rows) if is_graded else {}
    return {row.id: procedure_for(procedures, row.legal_entity_id, grades.get(row.customer_id, "")) for row in rows}


async def grades_of(work: Work, rows: Sequence[Receivable]) -> dict[UUID, str]:
    """Of their customers, those who have one."""
    known: dict[UUID, str] = work.session.info.setdefault("grades", {})
    missing = {row.customer_id for row in rows} - known.keys()
    if missing:
        known |= dict.fromkeys(missing, "")
        known |= {row["id"]: row["grade"] for row in await work.fetch(GRADES, list(missing))}
    return known


async def rates_of(work: Work, rows: Sequence[Receivable]) -> dict[UUID, Decimal]:
    """Late interest of each in percent a year, by the highest level that it has reached."""
    return {
        row.id: rate_at(one, row.level)
        for row, one in zip(rows, (await procedures_of(work, rows)).values(), strict=True)
    }


async def rate_of(work: Work, receivable: Receivable) -> Decimal:
    """Late interest in percent a year, by the highest level that it has reached; calendar days, of 365."""
    return (await rates_of(work, [receivable]))[receivable.id]


async def lock_timed_before(work: Work, shard: int, most: int) -> list[Receivable]:
    """Whose clock was set by another version, or another procedure, than is for them by now; locked by id."""
    known = _keys(await procedures_in_force(work))
    return [row for (row,) in await work.read((Receivable,), LOCK_TIMED_BEFORE, *known, shard, most)]


async def effects_of(work: Work, wanted: Procedure) -> Any:
    """For how many it would be, and how many would reach a level at once: `affected`, `at_once`."""
    same = (wanted.legal_entity_id, wanted.grade)
    others = [one for one in await procedures_in_force(work) if (one.legal_entity_id, one.grade) != same]
    numbers, days = [one.number for one in wanted.levels], [one.days for one in wanted.levels]
    repeats = (wanted.repeat_days, wanted.last.number)
    [row] = await work.fetch(EFFECTS, *_keys([*others, wanted]), wanted.id, work.now, numbers, days, *repeats)
    return row


def _keys(procedures: Sequence[Procedure]) -> tuple[list[UUID], list[str], list[str]]:
    return (
        [one.id for one in procedures],
        [one.legal_entity_id for one in procedures],
        [one.grade for one in procedures],
    )


async def lock_last(work: Work, legal_entity_id: str, grade: str) -> DunningProcedureRow | None:
    """The last version of a procedure; nobody else publishes one until the end."""
    await work.session.execute(LOCK_PROCEDURES)
    of_it = (DunningProcedures.legal_entity_id == legal_entity_id, DunningProcedures.grade == grade)
    query = select(DunningProcedures).where(*of_it).order_by(DunningProcedures.version.desc()).limit(1)
    found: DunningProcedureRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def find_procedure(work: Work, id: UUID) -> DunningProcedureRow | None:
    found: DunningProcedureRow | None = await work.session.get(DunningProcedureRow, id)
    return found


async def list_procedures(work: Work, actor: Actor) -> list[DunningProcedureRow]:
    """Of the actor's legal entities and of everywhere; of each procedure the newest version first."""
    query = select(DunningProcedures)
    if ALL not in actor.legal_entities:
        query = query.where(DunningProcedures.legal_entity_id.in_([*actor.legal_entities, EVERYWHERE]))
    ordered = query.order_by(
        DunningProcedures.legal_entity_id, DunningProcedures.grade, DunningProcedures.version.desc()
    )
    return list((await work.session.execute(ordered)).scalars())
