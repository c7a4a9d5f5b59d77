"""What happened in this sale?"""

from typing import Any

from chassis.unit_of_work import UnitOfWork, Work
from messages.base import Page
from messages.errors import NotFound
from messages.insights.views import Fact, TimelineEntry
from services.insights.domain.asking import must_name
from services.insights.domain.wording import sentence
from services.insights.store import facts, sales


async def show_timeline(
    wanted: str | None, uow: UnitOfWork, *, lang: str, cursor: str | None, limit: int
) -> Page[TimelineEntry]:
    """Oldest first, in the reader's language and time zone."""
    async with uow.begin() as work:
        page = await _facts(work, wanted, cursor=cursor, limit=limit)
        names = await facts.names_of(work, page.items)
        tz = work.actor.tz
        entries = [
            TimelineEntry(
                event_id=fact.event_id,
                at=fact.at,
                subject=fact.subject,
                text=sentence(fact.subject, fact.data, lang=lang, tz=tz, names=names),
                by=fact.by_name or None,
                kind=fact.kind,
                id=fact.record_id,
                number=fact.number,
            )
            for fact in page.items
        ]
        return Page(items=entries, next=page.next)


async def list_facts(wanted: str | None, uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[Fact]:
    """The same, as it was told."""
    async with uow.begin() as work:
        page = await _facts(work, wanted, cursor=cursor, limit=limit)
        return Page(items=[Fact.model_validate(fact.model_dump()) for fact in page.items], next=page.next)


async def _facts(work: Work, wanted: str | None, *, cursor: str | None, limit: int) -> Page[Any]:
    named = must_name(wanted)
    sale = await sales.find_sale(work, named)
    if sale is None:
        raise NotFound("number", named)
    return await facts.page_of_facts(work, sale.records, cursor=cursor, limit=limit)
