"""Which notices could not be delivered, and how are they resent?"""

import json
from functools import partial
from typing import Annotated
from uuid import UUID

import typer

from chassis.http.client import ServiceClient
from cli.screen import Folder, out
from cli.stack.approvals import ask_approvals
from messages.approvals.notices import DeliveryState, DeliveryView, SetAside
from messages.base import Page

deliveries = typer.Typer(help="Notices and webhooks: what could not be delivered; resend it.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(deliveries, name="deliveries")

Json = Annotated[bool, typer.Option("--json", help="For programs.")]
MOST = 100


@deliveries.command("list")
def list_(
    var: Folder = None,
    state: Annotated[DeliveryState, typer.Option(help="Which ones.")] = DeliveryState.GIVEN_UP,
    as_json: Json = False,
) -> None:
    """Everybody's, newest first, with what the channel said."""

    async def ask(client: ServiceClient) -> Page[DeliveryView]:
        return await client.ask(
            Page[DeliveryView], "GET", "/deliveries", query={"everybody": "true", "state": state.value, "limit": MOST}
        )

    found = ask_approvals(var, ask).items
    if as_json:
        print(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
        return
    for one in found:
        about = f"{one.about.number} {one.about.title}" if one.about else one.number
        to = f"{one.kind} {one.channel} {one.person_name}".strip()
        out.print(f"{one.id}  {one.what}  {about}  →  {to}", soft_wrap=True, markup=False)
        if one.error:
            out.print(f"    after {one.attempts} tries: {one.error}", soft_wrap=True, markup=False)
    out.print(f"{len(found)} {state.value}" if found else f"nothing is {state.value}")


@deliveries.command("again", hidden=True)  # as it was called before
@deliveries.command()
def resend(
    ids: Annotated[list[UUID], typer.Argument(metavar="ID...", help="As the list shows them.")], var: Folder = None
) -> None:
    """Resend them; all tries begin anew."""
    for id in ids:
        view = ask_approvals(var, partial(_resend, id))
        out.print(f"{view.id} {view.state}", markup=False)


async def _resend(id: UUID, client: ServiceClient) -> DeliveryView:
    return await client.ask(DeliveryView, "POST", f"/deliveries/{id}/resend")


@deliveries.command("set-aside")
def set_aside(
    id: Annotated[UUID, typer.Argument(metavar="ID", help="As the list shows it.")],
    reason: Annotated[str, typer.Option(help="Why it need not be sent.")],
    var: Folder = None,
) -> None:
    """What another program has refused is not sent; the later facts of its record go on."""
    command = SetAside(reason=reason)
    view = ask_approvals(var, lambda client: client.ask(DeliveryView, "POST", f"/deliveries/{id}/set-aside", command))
    out.print(f"{view.id} {view.state}", markup=False)
