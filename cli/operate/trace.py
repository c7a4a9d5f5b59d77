"""What went on with this one?"""

import asyncio
from datetime import datetime
from typing import Annotated, Any

import httpx
import typer
from rich.cells import set_cell_size

from cli.screen import Folder, err, give_up, out
from cli.stack.access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import setup_token

app = typer.Typer()

MAX_EVENTS = 1000
WHO_CELLS = 16


@app.command()
def trace(
    what: Annotated[str, typer.Argument(help="A business number (CT-2026-…), an id, or a process id.")],
    var: Folder = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "en",
) -> None:
    """One timeline of a record: the events that were published, what its process did, and what it waits for."""
    layout = layout_of(var)
    found, events, processes = asyncio.run(_ask(layout, what, lang))
    if not events and not processes:
        give_up(f"nothing is known of {what}")
    for one in found:
        out.print(f"[bold]{one['kind']} {one['number']}[/bold]  {one.get('title') or ''}  {one['id']}", soft_wrap=True)
    for one in processes:
        out.print(f"process {one['process_id']}  {one['status']}  {one['ui']}", soft_wrap=True, markup=False)
        for waiting in one["waiting_for"]:
            out.print(f"    waits: {waiting['text']}", soft_wrap=True, markup=False)
    _show(events, [entry for process in processes for entry in process["entries"]])


async def _ask(layout: Layout, what: str, lang: str) -> tuple[list[Any], list[Any], list[Any]]:
    headers = {"Authorization": f"Bearer {setup_token(layout)}", "Accept-Language": lang}
    async with httpx.AsyncClient(headers=headers, timeout=20) as client:
        insights, worker = layout.url("insights"), layout.url("worker")
        if "/" in what:
            found, ids, events = [], [what], []
        else:
            one = await _get(client, f"{insights}/find", {"number": what})
            found = [one] if one else []
            ids = [one["process_id"]] if one and one["process_id"] else []
            events = await _all(client, f"{insights}/timeline", {"number": what})
        processes = [await _get(client, f"{worker}/processes/{id}") for id in ids]
    return found, events, [process for process in processes if process]


async def _all(client: httpx.AsyncClient, url: str, params: dict[str, str]) -> list[Any]:
    events: list[Any] = []
    cursor: str | None = ""
    while cursor is not None and len(events) < MAX_EVENTS:
        page = await _get(client, url, params | ({"cursor": cursor} if cursor else {})) or {"items": [], "next": None}
        events += page["items"]
        cursor = page["next"]
    return events


async def _get(client: httpx.AsyncClient, url: str, params: dict[str, str] | None = None) -> Any:
    """None for what is not there; who is away is reported."""
    try:
        answer = await client.get(url, params=params)
    except httpx.TransportError:
        err.print(f"{url} does not answer", style="red", markup=False)
        return None
    if answer.status_code in (404, 422):
        return None
    answer.raise_for_status()
    return answer.json()


def _show(events: list[Any], steps: list[Any]) -> None:
    rows = [(event["at"], event.get("by") or "", event["text"]) for event in events]
    rows += [(step["at"], "process", step["text"]) for step in steps]
    for at, who, text in sorted(rows, key=lambda row: datetime.fromisoformat(row[0])):
        when = datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        out.print(f"{when}  {set_cell_size(who, WHO_CELLS)}  {text}", soft_wrap=True, markup=False)
