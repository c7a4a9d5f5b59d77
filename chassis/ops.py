"""What may operators ask of any service: what it told about a record, what waits, what is dead?"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import StringConstraints
from sqlalchemy import func, select

from chassis.envelope import Envelope
from chassis.identity import Actor, CurrentActor, needs
from chassis.ledger import outbox, people
from chassis.logs import log
from chassis.outbox import revive, skip, tell_again
from messages.base import View
from messages.errors import NotFound
from messages.text import SafeStr

router = APIRouter(tags=["ops"])
MOST_FACTS = 500
Named = Annotated[SafeStr, StringConstraints(max_length=200)]


class OutboxState(View):
    """`waiting` includes `dead`: those block only their own record."""

    total: int
    waiting: int
    dead: list[dict[str, Any]]


@router.get("/facts", dependencies=[needs("process", "ops", "admin")])
async def facts(request: Request, about: Annotated[list[Named], Query(max_length=50)]) -> list[Envelope]:
    """Everything this service ever told about these records, oldest first."""
    query = select(outbox).where(outbox.c.aggregate_id.in_(about)).order_by(outbox.c.id).limit(MOST_FACTS)
    async with request.app.state.service.database.session() as session:
        return [Envelope.of_row(row) for row in (await session.execute(query)).mappings()]


@router.get("/known-people", dependencies=[needs("process", "ops", "admin")])
async def known_people(request: Request) -> list[str]:
    """The logins this service has heard of: who was added a moment ago may still be on the way."""
    async with request.app.state.service.database.session() as session:
        return list((await session.execute(select(people.c.login).where(people.c.active))).scalars())


@router.get("/outbox", dependencies=[needs("process", "ops", "admin")])
async def state(request: Request) -> OutboxState:
    counts = select(func.count(), func.count().filter(outbox.c.published_at.is_(None)))
    dead = select(outbox).where(outbox.c.dead_at.is_not(None), outbox.c.published_at.is_(None)).limit(100)
    async with request.app.state.service.database.session() as session:
        total, waiting = (await session.execute(counts.select_from(outbox))).one()
        rows = [dict(row) for row in (await session.execute(dead.order_by(outbox.c.id))).mappings()]
    return OutboxState(total=total, waiting=waiting, dead=rows)


@router.post("/outbox/{event_id}/retry", dependencies=[needs("ops", "admin")])
async def retry_dead(request: Request, actor: CurrentActor, event_id: UUID) -> dict[str, int]:
    return await _change(request, actor, revive, event_id)


@router.post("/outbox/{event_id}/skip", dependencies=[needs("ops", "admin")])
async def skip_dead(request: Request, actor: CurrentActor, event_id: UUID) -> dict[str, int]:
    return await _change(request, actor, skip, event_id)


@router.post("/outbox/republish", dependencies=[needs("process", "ops", "admin")])
async def republish(request: Request, actor: CurrentActor, since: datetime) -> dict[str, int]:
    """A stream was lost: tell everything since then again."""
    async with request.app.state.service.database.session() as session, session.begin():
        changed = await tell_again(session, since)
    log.warning("outbox", act="republish", since=since.isoformat(), by=actor.name, actor=str(actor.id))
    return {"changed": changed}


async def _change(request: Request, actor: Actor, change: Any, event_id: UUID) -> dict[str, int]:
    async with request.app.state.service.database.session() as session, session.begin():
        changed = await change(session, event_id)
    if not changed:
        raise NotFound("dead event", event_id)
    log.warning("outbox", act=change.__name__, event_id=str(event_id), by=actor.name, actor=str(actor.id))
    return {"changed": changed}
