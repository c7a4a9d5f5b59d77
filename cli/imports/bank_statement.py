"""How does one bring in a bank statement or a payment provider's bill?"""

import asyncio
from pathlib import Path
from typing import Annotated

import httpx
import typer

from chassis.base.clock import new_id
from cli.imports.importer import client_of
from cli.screen import Folder, give_up, out, words_of
from cli.stack.access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import NoSuchPerson, mint_token, person_of, setup_token
from messages.collections.bank import MatchesSuggested, StatementReport

app = typer.Typer()
SOME_REFUSED = 3
MOST_TOLD = 20


@app.command("statement")
def statement(
    file: Annotated[Path, typer.Argument(help="camt.053, MT940, or the CSV of a bank or payment provider.")],
    var: Folder = None,
    login: Annotated[
        str | None, typer.Option("--as", help="Who of finance brings it in; else the set-up process.")
    ] = None,
    legal_entity: Annotated[str | None, typer.Option(help="Whose account it is, for who works for several.")] = None,
    account: Annotated[str | None, typer.Option(help="The account, where the file does not name it.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency, where the file does not name it.")] = None,
    day_first: Annotated[bool | None, typer.Option(help="Of 02/10/26 the first number is the day.")] = None,
    preview: Annotated[bool, typer.Option(help="Read and tell, keep nothing.")] = False,
) -> None:
    """Bring in a bank statement: each entry once, the same file again adds none; then look whose money they are.

    The exit code is 0 when every row is in the house, 3 when some were not kept, 1 when the file was refused.
    """
    query = {"name": file.name, "legal_entity_id": legal_entity, "account": account, "currency": currency}
    query["day_first"] = None if day_first is None else str(day_first).lower()
    given = {name: value for name, value in query.items() if value is not None}
    try:
        report = asyncio.run(_bring(layout_of(var), login, file.read_bytes(), given, preview=preview))
    except (OSError, NoSuchPerson, ValueError, httpx.HTTPError) as wrong:
        give_up(words_of(wrong))
    _tell(report)
    if report.invalid:
        raise typer.Exit(SOME_REFUSED)


async def _bring(
    layout: Layout, login: str | None, content: bytes, query: dict[str, str], *, preview: bool
) -> StatementReport:
    token = mint_token(layout, await person_of(layout, login)) if login else setup_token(layout)
    async with client_of(layout.url("collections"), token) as client:
        client.headers["content-type"] = "application/octet-stream"
        path = "/bank-statements/import"
        headers = {"idempotency-key": str(new_id())}
        answer = await client.post(
            path + ("/preview" if preview else ""), params=query, content=content, headers=headers
        )
        if answer.is_error:
            raise ValueError(f"{answer.status_code}: {answer.text[:1000]}")
        report = StatementReport.model_validate_json(answer.content)
        left = report.accepted if not preview else 0
        while left:
            left = await _suggest(client)
    return report


async def _suggest(client: httpx.AsyncClient) -> int:
    headers = {"idempotency-key": str(new_id()), "content-type": "application/json"}
    answer = await client.post("/bank-entries/suggest", content=b"{}", headers=headers)
    answer.raise_for_status()
    return MatchesSuggested.model_validate_json(answer.content).left


def _tell(report: StatementReport) -> None:
    names = ("accepted", "duplicate", "invalid", "skipped")
    out.print(f"{report.kind}: " + ", ".join(f"{getattr(report, name)} {name}" for name in names))
    for one in report.statements:
        out.print(f"{one.account}: came {one.came}, went {one.went}")
    for row in report.bad[:MOST_TOLD]:
        out.print(f"line {row.line}, {row.column or 'row'} {row.value!r}: {row.rule} {row.text}", markup=False)
