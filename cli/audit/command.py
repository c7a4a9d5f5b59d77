"""How does one verify the audit, and hand out that of one request?"""

import asyncio
import time
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
import typer
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chassis.http.client import ServiceClient, StaticToken, Unavailable
from cli.audit.books import books
from cli.audit.process import process
from cli.audit.verification import Verified, describe, verify_database, verify_file
from cli.screen import Folder, err, give_up, out, words_of
from cli.stack.access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import setup_token
from messages.approvals.audit import AuditView
from messages.approvals.requests import RequestView
from messages.base import Page
from messages.errors import NotFound
from messages.texts import language, text

audit = typer.Typer(
    help="The audit chains: verify, export, anchors; the books of money and goods, and whose each debt is.",
    no_args_is_help=True,
)
app = typer.Typer()
app.add_typer(audit, name="audit")
audit.command()(books)
audit.command()(process)

Lang = Annotated[str, typer.Option(help="zh or en.")]


@audit.command()
def verify(
    files: Annotated[list[Path] | None, typer.Argument(help="Exports (JSON); without any, a database.")] = None,
    database: Annotated[str | None, typer.Option(help="The database of approvals; else that of the stack.")] = None,
    copies: Annotated[str | None, typer.Option(help="The database of insights, which has copies of anchors.")] = None,
    anchor: Annotated[list[str] | None, typer.Option(metavar="NUMBER:HASH", help="An anchor noted elsewhere.")] = None,
    lang: Lang = "en",
    var: Folder = None,
) -> None:
    """Read every entry; name the first bad one of each chain. Needs no service; ends with 1 if something is wrong."""
    known = dict(_noted(one) for one in anchor or [])
    began = time.monotonic()
    if files:
        found = [_of_file(file, known) for file in files]
    else:
        if database is None:
            layout = layout_of(var)
            database, copies = layout.database_url("approvals"), copies or layout.database_url("insights")
        found = [_of_database(database, copies, known)]
    for one in found:
        _say(one, language(lang))
    out.print(f"{time.monotonic() - began:.1f} s")
    raise typer.Exit(0 if all(one.fine for one in found) else 1)


@audit.command()
def export(
    request: Annotated[str, typer.Option(help="The number of what was decided, or the id of the request.")],
    lang: Lang = "zh",
    tz: Annotated[str, typer.Option(help="Whose clock.")] = "Asia/Shanghai",
    json: Annotated[bool, typer.Option("--json", help="Everything, to be verified with `audit verify FILE`.")] = False,
    var: Folder = None,
) -> None:
    """Who did what, when, in whose name and why: as sentences, or as JSON."""
    views = asyncio.run(_exported(layout_of(var), request, language(lang), tz))
    if json and len(views) > 1:
        ids = ", ".join(str(view.request_id) for view in views)
        give_up(f"{request} has several requests, name one by its id: {ids}")
    for view in views:
        if json:
            print(view.model_dump_json(indent=2))
        else:
            for line in sentences(view):
                out.print(line, markup=False, soft_wrap=True)


@audit.command()
def anchors(last: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 20, var: Folder = None) -> None:
    """The newest anchors, to be noted elsewhere: `audit verify --anchor NUMBER:HASH`."""
    for row in asyncio.run(_anchors(layout_of(var), last)):
        out.print(f"{row['number']}:{row['hash']}  {row['at'][:19]}  {row['heads']} chains", soft_wrap=True)


def sentences(view: AuditView) -> list[str]:
    """What `export` prints."""
    lang, about = language(view.lang), view.about
    state = text(f"status.request.{view.state.value}", lang)
    lines = [
        text("audit.export.title", lang, kind=about.kind, number=about.number, title=about.title),
        text(
            "audit.export.standing", lang, policy=view.policy, version=view.policy_version,
            requester=view.requester_name, state=state, tz=view.tz,
        ),
        *(entry.text for entry in view.entries),
        text("audit.export.head", lang, seq=view.seq, hash=view.hash),
    ]  # fmt: skip
    for one in view.anchored[-1:]:
        at = f"{one.anchor.at:%Y-%m-%d %H:%M}Z"
        lines.append(
            text("audit.export.anchor", lang, number=one.anchor.number, at=at, seq=one.seq, hash=one.anchor.hash)
        )
    return lines if view.anchored else [*lines, text("audit.export.no_anchor", lang)]


def _say(found: Verified, lang: str) -> None:
    for why in found.anchors_wrong[:1]:
        err.print(text(why.code, lang, **why.params), style="red", markup=False, soft_wrap=True)
    for wrong in found.wrongs:
        err.print(describe(wrong, lang), style="red", markup=False, soft_wrap=True)
    counted = {"entries": found.entries, "chains": found.chains, "anchors": found.anchors, "copies": found.copies}
    code = "audit.verified.fine" if found.fine else "audit.verified.wrong"
    out.print(text(code, lang, bad=found.bad, **counted), markup=False, soft_wrap=True)


def _of_file(file: Path, known: dict[int, str]) -> Verified:
    try:
        return verify_file(file, known)
    except (OSError, ValidationError) as wrong:
        give_up(f"{file}: {wrong}")


def _of_database(url: str, copies: str | None, known: dict[int, str]) -> Verified:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("audit", total=None)
        try:
            return asyncio.run(
                verify_database(url, copies, known, lambda done, total: bar.update(task, completed=done, total=total))
            )
        except OSError as away:
            give_up(f"the database does not answer: {away}")


def _noted(written: str) -> tuple[int, str]:
    number, _, hash = written.partition(":")
    if not number.isdigit() or len(hash) != 64:
        give_up(f"--anchor {written}: a number and a hash of 64 figures were expected, as in 17:9f86d0…")
    return int(number), hash


async def _exported(layout: Layout, request: str, lang: str, tz: str) -> list[AuditView]:
    client = ServiceClient(layout.url("approvals"), StaticToken(setup_token(layout)))
    try:
        ids = [request] if _is_id(request) else await _ids_of(client, request)
        found = [await client.get(f"/requests/{id}/audit", lang=lang, tz=tz) for id in ids]
        return [AuditView.model_validate(one) for one in found]
    except NotFound:
        give_up(f"there is no request {request}")
    except (Unavailable, httpx.HTTPError) as wrong:
        give_up(words_of(wrong))
    finally:
        await client.close()


async def _ids_of(client: ServiceClient, number: str) -> list[Any]:
    """Oldest first."""
    page = Page[RequestView].model_validate(await client.get("/requests", number=number, limit=100))
    return [item.id for item in reversed(page.items)] or give_up(f"nothing was ever requested for {number}")


async def _anchors(layout: Layout, last: int) -> list[Any]:
    """The newest last."""
    client = ServiceClient(layout.url("approvals"), StaticToken(setup_token(layout)))
    try:
        found: list[Any] = await client.get("/audit/anchors", limit=last)
        return found[::-1]
    except (Unavailable, httpx.HTTPError) as wrong:
        give_up(words_of(wrong))
    finally:
        await client.close()


def _is_id(written: str) -> bool:
    try:
        return bool(UUID(written))
    except ValueError:
        return False
