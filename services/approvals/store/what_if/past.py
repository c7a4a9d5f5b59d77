"""How is a past request found with its rounds, its steps and the lines of its chain?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pydantic_core
from sqlalchemy import Select, func, select, text

from chassis.db.database import in_scope
from chassis.db.paging import page_of
from chassis.db.unit_of_work import Work
from messages.approvals.states import RequestState
from services.approvals.domain.policies.facts import read as read_facts
from services.approvals.domain.requests.progress import StepNow
from services.approvals.domain.what_if.past import ENDERS, Named, Past, PastRound, PastStep
from services.approvals.store.requests.steps import TASKS, steps_now
from services.approvals.tables.requests import requests

READ_ONLY = text("SET TRANSACTION READ ONLY")
STEPS = text(
    f"SELECT s.request_id, json_agg(s ORDER BY s.opened_at, s.key)::text FROM (SELECT st.*, {TASKS} AS signers"
    " FROM steps st WHERE st.request_id = ANY(CAST(:ids AS uuid[]))) s GROUP BY s.request_id"
)
ROUNDS = text("SELECT * FROM rounds WHERE request_id = ANY(CAST(:ids AS uuid[])) ORDER BY request_id, round")
LINES = text(
    "SELECT chain, at, code, params FROM audit WHERE chain = ANY(CAST(:ids AS uuid[])) AND code IN"
    " ('audit.request.opened', 'audit.request.settled', 'audit.step.opened', 'audit.step.skipped',"
    " 'audit.task.taken_back', 'audit.request.edited') ORDER BY chain, seq"
)


async def read_only(work: Work) -> None:
    """From here on the database itself refuses to write in this transaction."""
    await work.session.execute(READ_ONLY)


def _selected(work: Work, policy: str, since: datetime, until: datetime) -> Select[Any]:
    query = select(requests.c.id).where(requests.c.policy == policy, in_scope(requests, work.actor.scope))
    return query.where(requests.c.opened_at >= since, requests.c.opened_at < until)


async def count_past(work: Work, policy: str, since: datetime, until: datetime) -> int:
    inside = _selected(work, policy, since, until).subquery()
    found: int = (await work.session.execute(select(func.count()).select_from(inside))).scalar_one()
    return found


async def list_past(
    work: Work, policy: str, since: datetime, until: datetime, *, cursor: str | None, limit: int, first: int
) -> tuple[list[tuple[Past, RequestState]], str | None]:
    """Oldest first. `first`: the oldest version of the directory that is known."""
    key = (requests.c.opened_at, requests.c.id)
    query = _selected(work, policy, since, until)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda id: id)
    ids = {"ids": list(page.items)}
    rows = (await work.session.execute(select(requests).where(requests.c.id.in_(page.items)).order_by(*key))).mappings()
    steps = {id: pydantic_core.from_json(written) for id, written in await work.session.execute(STEPS, ids)}
    rounds = _grouped((await work.session.execute(ROUNDS, ids)).mappings().all(), "request_id")
    lines = _grouped((await work.session.execute(LINES, ids)).mappings().all(), "chain")
    found = []
    for row in rows.all():
        of = row["id"]
        past = _past(row, steps.get(of, []), rounds.get(of, []), _recorded_rounds(lines.get(of, [])), first)
        found.append((past, RequestState(row["state"])))
    return found, page.next


def _grouped(rows: Sequence[Mapping[Any, Any]], by: str) -> dict[UUID, list[Mapping[Any, Any]]]:
    found: dict[UUID, list[Mapping[Any, Any]]] = {}
    for row in rows:
        found.setdefault(row[by], []).append(row)
    return found


def _past(
    row: Mapping[Any, Any],
    steps: list[Any],
    rounds: list[Mapping[Any, Any]],
    lines: list[Mapping[Any, Any]],
    first: int,
) -> Past:
    opened = _opened(lines)
    past_steps = tuple(_step(step, now, opened) for step, now in zip(steps, steps_now(steps), strict=True))
    exact = all(step["directory"] is not None for step in (*steps, *rounds)) and bool(rounds)
    past_rounds = tuple(_round(row, number, past_steps, rounds, lines, first=first) for number in _numbers(lines))
    known = {step.now.directory for step in past_steps if step.now.directory is not None}
    return Past(
        request_id=row["id"], number=row["about_number"], title=row["about_title"], policy_id=row["policy_id"],
        policy_version=row["policy_version"], requester_id=row["requester_id"], content_hash=row["content_hash"],
        rounds=past_rounds, steps=past_steps, exact=exact,
        versions=frozenset(known | {one.directory for one in past_rounds}),
    )  # fmt: skip


def _recorded_rounds(lines: list[Mapping[Any, Any]]) -> list[Mapping[Any, Any]]:
    """An edited field begins a round too; its line does not say so."""
    found: list[Mapping[Any, Any]] = []
    number = 0
    for line in lines:
        if line["code"] == "audit.request.edited":
            line = {**line, "code": "audit.request.opened", "params": {"round": number + 1}}
        number = int(line["params"]["round"]) if line["code"] == "audit.request.opened" else number
        found.append(line)
    return found


def _numbers(lines: list[Mapping[Any, Any]]) -> list[int]:
    return [int(line["params"]["round"]) for line in lines if line["code"] == "audit.request.opened"]


def _opened(lines: list[Mapping[Any, Any]]) -> dict[tuple[str, int], tuple[Named, ...]]:
    """Whom the resolver chose for each opened step; one that was taken back is entered again without it."""
    found: dict[tuple[str, int], tuple[Named, ...]] = {}
    taken: tuple[str, datetime] | None = None
    again = ""
    for line in lines:
        said = line["params"]
        if line["code"] == "audit.task.taken_back":
            taken = said["step"], line["at"]
        elif line["code"] == "audit.request.opened":
            again = taken[0] if taken and taken[1] == line["at"] else ""
        elif line["code"] == "audit.step.opened":
            if said["step"] != again:
                chosen = (Named(UUID(one["id"]) if one["id"] else None, one["why"]) for one in said["signers"])
                found[said["step"], said["round"]] = tuple(chosen)
            again = "" if said["step"] == again else again
    return found


def _step(row: Mapping[str, Any], now: StepNow, opened: Mapping[tuple[str, int], tuple[Named, ...]]) -> PastStep:
    chosen = opened.get((row["key"], row["round"]))
    return PastStep(now, row["until_round"], chosen or (), entered=chosen is None)


def _round(
    row: Mapping[Any, Any], number: int, steps: tuple[PastStep, ...], rounds: list[Mapping[Any, Any]],
    lines: list[Mapping[Any, Any]], *, first: int,
) -> PastRound:  # fmt: skip
    began, ended, outcome, skipped = _recorded(number, lines)
    given = [one for one in rounds if one["round"] <= number]
    kept: Mapping[Any, Any] = given[-1] if given else row
    before = [s.now.directory for s in steps if s.now.directory is not None and s.now.opened_at <= began]
    own = kept.get("directory") or first
    prepared_by = kept["prepared_by"] if kept["prepared_by"] is not None else row["prepared_by"]
    return PastRound(
        number=number, began_at=began, ended_at=ended, facts=read_facts(kept["facts"]),
        prepared_by=frozenset(prepared_by),
        directory=max([own, *before]), approved=outcome == "APPROVED", ended_by=_ended_by(number, steps, began, ended),
        skipped=skipped,
    )  # fmt: skip


def _recorded(number: int, lines: list[Mapping[Any, Any]]) -> tuple[datetime, datetime | None, str, frozenset[str]]:
    """When the round began and ended, with which outcome, and what it skipped."""
    began: datetime | None = None
    ended: datetime | None = None
    outcome, skipped = "", set()
    for line in lines:
        if line["code"] == "audit.request.opened":
            if began is not None:
                ended = ended or line["at"]
                break
            began = line["at"] if int(line["params"]["round"]) == number else None
        elif began is not None and line["code"] == "audit.request.settled" and ended is None:
            ended, outcome = line["at"], line["params"]["outcome"]
        elif began is not None and line["code"] == "audit.step.skipped":
            skipped.add(line["params"]["step"])
    assert began is not None
    return began, ended, outcome, frozenset(skipped)


def _ended_by(number: int, steps: tuple[PastStep, ...], began: datetime, ended: datetime | None) -> str | None:
    """The step whose no or return did it."""
    for step in steps:
        live = step.now.round <= number and (step.until_round is None or step.until_round > number)
        at = step.now.settled_at
        if live and step.now.state in ENDERS and ended is not None and at is not None and began <= at <= ended:
            return step.now.key
    return None
