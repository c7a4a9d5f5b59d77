"""Which events could not be handled, and how are they retried or discarded?"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from pydantic import SecretStr

from chassis.base.settings import Settings
from chassis.events.connection import connect
from chassis.events.dead_letters import (
    Client,
    DeadLetter,
    discard_dead_letter,
    list_dead_letters,
    read_dead_letter,
    retry_dead_letter,
)
from cli.operate.operator_log import log_operator_action
from cli.screen import Folder, give_up, out
from cli.stack.access import layout_of
from deploy.embedded.stack import Layout
from messages.errors import NotFound

app = typer.Typer()
dead_letters = typer.Typer(help="Events that a consumer could not handle: list, retry, discard.", no_args_is_help=True)
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(dead_letters, name="dead", hidden=True)  # as it was called before

Id = Annotated[int, typer.Argument(metavar="ID", help="The number that `dead-letters list` shows.")]
Reason = Annotated[str, typer.Option(help="Why; it is written down.")]
T = TypeVar("T")

PATIENCE_S = 10


@dead_letters.command("list")
def list_(var: Folder = None, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """All of them, oldest first, and why."""
    found = asyncio.run(as_admin(layout_of(var), list_dead_letters))
    if as_json:
        print(json.dumps([_as_dict(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        out.print(f"{one.sequence:>5}  {one.durable}  {one.subject}", soft_wrap=True, markup=False)
        out.print(f"       {one.reason}", soft_wrap=True, markup=False)
    out.print(f"{len(found)} dead letters" if found else "no dead letters")


@dead_letters.command()
def retry(id: Id, var: Folder = None, reason: Reason = "") -> None:
    """Send it to its consumer again; one that has handled it already ignores it."""
    _act(layout_of(var), "dead letter retried", id, reason, retry_dead_letter)
    out.print(f"{id} was sent to its consumer again; `countersign dead-letters list` shows whether it came back")


@dead_letters.command()
def discard(
    id: Id, reason: Annotated[str, typer.Option(help="Why; it is written down.", prompt=True)], var: Folder = None
) -> None:
    """Discard it: that consumer never handles it."""
    _act(layout_of(var), "dead letter discarded", id, reason, discard_dead_letter)
    out.print(f"{id} was discarded; `countersign logs ops` shows what it said")


async def as_admin(layout: Layout, ask: Callable[[Client], Awaitable[T]]) -> T:
    """Ask NATS as the one who may read and delete dead letters. Raises TimeoutError while NATS is away."""
    user, password = layout.nats_admin_login
    settings = Settings(nats_url=layout.nats, nats_user=user, nats_password=SecretStr(password))
    async with asyncio.timeout(PATIENCE_S):
        client = await connect(settings, name="countersign")
        try:
            return await ask(client)
        finally:
            await client.close()


def _act(layout: Layout, act: str, id: int, reason: str, do: Callable[[Client, int], Awaitable[DeadLetter]]) -> None:
    """Written down first: what is discarded stands nowhere else."""

    async def both(client: Client) -> None:
        log_operator_action(layout, act, reason=reason, letter=_as_dict(await read_dead_letter(client, id)))
        await do(client, id)

    try:
        asyncio.run(as_admin(layout, both))
    except NotFound:
        give_up(f"there is no dead letter {id}")


def _as_dict(one: DeadLetter) -> dict[str, object]:
    body = one.body.decode(errors="replace")
    return {"id": one.sequence, "durable": one.durable, "subject": one.subject, "why": one.reason, "body": body}
