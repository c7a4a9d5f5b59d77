"""What went on with this one?"""

import asyncio
from datetime import datetime
from typing import Annotated, Any

import httpx
import typer
from rich.cells import set_cell_size

from cli.screen import Folder, err, give_up, out
from cli.stack_access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import setup_token

app = typer.Typer()

MOST_FACTS = 1000
WHO_CELLS = 16


@app.command()
def trace(
    what: Annotated[str, typer.Argument(help="A business number (CT-2026-…), an id, or a process id.")],
    var: Folder = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "en",
) -> None:
    """One timeline of a record: the facts that were told, what its process did, and what it waits for."""
    layout = layout_of(var)
    found, facts, processes = asyncio.run(_ask(layout, what, lang))
    if not facts and not processes:
        give_up(f"nothing is known of {what}")
    for one in found:
        out.print(f"[bold]{one['kind']} {one['number']}[/bold]  {one.get('title') or ''}  {one['id']}", soft_wrap=True)
    for one in processes:
        out.print(f"process {one['process_id']}  {one['status']}  {one['ui']}", soft_wrap=True, markup=False)
        for waiting in one["waiting_for"]:
            out.print(f"    waits: {waiting['text']}", soft_wrap=True, markup=False)
    _show(facts, [entry for one in processes for entry in one["entries"]])


async def _ask(layout: Layout, what: str, lang: str) -> tuple[list[Any], list[Any], list[Any]]:
    headers = {"Authorization": f"Bearer {setup_token(layout)}", "Accept-Language": lang}
    async with httpx.AsyncClient(headers=headers, timeout=20) as client:
        insights, worker = layout.url("insights"), layout.url("worker")
        if "/" in what:
            found, ids, facts = [], [what], []
        else:
            one = await _get(client, f"{insights}/find", {"number": what})
            found = [one] if one else []
            ids = [one["process_id"]] if one and one["process_id"] else []
            facts = await _all(client, f"{insights}/timeline", {"number": what})
        processes = [await _get(client, f"{worker}/processes/{id}") for id in ids]
    return found, facts, [one for one in processes if one]


async def _all(client: httpx.AsyncClient, url: str, params: dict[str, str]) -> list[Any]:
    facts: list[Any] = []
    cursor: str | None = ""
    while cursor is not None and len(facts) < MOST_FACTS:
        page = await _get(client, url, params | ({"cursor": cursor} if cursor else {})) or {"items": [], "next": None}
        facts += page["items"]
        cursor = page["next"]
    return facts


async def _get(client: httpx.AsyncClient, url: str, params: dict[str, str] | None = None) -> Any:
    """None for what is not there; who is away is told."""
    try:
        answer = await client.get(url, params=params)
    except httpx.TransportError:
        err.print(f"{url} does not answer", style="red", markup=False)
        return None
    if answer.status_code in (404, 422):
        return None
    answer.raise_for_status()
    return answer.json()


def _show(facts: list[Any], steps: list[Any]) -> None:
    rows = [(one["at"], one.get("by") or "", one["text"]) for one in facts]
    rows += [(one["at"], "process", one["text"]) for one in steps]
    for at, who, text in sorted(rows, key=lambda row: datetime.fromisoformat(row[0])):
        when = datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
        out.print(f"{when}  {set_cell_size(who, WHO_CELLS)}  {text}", soft_wrap=True, markup=False)
