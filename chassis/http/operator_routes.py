"""What may operators ask of any service: what it published about a record, what waits, what could not be published?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, StringConstraints
from sqlalchemy import func, select

from chassis.auth.identity import Actor, CurrentActor, needs
from chassis.base.logs import log
from chassis.db.common_tables import outbox, people
from chassis.db.outbox import of_entities, republish_since, revive, skip
from chassis.events.envelope import Envelope
from messages.base import View
from messages.errors import Malformed, NotFound
from messages.roles import Role
from messages.text import SafeStr

router = APIRouter(tags=["ops"])
MOST_EVENTS = 500
Named = Annotated[SafeStr, StringConstraints(max_length=200)]


class OutboxState(View):
    """`waiting` includes `dead`: those block only their own record."""

    total: int
    waiting: int
    dead: list[dict[str, Any]]


@router.get("/events", dependencies=[needs(Role.PROCESS, Role.OPS, Role.ADMIN)])
async def events(
    request: Request, actor: CurrentActor, about: Annotated[list[Named], Query(max_length=50)]
) -> list[Envelope]:
    """Every event this service ever published about these records of one's legal entities, oldest first."""
    wanted = outbox.c.aggregate_id.in_(about) & of_entities(actor.legal_entities)
    query = select(outbox).where(wanted).order_by(outbox.c.id).limit(MOST_EVENTS)
    async with request.app.state.service.database.session() as session:
        return [Envelope.of_row(row) for row in (await session.execute(query)).mappings()]


@router.get("/known-people", dependencies=[needs(Role.PROCESS, Role.OPS, Role.ADMIN)])
async def known_people(request: Request) -> list[str]:
    """The logins this service knows: who was added a moment ago may still be on the way."""
    async with request.app.state.service.database.session() as session:
        return list((await session.execute(select(people.c.login).where(people.c.active))).scalars())


@router.get("/outbox", dependencies=[needs(Role.PROCESS, Role.OPS, Role.ADMIN)])
async def state(request: Request, actor: CurrentActor) -> OutboxState:
    counts = select(func.count(), func.count().filter(outbox.c.published_at.is_(None)))
    is_dead = outbox.c.dead_at.is_not(None) & outbox.c.published_at.is_(None)
    dead = select(outbox).where(is_dead, of_entities(actor.legal_entities)).limit(100)
    async with request.app.state.service.database.session() as session:
        total, waiting = (await session.execute(counts.select_from(outbox))).one()
        rows = [dict(row) for row in (await session.execute(dead.order_by(outbox.c.id))).mappings()]
    return OutboxState(total=total, waiting=waiting, dead=rows)


@router.post("/outbox/{event_id}/retry", dependencies=[needs(Role.OPS, Role.ADMIN)])
async def retry_dead(request: Request, actor: CurrentActor, event_id: UUID) -> dict[str, int]:
    return await _change(request, actor, revive, event_id)


@router.post("/outbox/{event_id}/skip", dependencies=[needs(Role.OPS, Role.ADMIN)])
async def skip_dead(request: Request, actor: CurrentActor, event_id: UUID) -> dict[str, int]:
    return await _change(request, actor, skip, event_id)


@router.post("/outbox/republish", dependencies=[needs(Role.PROCESS, Role.OPS, Role.ADMIN)])
async def republish(request: Request, actor: CurrentActor, since: AwareDatetime) -> dict[str, int]:
    """A stream was lost: publish everything of one's legal entities since then again."""
    if not 2000 <= since.year < 2200:
        raise Malformed("since", since.isoformat(), "SYS-16")
    async with request.app.state.service.database.session() as session, session.begin():
        changed = await republish_since(session, since, actor.legal_entities)
    log.warning("outbox", act="republish", since=since.isoformat(), by=actor.name, actor=str(actor.id))
    return {"changed": changed}


async def _change(request: Request, actor: Actor, change: Any, event_id: UUID) -> dict[str, int]:
    async with request.app.state.service.database.session() as session, session.begin():
        reached = select(outbox.c.id).where(outbox.c.event_id == event_id, of_entities(actor.legal_entities))
        is_reached = (await session.execute(reached)).first() is not None
        changed = await change(session, event_id) if is_reached else 0
    if not changed:
        raise NotFound("dead event", event_id)
    log.warning("outbox", act=change.__name__, event_id=str(event_id), by=actor.name, actor=str(actor.id))
    return {"changed": changed}
