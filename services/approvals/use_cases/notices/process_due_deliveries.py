"""Which deliveries are due now, and what became of each?"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from chassis.base.logs import log
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import DeliveryGivenUp, DeliveryState, Notice, ProcessedDeliveries
from services.approvals.domain.notices.batches import Due, plan
from services.approvals.domain.notices.schedule import HOUR, LEASE, MOST_TRIES, next_try
from services.approvals.settings import ApprovalsSettings
from services.approvals.store.notices import deliveries as store
from services.approvals.store.notices.channels import channel_of, find_addresses
from services.approvals.store.people.directory import find_directory
from services.approvals.use_cases.steps.queue_deliveries import queue_given_up, wake_up_keeper_at
from services.approvals.use_cases.steps.send_message import Answer, Outgoing, send_message
from services.approvals.use_cases.steps.write_message import MessageContext, calendar_for, to_endpoint, to_person

AT_MOST = 40
AT_ONCE = 10
UNKNOWN = "whoever was sending it failed before the answer"


@dataclass(frozen=True)
class Batch:
    """What is taken at once: each message with the deliveries that it carries."""

    messages: tuple[tuple[Outgoing, tuple[UUID, ...]], ...]
    dropped: int


async def process_due_deliveries(uow: UnitOfWork, settings: ApprovalsSettings) -> ProcessedDeliveries:
    """Taken in one transaction, sent outside of any, each result written down by itself. Whoever dies between sending
    and writing lets it be sent again, under the same id, when the lease is over: perhaps twice, never not at all."""
    async with uow.begin() as work:
        batch = await _take(work, settings)
    at_once = asyncio.Semaphore(AT_ONCE)

    async def deliver(one: Outgoing, ids: tuple[UUID, ...]) -> bool:
        async with at_once:
            return await _deliver(one, ids, uow, settings)

    results = await asyncio.gather(*[deliver(one, ids) for one, ids in batch.messages], return_exceptions=True)
    async with uow.begin() as work:
        nearest = await store.CLOCK.set_anew(work)
        more = nearest is not None and nearest <= work.now
    for result in results:
        if isinstance(result, BaseException):  # a fault of ours keeps no other notice back
            raise result
    sent = results.count(True)
    failed = len(results) - sent
    return ProcessedDeliveries(sent=sent, failed=failed, dropped=batch.dropped, next_due_at=nearest, more=more)


async def deliver_one(id: UUID, uow: UnitOfWork, settings: ApprovalsSettings) -> None:
    """One that is claimed already, now: somebody waits for the answer."""
    async with uow.begin() as work:
        row = await store.find_delivery(work, id)
        batch = await _plan(work, [row] if row else [], settings)
    for one, ids in batch.messages:
        await _deliver(one, ids, uow, settings)


async def _take(work: Work, settings: ApprovalsSettings) -> Batch:
    """One whose sender died again and again, or failed at it, is given up like one that nobody took."""
    rows = await store.claim_due(work, AT_MOST, LEASE)
    for row in rows:
        if row["attempts"] > MOST_TRIES:
            await _failed(work, row["id"], "", Answer(row["error"] or UNKNOWN))
    return await _plan(work, [row for row in rows if row["attempts"] <= MOST_TRIES], settings)


async def _plan(work: Work, rows: Sequence[store.Row], settings: ApprovalsSettings) -> Batch:
    """Throttled, put into digests, and without what nobody needs any more."""
    channels = await find_addresses(work, "channels", {row["channel_id"] for row in rows if row["channel_id"]})
    endpoints = await find_addresses(work, "endpoints", {row["endpoint_id"] for row in rows if row["endpoint_id"]})
    lately = await store.count_sent(work, set(channels), work.now - HOUR)
    open_now = await store.list_open_tasks(work, {row["task_id"] for row in rows if row["task_id"]})
    people = await find_directory(work)
    messages: list[tuple[Outgoing, tuple[UUID, ...]]] = []
    dropped: list[UUID] = []
    for channel_id, due in _by_channel(rows).items():
        row = channels[channel_id]
        channel = channel_of(row) if row["active"] and people.is_here(row["person_id"]) else None
        calendar = calendar_for(people, row["person_id"])
        found = plan(due, channel, lately.get(channel_id, 0), open_now, now=work.now, calendar=calendar)
        if found.later_at:
            await store.put_off(work, [one.id for one in found.later], found.later_at)
        dropped += [one.id for one in found.dropped]
        for message in found.messages:
            context = MessageContext(row, message, open_now)
            messages.append((await to_person(work, context, settings), tuple(one.id for one in message)))
    for row in rows:
        if row["endpoint_id"]:
            endpoint = endpoints[row["endpoint_id"]]
            if endpoint["active"]:
                messages.append((to_endpoint(endpoint, row, work.now), (row["id"],)))
            else:
                dropped.append(row["id"])
    await store.mark(work, dropped, state=DeliveryState.DROPPED, due_at=None)
    return Batch(tuple(messages), len(dropped))


def _by_channel(rows: Sequence[store.Row]) -> dict[UUID, list[Due]]:
    found: dict[UUID, list[Due]] = defaultdict(list)
    for row in rows:
        if row["channel_id"]:
            one = Due(row["id"], row["what"], row["content"], row["attempts"], row["digest"], row["task_id"])
            found[row["channel_id"]].append(one)
    return found


async def _deliver(one: Outgoing, ids: tuple[UUID, ...], uow: UnitOfWork, settings: ApprovalsSettings) -> bool:
    answer = await send_message(one, settings)
    async with uow.begin() as work:
        if not answer.error:
            now = work.now.astimezone(UTC)
            await store.mark(work, ids, state=DeliveryState.SENT, sent_at=now, due_at=None, error="")
        else:
            for id in ids:
                await _failed(work, id, one.kind, answer)
    return not answer.error


async def _failed(work: Work, id: UUID, kind: str, answer: Answer) -> None:
    row: dict[str, Any] = dict(await store.lock_delivery(work, id))
    if row["state"] != DeliveryState.WAITING:
        return
    error, once = answer.error, answer.is_final or row["what"] == Notice.TRIED
    again = None if once else next_try(row["attempts"], work.now.astimezone(UTC))
    if again is not None:
        await store.mark(work, [id], due_at=again, error=error)
        await wake_up_keeper_at(work, again)
        return
    await store.mark(work, [id], state=DeliveryState.GIVEN_UP, due_at=None, error=error)
    if row["what"] == Notice.TRIED:
        return
    log.warning("delivery given up", delivery=str(id), what=row["what"], kind=kind, attempts=row["attempts"])
    work.emit(
        DeliveryGivenUp(
            delivery_id=id, what=row["what"], kind=kind, person_id=row["person_id"], attempts=row["attempts"],
            error=error, version=row["attempts"],
        )
    )  # fmt: skip
    await queue_given_up(work, row | {"error": error, "kind": kind})
