"""What went on with this one?"""

import asyncio
from datetime import datetime
from typing import Annotated, Any

import httpx
import typer
from rich.table import Table

from cli.screen import Folder, give_up, out
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
    """One timeline of a record: the facts that were told, and what its process did and waits for."""
    layout = layout_of(var)
    found, entries, steps = asyncio.run(_ask(layout, what, lang))
    if not entries and not steps:
        give_up(f"nothing is known of {what}")
    for one in found:
        out.print(f"[bold]{one['kind']} {one['number']}[/bold]  {one.get('title') or ''}  {one['id']}", soft_wrap=True)
        if one.get("process_id"):
            out.print(
                f"process {one['process_id']}  {layout.temporal_ui}/namespaces/default/workflows/{one['process_id']}"
            )
    _show(entries, steps)


async def _ask(layout: Layout, what: str, lang: str) -> tuple[list[Any], list[Any], list[Any]]:
    headers = {"Authorization": f"Bearer {setup_token(layout)}", "Accept-Language": lang}
    async with httpx.AsyncClient(headers=headers, timeout=20) as client:
        insights, worker = layout.url("insights"), layout.url("worker")
        found = await _get(client, f"{insights}/search", {"q": what})
        entries = await _get(client, f"{insights}/timeline/{found[0]['id'] if found else what}")
        processes = {one["process_id"] for one in found if one.get("process_id")}
        steps = []
        for process in processes or ({what} if "/" in what else set()):
            steps += await _get(client, f"{worker}/processes/{process}/history")
    return found, entries, steps


async def _get(client: httpx.AsyncClient, url: str, params: dict[str, str] | None = None) -> list[Any]:
    answer = await client.get(url, params=params)
    if answer.status_code == 404:
        return []
    answer.raise_for_status()
    body = answer.json()
    items: list[Any] = body["items"] if isinstance(body, dict) else body
    return items


def _show(entries: list[Any], steps: list[Any]) -> None:
    rows = [(one["at"], one.get("by") or "", one["text"], one["subject"]) for one in entries]
    rows += [(one["at"], "process", one["text"], one.get("kind", "")) for one in steps]
    table = Table("when", "who", "what", "fact", box=None, padding=(0, 2))
    for at, who, text, fact in sorted(rows, key=lambda row: datetime.fromisoformat(row[0]))[:MOST_ENTRIES]:
        table.add_row(datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S"), who, text, fact)
    out.print(table)
