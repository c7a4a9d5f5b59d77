"""Which facts could not be handled, and how does one try them again or give them up?"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from pydantic import SecretStr

from chassis.bus import connect
from chassis.dead import Client, Dead, list_dead, read_dead
from chassis.dead import discard as discard_dead
from chassis.dead import retry as retry_dead
from chassis.settings import Settings
from cli.acts import note_act
from cli.screen import Folder, give_up, out
from cli.stack_access import layout_of
from deploy.embedded.stack import Layout
from messages.errors import NotFound

app = typer.Typer()
dead = typer.Typer(name="dead", help="Facts that somebody could not handle: show, tell again, give up.")
app.add_typer(dead)

Id = Annotated[int, typer.Argument(metavar="ID", help="The number that `dead list` shows.")]
Reason = Annotated[str, typer.Option(help="Why; it is written down.")]
T = TypeVar("T")

PATIENCE_S = 10


@dead.command("list")
def list_(var: Folder = None, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """What lies there, oldest first, and why."""
    found = asyncio.run(as_admin(layout_of(var), list_dead))
    if as_json:
        print(json.dumps([_told(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        out.print(f"{one.sequence:>5}  {one.durable}  {one.subject}", soft_wrap=True, markup=False)
        out.print(f"       {one.reason}", soft_wrap=True, markup=False)
    out.print(f"{len(found)} dead" if found else "nothing is dead")


@dead.command()
def retry(id: Id, var: Folder = None, reason: Reason = "") -> None:
    """Tell it again. Whoever has handled it already ignores it."""
    _act(layout_of(var), "dead letter retried", id, reason, retry_dead)
    out.print(f"{id} was told again; `countersign dead list` shows whether it came back")


@dead.command()
def discard(
    id: Id, reason: Annotated[str, typer.Option(help="Why; it is written down.", prompt=True)], var: Folder = None
) -> None:
    """Give it up: that consumer never handles it."""
    _act(layout_of(var), "dead letter discarded", id, reason, discard_dead)
    out.print(f"{id} was discarded; `countersign logs ops` shows what it said")


async def as_admin(layout: Layout, ask: Callable[[Client], Awaitable[T]]) -> T:
    """Ask NATS as the one who may read and delete what is dead. Raises TimeoutError while NATS is away."""
    user, password = layout.nats_admin_login
    settings = Settings(nats_url=layout.nats, nats_user=user, nats_password=SecretStr(password))
    async with asyncio.timeout(PATIENCE_S):
        client = await connect(settings, name="countersign")
        try:
            return await ask(client)
        finally:
            await client.close()


def _act(layout: Layout, act: str, id: int, reason: str, do: Callable[[Client, int], Awaitable[Dead]]) -> None:
    """Written down first: what is discarded stands nowhere else."""

    async def both(client: Client) -> None:
        note_act(layout, act, reason=reason, letter=_told(await read_dead(client, id)))
        await do(client, id)

    try:
        asyncio.run(as_admin(layout, both))
    except NotFound:
        give_up(f"there is no dead letter {id}")


def _told(one: Dead) -> dict[str, object]:
    body = one.body.decode(errors="replace")
    return {"id": one.sequence, "durable": one.durable, "subject": one.subject, "why": one.reason, "body": body}
