"""Who may see which process? Whoever sees its record: the record's owner is asked, as the one who asks."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import httpx
from fastapi import Request

from chassis.auth.identity import ALL, WIDE, Actor
from messages.errors import NotFound
from workflows.settings import WorkflowSettings
from workflows.workflow_registry import CAMPAIGNS, CLOCKS, FILINGS, MAILS, NOTICES, RECORDS, REMINDERS, SHARD

# Of no record: only those hear of them who work for the whole house.
WITHOUT_RECORD = (SHARD, CLOCKS, NOTICES, FILINGS, MAILS, REMINDERS, CAMPAIGNS)
UUID_PATTERN = re.compile(r"[0-9a-fA-F-]{36}")
ONE_WITHIN_S = 2.0
EACH_OF_MANY_WITHIN_S = 1.0
ALL_WITHIN_S = 2.0  # less than the console's patience with the worker
ASKED_AT_ONCE = 10  # of one service


@dataclass(frozen=True)
class Visible:
    """Those that one may see; `unchecked`: how many more there are of which their owners did not say."""

    ids: frozenset[str]
    unchecked: int = 0


class ProcessVisibility:
    """Asks the owners of records."""

    def __init__(self, settings: WorkflowSettings) -> None:
        self._settings = settings
        self.transport: httpx.AsyncBaseTransport | None = None  # tests answer in the place of the services

    async def must_see(self, process_id: str, request: Request) -> None:
        """Raises NotFound; TimeoutError when the owner of the record is away."""
        if _sees_all(request):
            return
        service, path = _record_of(process_id) or ("", "")
        if not service:
            raise NotFound("process", process_id)
        async with self._client(request, ONE_WITHIN_S) as client:
            try:
                seen = await self._sees(client, service, path)
            except httpx.TransportError as away:
                raise TimeoutError(f"{service} is away") from away
        if seen is None:
            raise TimeoutError(f"{service} is away")
        if not seen:
            raise NotFound("process", process_id)

    async def visible(self, process_ids: Iterable[str], request: Request) -> Visible:
        """Which of these the one who asks may see. One whose owner is away, he may not for now; a service that did not
        answer once is not waited for again."""
        if _sees_all(request):
            return Visible(frozenset(process_ids))
        records = {id: record for id in {*process_ids} if (record := _record_of(id))}
        rooms: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(ASKED_AT_ONCE))
        silent: set[str] = set()
        seen: dict[str, bool | None] = {}

        async def check(client: httpx.AsyncClient, id: str, service: str, path: str) -> None:
            async with rooms[service]:
                if service in silent:
                    return
                try:
                    seen[id] = await self._sees(client, service, path)
                except httpx.TransportError:
                    silent.add(service)

        async with self._client(request, EACH_OF_MANY_WITHIN_S) as client:
            tasks = [asyncio.create_task(check(client, id, *record)) for id, record in sorted(records.items())]
            if tasks:
                _, late = await asyncio.wait(tasks, timeout=ALL_WITHIN_S)
                for task in late:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        said = {id for id, answer in seen.items() if answer is not None}
        return Visible(frozenset(id for id in said if seen[id]), unchecked=len(records) - len(said))

    def _client(self, request: Request, within_s: float) -> httpx.AsyncClient:
        headers = {"authorization": request.headers["authorization"]}
        return httpx.AsyncClient(timeout=within_s, transport=self.transport, headers=headers)

    async def _sees(self, client: httpx.AsyncClient, service: str, path: str) -> bool | None:
        """None: the service could not say."""
        answer = await client.get(getattr(self._settings, f"{service}_url") + path)
        return None if answer.status_code >= 500 else answer.is_success


def _sees_all(request: Request) -> bool:
    actor: Actor = request.state.actor
    return ALL in actor.legal_entities and bool(actor.roles & WIDE)


def _record_of(process_id: str) -> tuple[str, str] | None:
    """The service and the path of its record."""
    kind, _, id = process_id.partition("/")
    if kind not in RECORDS or UUID_PATTERN.fullmatch(id) is None:
        return None
    service, path = RECORDS[kind]
    return service, path.format(id=id)
