"""Which events wait to be published, and how are they retried, skipped or published again?"""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import httpx
import typer

from cli.operate.operator_log import log_operator_action
from cli.screen import Folder, err, give_up, out
from cli.stack.access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import setup_token
from messages.services import SERVICES

app = typer.Typer()


@app.command()
def outbox(
    var: Folder = None,
    retry: Annotated[UUID | None, typer.Option(metavar="EVENT", help="Try this dead event again.")] = None,
    skip: Annotated[
        UUID | None, typer.Option(metavar="EVENT", help="Skip this dead event, so that later ones may be published.")
    ] = None,
    republish: Annotated[
        datetime | None, typer.Option(metavar="SINCE", help="A stream was lost: publish everything since then again.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="With --republish: only these services.")] = None,
    reason: Annotated[str, typer.Option(help="Why; it is written down.")] = "",
) -> None:
    """What each service has yet to publish, and what it could not publish."""
    layout = layout_of(var)
    if unknown := set(only or []) - set(SERVICES):
        give_up(f"there is no service {', '.join(sorted(unknown))}; there are: {', '.join(SERVICES)}")
    if republish is not None:
        asyncio.run(_republish(layout, republish.astimezone(), only or list(SERVICES), reason))
    for verb, event in (("retry", retry), ("skip", skip)):
        if event is not None and not asyncio.run(_act(layout, verb, event, reason)):
            give_up(f"no service has the dead event {event}")
    _show(asyncio.run(outboxes(layout)))


async def outboxes(layout: Layout) -> dict[str, dict[str, Any] | None]:
    """The state of each service's outbox; None where it does not answer."""
    async with _client(layout) as client:
        answers = await asyncio.gather(*(_ask(client, f"{layout.url(name)}/outbox") for name in SERVICES))
    return dict(zip(SERVICES, answers, strict=True))


async def _ask(client: httpx.AsyncClient, url: str) -> dict[str, Any] | None:
    try:
        answer = await client.get(url)
    except httpx.TransportError:
        return None
    found: dict[str, Any] | None = answer.json() if answer.is_success else None
    return found


async def _act(layout: Layout, verb: str, event: UUID, reason: str) -> bool:
    """By the service that has it; False when none has."""
    async with _client(layout) as client:
        for name in SERVICES:
            try:
                answer = await client.post(f"{layout.url(name)}/outbox/{event}/{verb}")
            except httpx.TransportError:
                err.print(f"{name} does not answer", style="yellow")
                continue
            if answer.is_success:
                log_operator_action(layout, f"outbox {verb}", service=name, event_id=event, reason=reason)
                return True
            if answer.status_code != 404:
                answer.raise_for_status()
    return False


async def _republish(layout: Layout, since: datetime, services: list[str], reason: str) -> None:
    async with _client(layout) as client:
        for name in services:
            answer = await client.post(f"{layout.url(name)}/outbox/republish", params={"since": since.isoformat()})
            answer.raise_for_status()
            log_operator_action(layout, "outbox republished", service=name, since=since, reason=reason, **answer.json())
            out.print(f"{name}: {answer.json()['changed']} events are published again")


def _client(layout: Layout) -> httpx.AsyncClient:
    return httpx.AsyncClient(headers={"Authorization": f"Bearer {setup_token(layout)}"}, timeout=30)


def _show(found: dict[str, dict[str, Any] | None]) -> None:
    for line in _lines(found):
        out.print(line, soft_wrap=True, markup=False)


def _lines(found: dict[str, dict[str, Any] | None]) -> Iterator[str]:
    for name, state in found.items():
        if state is None:
            yield f"{name:<12} does not answer"
            continue
        yield f"{name:<12} {state['waiting']} of {state['total']} wait, {len(state['dead'])} dead"
        for row in state["dead"]:
            yield f"    {row['event_id']}  {row['subject']}  {row['aggregate_id']}  after {row['attempts']} tries"
            yield f"        {row['last_error']}"
