"""Which programs receive our events?"""

import json
from typing import Annotated
from uuid import UUID

import typer

from cli.screen import Folder, out
from cli.stack.approvals import ask_approvals
from messages.approvals.notices import AddEndpoint, EndpointView
from services.approvals.domain.notices.outgoing_facts import KINDS

webhook = typer.Typer(help="Programs that receive our events, signed: list, add, rotate, remove.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(webhook, name="webhook")

Json = Annotated[bool, typer.Option("--json", help="For programs.")]
Id = Annotated[UUID, typer.Argument(metavar="ID", help="As the list shows it.")]


@webhook.command("list")
def endpoints(var: Folder = None, as_json: Json = False) -> None:
    """Where events are delivered."""
    found = ask_approvals(var, lambda client: client.get("/endpoints"))
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
    erp: Annotated[
        bool, typer.Option("--erp", help="All that an ERP needs: customers, orders, goods, payments, invoices.")
    ] = False,
) -> None:
    """Events are delivered there from now on. The secret is shown only here."""
    named = [*(event or []), *(KINDS if erp else ())] or ["*"]
    command = AddEndpoint(url=url, events=named, legal_entity_id=entity)
    _show(ask_approvals(var, lambda client: client.ask(EndpointView, "POST", "/endpoints", command)))


@webhook.command()
def rotate(id: Id, var: Folder = None) -> None:
    """A new secret; for a day messages carry both signatures."""
    _show(ask_approvals(var, lambda client: client.ask(EndpointView, "POST", f"/endpoints/{id}/rotate")))


@webhook.command()
def remove(id: Id, var: Folder = None) -> None:
    """Nothing more is delivered there."""
    _show(ask_approvals(var, lambda client: client.ask(EndpointView, "DELETE", f"/endpoints/{id}")))


def _show(view: EndpointView) -> None:
    out.print(f"{view.id}  {view.url}", soft_wrap=True, markup=False)
    if view.secret:
        out.print(f"secret: {view.secret}", soft_wrap=True, markup=False)
