"""Who of those whom dunning levels name has them in his inbox?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from services.collections.domain.dunning_procedure import REMINDER

Confirmed = tuple[UUID, int, str]  # of which receivable, which level, whom it names ("": the first)

OF_ONE_LETTER = """ r.customer_id = d.customer_id AND r.currency = d.currency
    AND r.legal_entity_id = d.legal_entity_id AND r.id = l.receivable_id AND l.saved_at = d.prepared_at"""
GIVEN = "unnest($1::uuid[], $2::int[]) AS c (receivable, level)"
LOCK_LETTERS = f"""
SELECT DISTINCT l.receivable_id, l.level, d.id FROM (
  SELECT d.* FROM dunning d WHERE d.id IN (
    SELECT d.id FROM {GIVEN} JOIN dunning_level_reached l ON l.receivable_id = c.receivable AND l.level = c.level
      AND l.level <> {REMINDER} JOIN receivables r ON r.id = l.receivable_id JOIN dunning d ON {OF_ONE_LETTER})
  ORDER BY d.id FOR UPDATE) d, receivables r, dunning_level_reached l, {GIVEN}
WHERE l.receivable_id = c.receivable AND l.level = c.level AND l.level <> {REMINDER} AND {OF_ONE_LETTER}"""
# Of each level one at a time: a row is updated once by a statement.
CONFIRM = """
UPDATE dunning_level_reached l SET notified = array_append(l.notified, c.who), notified_at = $4
FROM (SELECT g.receivable, g.level, coalesce(nullif(g.who, ''), l.notifies[1]) AS who
  FROM unnest($1::uuid[], $2::int[], $3::text[]) AS g (receivable, level, who)
  JOIN dunning_level_reached l ON l.receivable_id = g.receivable AND l.level = g.level) c
WHERE l.receivable_id = c.receivable AND l.level = c.level AND c.who = ANY(l.notifies) AND NOT c.who = ANY(l.notified)
RETURNING l.receivable_id, l.level, c.who"""
# Who of the levels of a letter still has one of them not in his inbox?
CONFIRM_LETTERS = f"""
UPDATE dunning d SET notified = array_append(d.notified, c.who), notified_at = $3
FROM unnest($1::uuid[], $2::text[]) AS c (letter, who)
WHERE d.id = c.letter AND NOT c.who = ANY(d.notified) AND NOT EXISTS (
  SELECT 1 FROM receivables r, dunning_level_reached l WHERE {OF_ONE_LETTER}
  AND c.who = ANY(l.notifies) AND l.level <> {REMINDER} AND NOT c.who = ANY(l.notified))"""


async def confirm_notified(work: Work, confirmed: Sequence[Confirmed]) -> None:
    """Of the levels; and of the letters, when all of their levels that name somebody are in his inbox. Whoever confirms
    another level of a letter waits."""
    if not confirmed:
        return
    levels = sorted({(receivable, level) for receivable, level, _ in confirmed})
    locked = await work.fetch(LOCK_LETTERS, *zip(*levels, strict=True))
    letters = {(row["receivable_id"], row["level"]): row["id"] for row in locked}
    named: set[tuple[UUID, str]] = set()
    for turn in _in_turns(confirmed, key=2):
        for row in await work.fetch(CONFIRM, *zip(*turn, strict=True), work.now):
            if letter := letters.get((row["receivable_id"], row["level"])):
                named.add((letter, row["who"]))
    for turn in _in_turns(named, key=1):
        await work.fetch(CONFIRM_LETTERS, *zip(*turn, strict=True), work.now)


def _in_turns(given: Iterable[tuple[Any, ...]], *, key: int) -> Iterable[list[tuple[Any, ...]]]:
    """What has the same first values once in each of them, in the order of these."""
    turns: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    seen: Counter[tuple[Any, ...]] = Counter()
    for one in sorted(set(given)):
        turns[seen[one[:key]]].append(one)
        seen[one[:key]] += 1
    return turns.values()
