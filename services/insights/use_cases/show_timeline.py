"""What happened in this sale?"""

from collections.abc import Mapping
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.base import Page
from messages.errors import NotFound
from messages.insights.views import TimelineEntry, TimelineEvent
from services.insights.domain.access import must_name
from services.insights.domain.sentences import sentence
from services.insights.store import events, sales
from services.insights.tables import EventRow


async def show_timeline(
    wanted: str | None, uow: UnitOfWork, *, lang: str, cursor: str | None, limit: int
) -> Page[TimelineEntry]:
    """Oldest first, in the reader's language and time zone."""
    async with uow.begin() as work:
        page = await _events(work, wanted, cursor=cursor, limit=limit)
        names = await events.names_of(work, page.items)
        entries = [_entry(event, lang=lang, tz=work.actor.tz, names=names) for event in page.items]
        return Page(items=entries, next=page.next)


async def list_events(wanted: str | None, uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[TimelineEvent]:
    """The same, as it was published."""
    async with uow.begin() as work:
        page = await _events(work, wanted, cursor=cursor, limit=limit)
        return Page(items=[event.view() for event in page.items], next=page.next)


async def _events(work: Work, wanted: str | None, *, cursor: str | None, limit: int) -> Page[EventRow]:
    named = must_name(wanted)
    sale = await sales.find_sale(work, named)
    if sale is None:
        raise NotFound("number", named)
    return await events.page_of_events(work, sale.records, cursor=cursor, limit=limit)


def _entry(row: EventRow, *, lang: str, tz: str, names: Mapping[UUID, str]) -> TimelineEntry:
    event = row.view()
    return TimelineEntry(
        event_id=event.event_id,
        at=event.at,
        subject=event.subject,
        text=sentence(event.subject, event.data, lang=lang, tz=tz, names=names),
        by=event.by_name or None,
        kind=event.kind,
        id=event.record_id,
        number=event.number,
    )
