"""What is in somebody's inbox? By index only, newest first, one statement."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import pydantic_core

from chassis.auth.identity import ALL
from chassis.db.database import numbered
from chassis.db.unit_of_work import Work

# What a card shows of a request, in the one statement of the page: texts, read by `domain/views/glance.py`. What is
# asked for (`amount`) before what it is asked of (`total`).
GLANCE = """CASE WHEN r.id IS NULL THEN NULL ELSE json_build_object(
  'amount', left(coalesce(nullif(r.content->>'amount', ''), nullif(r.content->>'total', ''), r.facts->>'amount'), 60),
  'discounts', json_build_array(left(r.facts->>'discount_percent', 20), left(r.facts->>'line_discount_percent', 20)),
  'conflict_with', left(r.content->>'conflict_with', 60), 'conflict_owner', left(r.content->>'conflict_owner', 60))
  END AS glance"""
SHOWN = f"""
SELECT t.id AS task_id, t.kind, t.todo, t.request_id, t.state, t.verdict, t.{{at}} AS at, t.opened_at, t.due_at, t.link,
  t.comment, t.person_id, coalesce(r.process_id, t.process_id) AS process_id, r.requester_id, r.policy_id,
  coalesce(s.key, '') AS step, coalesce(s.round, 0) AS round, coalesce(s.decided, 0) AS decided,
  coalesce(s.positions, 0) AS positions, json_build_object('kind', coalesce(r.about_kind, t.about_kind),
  'id', coalesce(r.about_id, t.about_id), 'number', coalesce(r.about_number, t.about_number),
  'title', coalesce(r.about_title, t.about_title)) AS about, nullif(t.amount, 0) || ' ' || t.currency AS amount,
  {{n}} AS n, {GLANCE}
FROM ({{found}}) t LEFT JOIN steps s ON s.id = t.step_id LEFT JOIN requests r ON r.id = t.request_id
"""
MY_ROLES = """t.person_id IS NULL AND t.state = 'OPEN' AND t.role = ANY(CAST(:roles AS text[]))
  AND (:everywhere OR t.legal_entity_id = ANY(CAST(:entities AS text[])))
  AND (t.unit IS NULL OR t.unit = :unit OR starts_with(:unit, t.unit || '/'))"""
NOT_TAKEN = "AND (t.claimed_by IS NULL OR t.claimed_by = :me)"
MINE = "t.person_id = :me AND t.state = 'OPEN'"
STARTED = f"""
SELECT NULL::uuid AS task_id, 'APPROVAL' AS kind, '' AS todo, r.id AS request_id, r.state, NULL AS verdict,
  r.opened_at AS at, r.opened_at, NULL AS due_at, '' AS link, r.comment, r.process_id, r.requester_id, r.policy_id,
  '' AS step, r.round, 0 AS decided, 0 AS positions, json_build_object('kind', r.about_kind, 'id', r.about_id,
  'number', r.about_number, 'title', r.about_title) AS about, r.id AS n, {GLANCE}
FROM requests r WHERE r.requester_id = :me {{narrow}}
  AND (r.opened_at, r.id) < (CAST(:at AS timestamptz), CAST(:id AS uuid))
ORDER BY r.opened_at DESC, r.id DESC LIMIT :most"""
# Which tasks a filter shows, each part by its own index, and by which moment they are ordered.
PARTS: dict[str, tuple[tuple[str, ...], str]] = {
    "mine": ((MINE, f"{MY_ROLES} {NOT_TAKEN}"), "opened_at"),
    "groups": ((f"{MINE} AND t.claimable", f"{MY_ROLES} AND t.claimed_by IS NULL"), "opened_at"),
    "substitute": ((f"{MINE} AND t.on_behalf_of IS NOT NULL",), "opened_at"),
    "done": (("t.decided_by = :me AND t.state = 'DONE'",), "decided_at"),
    "copied": (("t.person_id = :me AND t.kind = 'COPY'",), "opened_at"),
}
COUNTS = f"""
SELECT count(*) AS open, count(*) FILTER (WHERE due_at < :now) AS overdue,
  count(*) FILTER (WHERE kind = 'TODO') AS todos, count(*) AS mine, count(*) FILTER (WHERE claimable) AS groups,
  count(*) FILTER (WHERE on_behalf_of IS NOT NULL) AS substitute,
  (SELECT count(*) FROM tasks WHERE person_id = :me AND kind = 'COPY') AS copied
FROM (SELECT due_at, kind, claimable, on_behalf_of FROM tasks t WHERE {MINE}
UNION ALL SELECT due_at, kind, claimed_by IS NULL, NULL FROM tasks t WHERE {MY_ROLES} {NOT_TAKEN}) t"""
LATE = "EXISTS (SELECT FROM steps l WHERE l.request_id = {id} AND l.live AND l.state = 'OPEN' AND l.due_at < :now)"
NARROW = {  # of tasks, and of requests
    "policy": ("r.policy = :policy", "r.policy = :policy"),
    "kind": ("coalesce(r.about_kind, t.about_kind) = :kind", "r.about_kind = :kind"),
    "overdue": ("t.due_at < :now", LATE.format(id="r.id")),
    "q": (
        "concat_ws(' ', coalesce(r.about_number, t.about_number), coalesce(r.about_title, t.about_title)) ILIKE :q",
        "concat_ws(' ', r.about_number, r.about_title) ILIKE :q",
    ),
}
NEWEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


@dataclass(frozen=True)
class Sought:
    """Which list, and what of it: under a policy, about a kind of record, late, with a text in number or title."""

    filter: str = "mine"
    policy: str | None = None
    kind: str | None = None
    overdue: bool = False
    q: str | None = None

    def values(self) -> dict[str, Any]:
        told = {"policy": self.policy, "kind": self.kind, "q": _within(self.q) if self.q else None}
        return {name: value for name, value in told.items() if value}

    def narrow(self) -> tuple[str, ...]:
        return tuple(sorted({*self.values(), *(["overdue"] if self.overdue else [])}))


async def list_inbox(
    work: Work, sought: Sought, after: tuple[datetime, UUID] | None, most: int
) -> tuple[list[dict[str, Any]], dict[str, int] | None, int]:
    """Rows (with `at` and `n`, the key of the page), the counts on the first page, the directory's version."""
    at, id = after or NEWEST
    counted = after is None
    values = {"me": work.actor.id, "at": at, "id": id, "most": most} | sought.values()
    if sought.filter in ("mine", "groups") or counted:
        values |= role_values(work)
    if counted or sought.overdue:
        values["now"] = work.now
    query, names = _page(sought.filter, sought.narrow(), counted=counted)
    rows, counts, version = (await work.fetch(query, *(values[name] for name in names)))[0]
    return pydantic_core.from_json(rows), pydantic_core.from_json(counts) if counts else None, version


@lru_cache(maxsize=256)
def _page(which: str, narrow: tuple[str, ...], *, counted: bool) -> tuple[str, list[str]]:
    """One statement, and the names of its values in their order; its text is one of few, so that the server plans it
    once."""
    rows = _started(narrow) if which == "started" else _found(which, narrow)
    counts = f"(SELECT row_to_json(c) FROM ({COUNTS}) c)::text" if counted else "NULL"
    return numbered(
        f"SELECT (SELECT coalesce(json_agg(i ORDER BY i.at DESC, i.n DESC), '[]') FROM ({rows}) i)::text,"
        f" {counts}, (SELECT max(version) FROM directory_version)"
    )


def _started(narrow: tuple[str, ...]) -> str:
    return STARTED.format(narrow="".join(f" AND {NARROW[name][1]}" for name in narrow))


def _found(which: str, narrow: tuple[str, ...]) -> str:
    parts, at = PARTS[which]
    joined = " LEFT JOIN requests r ON r.id = t.request_id" if narrow else ""
    more = "".join(f" AND {NARROW[name][0]}" for name in narrow)
    key = f"(t.{at}, t.id) < (CAST(:at AS timestamptz), CAST(:id AS uuid))"
    order = f"ORDER BY t.{at} DESC, t.id DESC LIMIT :most"
    found = " UNION ALL ".join(
        f"(SELECT t.* FROM tasks t{joined} WHERE {part}{more} AND {key} {order})" for part in parts
    )
    return SHOWN.format(at=at, n="t.id", found=f"SELECT * FROM ({found}) t {order}")


def _within(sought: str) -> str:
    """Anywhere in the text; what is sought is taken as it is written."""
    return "%" + sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def role_values(work: Work) -> dict[str, Any]:
    actor = work.actor
    return {
        "roles": sorted(actor.roles), "everywhere": ALL in actor.legal_entities,
        "entities": list(actor.legal_entities), "unit": actor.unit,
    }  # fmt: skip
