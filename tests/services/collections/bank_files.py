"""How do finance's files come to collections in tests?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from chassis.auth.identity import Actor
from chassis.base.clock import new_id
from tests.services.collections.conftest import Company

FILES = Path(__file__).parents[2] / "domain" / "collections" / "bank_files"
HEAD = "日期,金额,对方,附言,流水号"


def rows(*lines: str) -> bytes:
    """A bank's table."""
    return "\n".join([HEAD, *lines]).encode()


async def send_file(
    company: Company, content: bytes, *, actor: Actor | None = None, path: str = "/bank-statements/import", **query: Any
) -> httpx.Response:
    headers = {"idempotency-key": query.pop("key", None) or str(new_id()), "content-type": "application/octet-stream"}
    params = {"name": "a.csv", "account": "6222 0001", "currency": "CNY", **query}
    return await company.as_(actor or company.finance).post(
        path, params={name: value for name, value in params.items() if value}, content=content, headers=headers
    )


async def brought(company: Company, content: bytes, **query: Any) -> Any:
    """The report of a file that was taken."""
    answer = await send_file(company, content, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def entries(company: Company, actor: Actor | None = None, **query: Any) -> Sequence[Any]:
    return (await company.get(actor or company.finance_too, "/bank-entries", **query))["items"]


async def looked_at(company: Company, **body: Any) -> Any:
    return await company.post(company.finance_too, "/bank-entries/suggest", **body)


async def one_entry(company: Company, amount: str, *, text: str = "", payer: str = "", reference: str = "") -> Any:
    """Brought in by one of finance and looked at; another one decides."""
    await brought(company, rows(f"2026-03-01,{amount},{payer},{text},{reference}"))
    await looked_at(company)
    return next(
        one for one in await entries(company) if one["amount"]["amount"] == amount and one["remittance"] == text
    )
