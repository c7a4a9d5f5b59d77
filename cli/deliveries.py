"""What could not be delivered, how is it sent again, and which programs hear our facts?"""

import json
from functools import partial
from typing import Annotated
from uuid import UUID

import typer

from chassis.client import ServiceClient
from cli.policy_access import asked
from cli.screen import Folder, out
from messages.approvals.notices import AddEndpoint, DeliveryState, DeliveryView, EndpointView
from messages.base import Page

deliveries = typer.Typer(help="Notices and webhooks: what could not be delivered, send again.", no_args_is_help=True)
webhook = typer.Typer(help="Programs that hear our facts, signed: list, add, rotate, remove.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(deliveries, name="deliveries")
app.add_typer(webhook, name="webhook")

Id = Annotated[UUID, typer.Argument(metavar="ID", help="As the list shows it.")]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]
MOST = 100


@deliveries.command("list")
def list_(
    var: Folder = None,
    state: Annotated[DeliveryState, typer.Option(help="Which ones.")] = DeliveryState.GIVEN_UP,
    as_json: Json = False,
) -> None:
    """Everybody's, newest first, with what the channel said."""

    async def ask(house: ServiceClient) -> Page[DeliveryView]:
        return await house.ask(
            Page[DeliveryView], "GET", "/deliveries", query={"everybody": "true", "state": state.value, "limit": MOST}
        )

    found = asked(var, ask).items
    if as_json:
        print(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
        return
    for one in found:
        about = f"{one.about.number} {one.about.title}" if one.about else ""
        to = f"{one.kind} {one.channel} {one.person_name}".strip()
        out.print(f"{one.id}  {one.what}  {about}  →  {to}", soft_wrap=True, markup=False)
        if one.error:
            out.print(f"    after {one.attempts} tries: {one.error}", soft_wrap=True, markup=False)
    out.print(f"{len(found)} {state.value}" if found else f"nothing is {state.value}")


@deliveries.command()
def again(
    ids: Annotated[list[UUID], typer.Argument(metavar="ID...", help="As the list shows them.")], var: Folder = None
) -> None:
    """Send them again; all tries begin anew."""
    for id in ids:
        view = asked(var, partial(_again, id))
        out.print(f"{view.id} {view.state}", markup=False)


async def _again(id: UUID, house: ServiceClient) -> DeliveryView:
    return await house.ask(DeliveryView, "POST", f"/deliveries/{id}/again")


@webhook.command("list")
def endpoints(var: Folder = None, as_json: Json = False) -> None:
    """Where facts go."""
    found = asked(var, lambda house: house.get("/endpoints"))
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        entity = one["legal_entity_id"] or "every legal entity"
        out.print(f"{one['id']}  {one['url']}  {', '.join(one['events'])}  {entity}", soft_wrap=True, markup=False)


@webhook.command()
def add(
    url: Annotated[str, typer.Argument(help="https://…")],
    var: Folder = None,
    event: Annotated[
        list[str] | None, typer.Option(help="Such as approvals.request.settled.v1; all when none.")
    ] = None,
    entity: Annotated[str | None, typer.Option(help="Only of this legal entity.")] = None,
) -> None:
    """Facts go there from now on. The secret is shown only here."""
    said = AddEndpoint(url=url, events=event or ["*"], legal_entity_id=entity)
    _told(asked(var, lambda house: house.ask(EndpointView, "POST", "/endpoints", said)))


@webhook.command()
def rotate(id: Id, var: Folder = None) -> None:
    """A new secret; for a day messages carry both signatures."""
    _told(asked(var, lambda house: house.ask(EndpointView, "POST", f"/endpoints/{id}/rotate")))


@webhook.command()
def remove(id: Id, var: Folder = None) -> None:
    """Nothing more goes there."""
    _told(asked(var, lambda house: house.ask(EndpointView, "DELETE", f"/endpoints/{id}")))


def _told(view: EndpointView) -> None:
    out.print(f"{view.id}  {view.url}", soft_wrap=True, markup=False)
    if view.secret:
        out.print(f"secret: {view.secret}", soft_wrap=True, markup=False)
