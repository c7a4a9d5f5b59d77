"""Does a provider of e-invoices give an order's invoice its number, with finance asked when it refuses?"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from deploy.cast.company import set_up, wait_until_known
from deploy.cast.player import Cast, Player, until
from deploy.cast.sale import inbox_of
from deploy.embedded.running import Stack, running_stack
from deploy.embedded.tokens import setup_token
from deploy.sample import goods
from deploy.sample.people import LOGINS, PASSWORD, PEOPLE
from messages.approvals.tasks import InboxItem
from messages.collections.invoices import InvoiceStatus, InvoiceView
from tests.console.conftest import Desk
from tests.services.collections.invoices.simulated_e_invoices import TOKEN, SimulatedEInvoices
from tests.whole_stack import SalesSoFar

SECRET = "whsec_" + "c2VjcmV0" * 4
SELLER = {"legal_entity_id": goods.ENTITY, "name": "晨星科技有限公司", "tax_id": "91310000607337770G"}


@asynccontextmanager
async def company_with(provider: SimulatedEInvoices, folder: Path) -> AsyncIterator[tuple[Stack, Cast]]:
    """A stack of its own: whoever else invoices has numbers of our own."""
    known = {"name": "baiwang", "legal_entity_id": goods.ENTITY, "url": provider.url, "token": TOKEN, "secret": SECRET}
    settings = {
        "COUNTERSIGN_INVOICE_PROVIDERS": json.dumps([known]),
        "COUNTERSIGN_INVOICE_SELLERS": json.dumps([SELLER]),
    }
    logins = [one for one, _ in LOGINS]
    async with (
        running_stack(var=folder, fast=True, settings=settings, demo_logins=logins) as stack,
        Cast(stack.urls, stack.token, setup_token(stack.layout)) as cast,
    ):
        await set_up(goods.company(), cast.setup)
        await wait_until_known(cast.setup, [one.login for one in PEOPLE])
        yield stack, cast


async def finance_desk(stack: Stack, client: httpx.AsyncClient) -> Desk:
    answer = await client.post("/sign-in", data={"login": "qian.finance", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    await client.post("/language", data={"lang": "zh"})
    return Desk(client)


class Filed:
    """An invoice that a seller has requested, before finance's desk."""

    def __init__(self, invoice: InvoiceView, finance: Player, desk: Desk) -> None:
        self.invoice, self.finance, self.desk = invoice, finance, desk
        self.at = f"/invoices/{invoice.id}"

    async def todos(self, *wanted: str) -> list[InboxItem]:
        """Wait until finance is asked for exactly these."""

        async def look() -> tuple[list[InboxItem]] | None:
            found = [one for one in await inbox_of(self.finance) if one.about.id == self.invoice.id]
            return (found,) if [one.todo for one in found] == [*wanted] else None

        return (await until(look, what=f"the to-dos {wanted}"))[0]

    async def answered(self, status: str) -> InvoiceView:
        async def look() -> InvoiceView | None:
            seen = await self.finance.get("collections", self.at, InvoiceView)
            return seen if seen.filing and seen.filing.status == status else None

        return await until(look, what=status)


async def requested(cast: Cast, desk: Desk) -> Filed:
    """Of a confirmed order."""
    sales = SalesSoFar(cast)
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=2, price="4600.00")
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    await sale.account(order.id)
    invoice = await sale.seller.post("collections", "/invoices", {"order_id": str(order.id)}, InvoiceView)
    return Filed(invoice, await cast.player("qian.finance"), desk)


@pytest.mark.timeout(300)
async def test_feature_130_finance_presses_issue_and_the_provider_gives_the_number(tmp_path: Path) -> None:
    async with (
        SimulatedEInvoices(SECRET).served() as provider,
        company_with(provider, tmp_path) as (stack, cast),
        httpx.AsyncClient(base_url=stack.urls["console"], timeout=30) as client,
    ):
        provider.tells = f"{stack.urls['collections']}/invoice-provider-notices/baiwang"
        filed = await requested(cast, await finance_desk(stack, client))
        await filed.todos("issue_invoice")
        await is_refused(filed, provider)
        provider.says = ["pending"]
        page = await filed.desk.act(filed.at, "/issue")
        assert "等待服务商答复" in page.text
        assert not [form for form in page.forms if form.action.endswith(("/issue", "/reject", "/cancel"))]
        assert (await provider.tell(await second_key(provider))).status_code == 200
        issued = await filed.answered("ISSUED")
        assert (issued.status, issued.invoice_number) == (InvoiceStatus.ISSUED, "26312000000000000001")
        assert "26312000000000000001" in (await filed.desk.see(filed.at)).text
        await filed.todos()


async def is_refused(filed: Filed, provider: SimulatedEInvoices) -> None:
    """Finance reads why, on the page and with its to-do."""
    provider.says = ["refuses"]
    page = await filed.desk.act(filed.at, "/issue")
    assert not page.codes
    await filed.answered("REFUSED")
    (todo,) = await filed.todos("see_to_filing")
    page = await filed.desk.see(filed.at)
    for words in (f"baiwang 拒绝：{provider.reason}", "服务商已拒绝", "提交给服务商", "处理服务商拒绝或未答复的发票"):
        assert words in page.text, words
    assert not page.codes
    assert provider.reason in (await filed.desk.see(f"/tasks/{todo.task_id}")).text


async def second_key(provider: SimulatedEInvoices) -> str:
    async def asked() -> str | None:
        return str(provider.requests[1]["key"]) if len(provider.requests) > 1 else None

    return await until(asked, what="the second request")
