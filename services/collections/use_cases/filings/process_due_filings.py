"""Which requests to providers of e-invoices are due now, and what became of each?"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoice_filings import FilingStatus, ProcessedFilings
from messages.errors import RuleViolation
from services.collections.domain.invoice_filings import LEASE
from services.collections.settings import CollectionsSettings
from services.collections.store import invoice_filings
from services.collections.use_cases.filings.ask_provider import ask_provider
from services.collections.use_cases.filings.take_answer import note_failure, take_answer

AT_MOST = 20
NO_PROVIDER = "this provider is not set any more (COUNTERSIGN_INVOICE_PROVIDERS)"


@dataclass(frozen=True)
class DueFiling:
    """What is asked for outside of any transaction."""

    id: UUID
    provider: str
    request: dict[str, Any]


async def process_due_filings(uow: UnitOfWork, settings: CollectionsSettings) -> ProcessedFilings:
    """Claimed in one transaction, asked outside of any, each answer written down by itself. Whoever dies in between
    lets it be asked again, under the same key, when the lease is over."""
    async with uow.begin() as work:
        claimed = await invoice_filings.claim_due(work, AT_MOST, LEASE)
        due = [DueFiling(one.id, one.provider, one.request) for one in claimed]
    found = await asyncio.gather(*[_ask(one, uow, settings) for one in due], return_exceptions=True)
    async with uow.begin() as work:
        nearest = await invoice_filings.nearest(work)
        more = nearest is not None and nearest <= work.now
    for one in found:
        if isinstance(one, BaseException):  # a fault of ours keeps no other filing back
            raise one
    issued, refused = found.count(FilingStatus.ISSUED), found.count(FilingStatus.REFUSED)
    waiting = len(found) - issued - refused
    return ProcessedFilings(issued=issued, refused=refused, waiting=waiting, next_due_at=nearest, more=more)


async def _ask(one: DueFiling, uow: UnitOfWork, settings: CollectionsSettings) -> FilingStatus:
    provider = settings.invoice_provider(one.provider)
    answer = await ask_provider(provider, str(one.id), one.request) if provider else NO_PROVIDER
    if not isinstance(answer, str):
        try:
            async with uow.begin() as work:
                seen = await invoice_filings.get_filing(work, one.id, one.provider)
                return (await take_answer(work, seen, answer, settings)).status
        except RuleViolation as no:  # it said what cannot be: finance sees it, and it is asked again
            answer = str(no)
    async with uow.begin() as work:
        seen = await invoice_filings.get_filing(work, one.id, one.provider)
        await note_failure(work, seen, answer)
    return FilingStatus.WAITING
