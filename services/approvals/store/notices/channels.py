"""How are channels and webhook endpoints found and kept, and who is notified at all?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.engine import Connection

from chassis.db.unit_of_work import Work
from messages.approvals.notices import ChannelView, EndpointView
from messages.errors import NotFound
from services.approvals.domain.notices.channels import Channel, Hook, Recipients, hint_of
from services.approvals.domain.people.directory import Directory
from services.approvals.tables.notices import channels, endpoints

_kept: WeakKeyDictionary[Engine | Connection, tuple[int, Recipients]] = WeakKeyDictionary()

Row = Mapping[Any, Any]


async def find_recipients(work: Work, people: Directory) -> Recipients:
    """Kept in memory as long as the directory is: where nobody has a channel, the database is not asked."""
    engine = work.session.get_bind()
    kept = _kept.get(engine)
    if kept is None or kept[0] != people.version:
        kept = (people.version, await _load(work))
        _kept[engine] = kept
    return kept[1]


async def _load(work: Work) -> Recipients:
    found: dict[UUID, tuple[Channel, ...]] = {}
    for row in (await work.session.execute(select(channels).where(channels.c.active))).mappings():
        found[row["person_id"]] = (*found.get(row["person_id"], ()), channel_of(row))
    hooks = (await work.session.execute(select(endpoints).where(endpoints.c.active))).mappings()
    return Recipients(found, tuple(Hook(row["id"], frozenset(row["events"]), row["legal_entity_id"]) for row in hooks))


def channel_of(row: Row) -> Channel:
    return Channel(
        row["id"], row["person_id"], frozenset(row["events"]), row["digest"], row["at_hour"], row["business_hours"]
    )


def channel_view(row: Row, *, secret: str | None = None) -> ChannelView:
    return ChannelView(
        id=row["id"], person_id=row["person_id"], kind=row["kind"], name=row["name"],
        hint=hint_of(row["kind"], row["address"]) if row["address"] else "", events=row["events"], when=row["digest"],
        at_hour=row["at_hour"], business_hours=row["business_hours"], one_click=row["one_click"],
        active=row["active"], secret=secret,
    )  # fmt: skip


def endpoint_view(row: Row, *, secret: str | None = None) -> EndpointView:
    return EndpointView(
        id=row["id"], url=row["url"], events=row["events"], legal_entity_id=row["legal_entity_id"],
        active=row["active"], old_secret_until=row["old_secret_until"], secret=secret,
    )  # fmt: skip


async def add_channel(work: Work, row: dict[str, Any]) -> None:
    await work.session.execute(insert(channels).values(row))


async def find_channel(work: Work, id: UUID) -> Row | None:
    return (await work.session.execute(select(channels).where(channels.c.id == id))).mappings().first()


async def lock_channel(work: Work, id: UUID) -> Row:
    found = (await work.session.execute(select(channels).where(channels.c.id == id).with_for_update())).mappings()
    row: Row | None = found.first()
    if row is None:
        raise NotFound("channel", id)
    return row


async def close_channel(work: Work, id: UUID) -> Row:
    """Where it led is forgotten; what was delivered by it stays known."""
    gone = update(channels).where(channels.c.id == id).values(active=False, address="", secret=None)
    row: Row = (await work.session.execute(gone.returning(channels))).mappings().one()
    return row


async def count_channels(work: Work, person_id: UUID) -> int:
    """Counted one after the other, so that two at once do not both find room."""
    key = func.hashtextextended(f"channels {person_id}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))
    mine = select(func.count()).where(channels.c.person_id == person_id, channels.c.active)
    found: int = (await work.session.execute(mine)).scalar_one()
    return found


async def list_channels(work: Work, person_id: UUID) -> Sequence[Row]:
    query = select(channels).where(channels.c.person_id == person_id, channels.c.active).order_by(channels.c.created_at)
    return (await work.session.execute(query)).mappings().all()


async def find_addresses(work: Work, table: str, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """Channels or endpoints by id, with where they lead; also those that are closed."""
    of = channels if table == "channels" else endpoints
    found = (await work.session.execute(select(of).where(of.c.id.in_(list(ids))))).mappings()
    return {row["id"]: row for row in found}


async def add_endpoint(work: Work, row: dict[str, Any]) -> None:
    await work.session.execute(insert(endpoints).values(row))


async def find_endpoint(work: Work, id: UUID) -> Row | None:
    return (await work.session.execute(select(endpoints).where(endpoints.c.id == id))).mappings().first()


async def lock_endpoint(work: Work, id: UUID) -> Row:
    found = (await work.session.execute(select(endpoints).where(endpoints.c.id == id).with_for_update())).mappings()
    row: Row | None = found.first()
    if row is None:
        raise NotFound("endpoint", id)
    return row


async def change_endpoint(work: Work, id: UUID, **changed: Any) -> Row:
    done = update(endpoints).where(endpoints.c.id == id).values(changed).returning(endpoints)
    row: Row = (await work.session.execute(done)).mappings().one()
    return row


async def list_endpoints(work: Work) -> Sequence[Row]:
    query = select(endpoints).where(endpoints.c.active).order_by(endpoints.c.created_at).limit(200)
    return (await work.session.execute(query)).mappings().all()
