"""What went on with this one?"""

import asyncio
from datetime import datetime
from typing import Annotated, Any

import httpx
import typer
from rich.table import Table

from cli.screen import Folder, err, give_up, out
from cli.stack_access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import setup_token

app = typer.Typer()

MOST_ENTRIES = 500


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
        found = _items(await _get(client, f"{insights}/search", {"q": what}))
        facts = _items(await _get(client, f"{insights}/timeline/{found[0]['id'] if found else what}"))
        ids = {one["process_id"] for one in found if one.get("process_id")} or ({what} if "/" in what else set())
        processes = [await _get(client, f"{worker}/processes/{one}") for one in sorted(ids)]
    return found, facts, [one for one in processes if one]


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


def _items(body: Any) -> list[Any]:
    found: list[Any] = body["items"] if isinstance(body, dict) else body or []
    return found


def _show(facts: list[Any], steps: list[Any]) -> None:
    rows = [(one["at"], one.get("by") or "", one["text"], one["subject"]) for one in facts]
    rows += [(one["at"], "process", one["text"], one.get("code", "")) for one in steps]
    table = Table("when", "who", "what", "fact", box=None, padding=(0, 2))
    for at, who, text, fact in sorted(rows, key=lambda row: datetime.fromisoformat(row[0]))[:MOST_ENTRIES]:
        table.add_row(datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S"), who, text, fact)
    out.print(table)
