"""Is a page shown when one of the services that it asks does not answer?"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr

from chassis.base.clock import new_id
from console.main import create_console
from console.service_gateway import ANSWERING
from console.settings import ConsoleSettings
from deploy.embedded.running import Stack
from deploy.sample.load import open_account
from deploy.sample.people import BUYER, PASSWORD
from messages.base import Page
from messages.collections.bank import BankEntryView
from messages.collections.corrections import CorrectionKind, CorrectionView, RequestCorrection
from messages.collections.grading.requests import CreditRequestView, RequestLimit
from messages.collections.invoices import InvoiceView
from messages.collections.payments import ConfirmPayment, PaymentView
from messages.collections.plans import PaymentPlanView
from messages.collections.receivables import ReceivableView
from messages.collections.refunds import RefundView, RequestRefund
from messages.collections.write_offs import RequestWriteOff, WriteOffView
from messages.deals.contracts import ContractView
from messages.deals.follow_ups import FollowUpView, RecordFollowUp
from messages.deals.registrations import RegistrationView
from messages.leads.leads import LeadView, PostLead
from messages.money import Money
from messages.orders.order_changes import OrderChangeView, RequestOrderChange
from messages.orders.orders import OrderView
from messages.orders.returns import RequestReturn, ReturnedLine, ReturnView
from messages.orders.shipments import ShipmentView
from tests.console.acts.test_money import on_account
from tests.console.answers.pages import PAGES
from tests.console.campaigns.records import campaign_records
from tests.console.conftest import Desk
from tests.console.customers.records import customer_records
from tests.console.forms import Seen
from tests.console.money.test_bank_pages import rows, upload
from tests.console.money.test_money_pages import late_receivable, letter_to
from tests.console.pools.records import pool_records
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Signed = dict[str, httpx.Cookies]
NOWHERE = "http://127.0.0.1:9"
SECRET = SecretStr("test" * 10)
MISSING = re.compile(r"(\w+) is not answering; its part of this page is missing")
# To whom these are shown; all others to operators.
OF_COMMISSION = ("/commission", "/commission/{seller}", "/commission-plans", "/commission-quotas",
                 "/commission-splits/{order}")  # fmt: skip
READERS = {
    "/portal": BUYER[0],
    "/customers/{customer}/accounts": "wu.orders",
} | dict.fromkeys((*OF_COMMISSION, "/collection-overview", "/bank"), "qian.finance")
# What one does rather than sees, and what is of approvals alone, as the inbox.
ELSEWHERE = re.compile(
    r"/(?:$|sign-in|language|healthz|tasks|requests|inbox|bulk|people|colleagues|policies|calendars|absences|notices"
    r"|contacts|guidance|extensions|budgets|repayment-plans|my-notices|figures|l/|records)"
    r"|.*(?:/edit|/win|/files/|/new$|/import|/export|/pdf|/ubl|/stream|/evidence)"
)


@pytest.fixture(scope="module")
async def ids(sold: OrderView, sales: SalesSoFar, desk: Sit) -> dict[str, str]:
    """Of one record of each kind, of one sale."""
    seller = await sales.cast.player("li.sales")
    await open_account(seller, sold.customer_id)
    of_order = {"order_id": sold.id, "limit": 1}
    contract = await seller.get("deals", f"/contracts/{sold.contract_id}", ContractView)
    registrations = await seller.get("deals", "/registrations", Page[RegistrationView], limit=1)
    payments = await seller.get("collections", "/payments", Page[PaymentView], **of_order)
    invoices = await seller.get("collections", "/invoices", Page[InvoiceView], **of_order)
    debts = await seller.get("collections", "/receivables", Page[ReceivableView], **of_order)
    plans = await seller.get("collections", "/payment-plans", Page[PaymentPlanView], contract_id=sold.contract_id)
    shipments = await seller.get("orders", f"/orders/{sold.id}/shipments", list[ShipmentView])
    lead = await seller.post("leads", "/leads", PostLead(source="fair", company=f"公司 {new_id().hex[:8]}"), LeadView)
    late = await late_receivable(sales.cast.setup)  # of the sale's own, others may have settled all
    rest = RequestWriteOff(receivable_id=late.id, amount=Decimal("1.00"), reason="rounding")
    given_up = await seller.post("collections", "/write-offs", rest, WriteOffView, key=new_id())
    letter = await letter_to(await sales.cast.player("qian.finance"), late.customer_id)
    refund, correction = await money_that_goes_back(sales, sold)
    change, changeable = await _changed(sales)
    await upload(await desk("qian.finance"), rows("2026-03-01,1.00,示例,货款,AWAY-1"))
    finance = await sales.cast.player("qian.finance")
    entries = await finance.get("collections", "/bank-entries", Page[BankEntryView], limit=1)
    spoke = RecordFollowUp(opportunity_id=contract.opportunity_id, kind="VISIT", note="x")
    follow_up = await seller.post("deals", "/follow-ups", spoke, FollowUpView, key=new_id())
    found = {
        "follow_up": follow_up.id, "credit_request": await _limited(sales, sold.customer_id),
        "product": sold.lines[0].product_id, "return": await _returned(sales), "shipment": shipments[0].id,
        "order_change": change, "changeable": changeable,
        "refund": refund, "correction": correction, "entry": entries.items[0].id,
        "statement": entries.items[0].statement_id, "dunning": letter.id,
        "plan": plans.items[0].id,
        "write_off": given_up.id, "lead": lead.id, "pool": lead.pool_id,
        "customer": sold.customer_id, "opportunity": contract.opportunity_id,
        "registration": registrations.items[0].id, "contract": sold.contract_id, "order": sold.id,
        "payment": payments.items[0].id, "receivable": debts.items[0].id,
        "invoice": invoices.items[0].id, "number": sold.number, "seller": sold.owner_id,
        "collection_policy": "5b0f7a52-4b86-5c0f-9a4e-71d3c1f0a135",  # the one of the house
        "procedure": "2f2b8d6e-6d0f-5a54-9b6c-0a4f1c6d7e01",  # the one of the house
    }  # fmt: skip
    return {kind: str(id) for kind, id in (found | await _of_others(sales, sold)).items()}


async def _of_others(sales: SalesSoFar, sold: OrderView) -> dict[str, UUID]:
    records = await campaign_records(sales) | await pool_records(sales)
    return records | await customer_records(sales, sold.customer_id)


async def _limited(sales: SalesSoFar, customer_id: UUID) -> UUID:
    """A limit that was asked for."""
    finance = await sales.cast.player("qian.finance")
    limit = RequestLimit(customer_id=customer_id, currency="USD", limit=Money.of("9000000.00", "USD"), reason="x")
    made = await finance.post("collections", "/credit-requests/request-limit", limit, CreditRequestView, key=new_id())
    return made.id


async def _returned(sales: SalesSoFar) -> UUID:
    """Of a sale of its own: the one that all look at stays as it is."""
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    await sale.deliver(order.id)
    (sent,) = await sale.seller.get("orders", f"/orders/{order.id}/shipments", list[ShipmentView])
    wanted = RequestReturn(shipment_id=sent.id, lines=[ReturnedLine(line=1, quantity=1)], reason="x")
    return (await sale.seller.post("orders", "/returns", wanted, ReturnView, key=new_id())).id


async def _changed(sales: SalesSoFar) -> tuple[UUID, UUID]:
    """A change that waits, and an order of which none does."""
    found = []
    for _ in range(2):
        sale = await sales.sale()
        contract = await sales.drafted(sale)
        await sale.make_effective(contract.id)
        found.append((await sale.reserved(contract.id)).id)
    wanted = RequestOrderChange(order_id=found[0], ship_to="x", reason="x")
    change = await sale.seller.post("orders", "/order-changes", wanted, OrderChangeView, key=new_id())
    return change.id, found[1]


async def money_that_goes_back(sales: SalesSoFar, sold: OrderView) -> tuple[UUID, UUID]:
    """A refund and a correction that are asked for."""
    seller, finance = await sales.cast.player("li.sales"), await sales.cast.player("qian.finance")
    paid = [await on_account(sales, sold, amount) for amount in ("50.00", "60.00")]
    for one in paid:
        kept = ConfirmPayment(allocations=[])
        await finance.post("collections", f"/payments/{one.id}/confirm", kept, PaymentView, key=new_id())
    back = RequestRefund(payment_id=paid[0].id, reason="too much")
    gone = RequestCorrection(payment_id=paid[1].id, kind=CorrectionKind.VOID, reason="not there")
    refund = await seller.post("collections", "/refunds", back, RefundView, key=new_id())
    return refund.id, (await seller.post("collections", "/corrections", gone, CorrectionView, key=new_id())).id


async def _console(stack: Stack, away: str) -> FastAPI:
    urls = {f"{name}_url": NOWHERE if name == away else stack.urls[name] for name in ANSWERING}
    return create_console(ConsoleSettings(session_secret=SECRET, **urls))  # type: ignore[arg-type]


@pytest.fixture(params=ANSWERING)
async def visit(
    request: pytest.FixtureRequest, stack: Stack, ids: dict[str, str]
) -> AsyncIterator[tuple[str, httpx.AsyncClient, Signed]]:
    """A console to which one service does not answer, and who works in it."""
    away = str(request.param)
    signed: Signed = {}
    async with _client(await _console(stack, "")) as client:
        for login in ("ops", *READERS.values()):
            client.cookies = httpx.Cookies()
            assert (await client.post("/sign-in", data={"login": login, "password": PASSWORD})).status_code == 303
            await client.post("/language", data={"lang": "en"})
            signed[login] = httpx.Cookies(client.cookies)
    async with _client(await _console(stack, away)) as client:
        yield away, client, signed


@asynccontextmanager
async def _client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://console", timeout=30) as client,
    ):
        yield client


async def test_a_page_is_shown_without_the_part_of_a_service_that_is_away(
    visit: tuple[str, httpx.AsyncClient, Signed], ids: dict[str, str]
) -> None:
    away, client, signed = visit
    wrong = []
    for path, owners, others in PAGES:
        client.cookies = signed[next((who for start, who in READERS.items() if path.startswith(start)), "ops")]
        answer = await client.get(path.format(**ids))
        page = Seen(answer.text)
        says = bool(MISSING.search(page.text))
        wanted = (503, False) if away in owners else (200, away in others)
        if (answer.status_code, says) != wanted or page.codes:
            wrong.append((path, answer.status_code, says, page.codes))
    assert not wrong, f"without {away}: {wrong}"


def test_every_page_is_walked() -> None:
    app = create_console(ConsoleSettings(session_secret=SECRET))
    routes = iter_route_contexts(app.routes)
    paths = {str(route.path) for route in routes if "GET" in (getattr(route, "methods", None) or ())}
    assert len(paths) > 40
    walked = [re.compile(re.sub(r"\{\w+\}", "[^/]+", path.partition("?")[0])) for path, _, _ in PAGES]
    left_out = [path for path in paths if not ELSEWHERE.match(path) and not any(one.fullmatch(path) for one in walked)]
    assert not left_out
