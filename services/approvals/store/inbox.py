"""What is in somebody's inbox? By index only, newest first, one statement."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import TextClause, text

from chassis.identity import ALL
from chassis.unit_of_work import Work

SHOWN = """
SELECT t.id AS task_id, t.kind, t.todo, t.request_id, t.state, t.verdict, t.{at} AS at, t.opened_at, t.due_at, t.link,
  t.comment, t.person_id, coalesce(r.process_id, t.process_id) AS process_id, r.requester_id, r.policy_id,
  coalesce(s.key, '') AS step, coalesce(s.round, 0) AS round, coalesce(s.decided, 0) AS decided,
  coalesce(s.asked, 0) AS asked, json_build_object('kind', coalesce(r.about_kind, t.about_kind),
  'id', coalesce(r.about_id, t.about_id), 'number', coalesce(r.about_number, t.about_number),
  'title', coalesce(r.about_title, t.about_title)) AS about, {n} AS n
FROM ({found}) t LEFT JOIN steps s ON s.id = t.step_id LEFT JOIN requests r ON r.id = t.request_id
"""
MY_ROLES = """person_id IS NULL AND state = 'OPEN' AND role = ANY(CAST(:roles AS text[]))
  AND (:everywhere OR legal_entity_id = ANY(CAST(:entities AS text[])))
  AND (unit IS NULL OR unit = :unit OR starts_with(:unit, unit || '/'))
  AND (claimed_by IS NULL OR claimed_by = :me)"""
AFTER = "({at}, id) < (CAST(:at AS timestamptz), CAST(:id AS uuid))"
ORDER = "ORDER BY {at} DESC, id DESC LIMIT :most"

OPEN = f"""
(SELECT * FROM tasks WHERE person_id = :me AND state = 'OPEN' AND {AFTER} {ORDER})
UNION ALL (SELECT * FROM tasks WHERE {MY_ROLES} AND {AFTER} {ORDER}) {ORDER}""".format(at="opened_at")
DONE = f"SELECT * FROM tasks WHERE decided_by = :me AND state = 'DONE' AND {AFTER} {ORDER}".format(at="decided_at")
COPIED = f"SELECT * FROM tasks WHERE person_id = :me AND kind = 'COPY' AND {AFTER} {ORDER}".format(at="opened_at")
STARTED = f"""
SELECT NULL::uuid AS task_id, 'APPROVAL' AS kind, '' AS todo, id AS request_id, state, NULL AS verdict,
  opened_at AS at, opened_at, NULL AS due_at, '' AS link, comment, process_id, requester_id, policy_id, '' AS step,
  round, 0 AS decided, 0 AS asked, json_build_object('kind', about_kind, 'id', about_id, 'number', about_number,
  'title', about_title) AS about, id AS n
FROM requests WHERE requester_id = :me AND {AFTER} {ORDER}""".format(at="opened_at")
COUNTS = f"""
SELECT count(*) AS open, count(*) FILTER (WHERE due_at < :now) AS overdue,
  count(*) FILTER (WHERE kind = 'TODO') AS todos
FROM (SELECT due_at, kind FROM tasks WHERE person_id = :me AND state = 'OPEN'
UNION ALL SELECT due_at, kind FROM tasks WHERE {MY_ROLES}) t"""


def _page(found: str, at: str | None, *, counted: bool) -> TextClause:
    rows = SHOWN.format(at=at, n="t.id", found=found) if at else found
    counts = f"(SELECT row_to_json(c) FROM ({COUNTS}) c)::text" if counted else "NULL"
    return text(
        f"SELECT (SELECT coalesce(json_agg(i ORDER BY i.at DESC, i.n DESC), '[]') FROM ({rows}) i)::text,"
        f" {counts}, (SELECT max(version) FROM directory_version)"
    )


PAGES = {
    (name, counted): _page(found, at, counted=counted)
    for name, found, at in (
        ("mine", OPEN, "opened_at"), ("done", DONE, "decided_at"), ("started", STARTED, None),
        ("copied", COPIED, "opened_at"),
    )
    for counted in (True, False)
}  # fmt: skip
NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


async def list_inbox(
    work: Work, which: str, after: tuple[datetime, UUID] | None, most: int
) -> tuple[list[dict[str, Any]], dict[str, int] | None, int]:
    """Rows (with `at` and `n`, the key of the page), the counts on the first page, the directory's version."""
    at, id = after or NEWEST
    values = {"me": work.actor.id, "at": at, "id": id, "most": most}
    counted = after is None
    if which == "mine" or counted:
        values |= role_values(work)
    if counted:
        values["now"] = work.now
    rows, counts, version = (await work.session.execute(PAGES[which, counted], values)).one()
    return pydantic_core.from_json(rows), pydantic_core.from_json(counts) if counts else None, version


def role_values(work: Work) -> dict[str, Any]:
    actor = work.actor
    return {
        "roles": sorted(actor.roles), "everywhere": ALL in actor.legal_entities,
        "entities": list(actor.legal_entities), "unit": actor.unit,
    }  # fmt: skip
