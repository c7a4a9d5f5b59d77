"""Has each node of collection an owner and a deadline? (`countersign audit process`)"""

from chassis.db.books import Check

OPEN = "r.status = 'OPEN' AND NOT r.history"
# COL-215 to COL-219 in SQL: whom the node names, who works or has a successor who does, and which roles are held.
OWNED = f"""
WITH RECURSIVE heir AS (
  SELECT id, active, successor_id, 1 AS depth FROM people
  UNION ALL SELECT h.id, p.active, p.successor_id, h.depth + 1 FROM heir h JOIN people p ON p.id = h.successor_id
    WHERE NOT h.active AND h.depth < 20),
working AS (SELECT DISTINCT id FROM heir WHERE active),
held AS (SELECT DISTINCT r.role, e.entity FROM people p, unnest(p.roles) AS r (role),
    unnest(p.other_entities || p.legal_entity_id) AS e (entity) WHERE p.active),
named AS (SELECT p.id, (e ->> 'days')::int AS level,
    coalesce(e -> 'tasks_for' ->> 0, e -> 'notices_for' ->> 0, 'owner') AS by
  FROM dunning_procedures p, jsonb_array_elements(p.levels) e WHERE (e ->> 'days')::int > 0)
SELECT r.number, 'owner', CASE WHEN
    coalesce(n.by, 'owner') = 'owner' AND r.owner_id IN (SELECT id FROM working)
    OR coalesce(n.by, 'owner') IN ('owner', 'manager')
      AND (SELECT p.manager_id FROM people p WHERE p.id = r.owner_id) IN (SELECT id FROM working)
    OR EXISTS (SELECT FROM held h WHERE h.entity IN (r.legal_entity_id, '*')
      AND h.role = CASE WHEN n.by IN ('director', 'legal') THEN n.by ELSE 'finance' END)
  THEN 'owner' ELSE '' END
FROM receivables r LEFT JOIN LATERAL (
  SELECT n.by FROM named n WHERE n.id = r.timed_by AND n.level <= r.level AND coalesce(r.paused_until <= now(), true)
  ORDER BY n.level DESC LIMIT 1) n ON true
WHERE {OPEN}"""
TIMED = f"""
SELECT r.number, 'deadline', CASE WHEN
    collection_deadline(r.due_on, r.level, r.next_at, r.paused_until, r.tz, r.created_at) IS NOT NULL
  THEN 'deadline' ELSE '' END
FROM receivables r WHERE {OPEN}"""

PROCESS_CHECKS = (Check("process.owned", OWNED), Check("process.timed", TIMED))
