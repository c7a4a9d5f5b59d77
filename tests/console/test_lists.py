"""Are records found in their lists, one's own apart, and does an order say what stands of it?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page as BrowserPage

from chassis.base.clock import now
from deploy.cast.sale import Sale
from messages.base import Page
from messages.collections.invoices import InvoiceStatus, InvoiceView
from messages.collections.payments import PaymentView
from messages.deals.contracts import ContractView
from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Desks = Callable[..., Awaitable[Desk]]
Sit = Callable[..., Awaitable[BrowserPage]]
LISTS = ("/contracts", "/orders", "/payments", "/receivables", "/invoices")
OTHERS = (
    "/leads", "/customers", "/opportunities", "/registrations", "/returns", "/order-changes", "/production", "/refunds",
    "/corrections", "/write-offs", "/dunnings",
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_is_searched_and_narrowed_to_ones_own(desk: Desks, sold: OrderView, path: str) -> None:
    """What somebody types and chooses stays chosen; with nothing found, the page says what to do."""
    seller, finance = await desk("li.sales", "en"), await desk("qian.finance", "en")
    everything = _records(await finance.see(path), path)
    found = await finance.see(f"{path}?q={sold.customer_name}")
    links = _records(found, path)
    assert 0 < len(links) <= len(everything)
    assert found.form(path).fields["q"] == [sold.customer_name]
    mine = await seller.see(f"{path}?q={sold.customer_name}&mine=true")
    assert _records(mine, path) == links
    assert mine.form(path).fields["mine"] == ["true"]
    nothing = await finance.see(f"{path}?q={sold.customer_name}&mine=true")
    assert not _records(nothing, path)
    assert "take away a filter" in nothing.text
    assert path in nothing.links
    assert not found.codes + mine.codes + nothing.codes


@pytest.mark.parametrize("path", OTHERS)
async def test_every_list_of_owned_records_can_be_searched_and_narrowed(desk: Desks, path: str) -> None:
    """Also with nothing found; what is chosen stays chosen."""
    seller = await desk("li.sales", "en")
    word = uuid4().hex
    page = await seller.see(f"{path}?q={word}&mine=true")
    form = page.form(path)
    assert (form.fields["q"], form.fields["mine"]) == ([word], ["true"])
    assert not _records(page, path)
    assert "take away a filter" in page.text
    assert not page.codes


async def test_a_record_is_found_by_its_number_and_the_banks_reference(
    desk: Desks, sold: OrderView, sales: SalesSoFar
) -> None:
    seller = await sales.cast.player("li.sales")
    payments = await seller.get("collections", "/payments", Page[PaymentView], order_id=sold.id)
    contract = await seller.get("deals", f"/contracts/{sold.contract_id}", ContractView)
    person = await desk("li.sales")
    sought = {f"/orders/{sold.id}": sold.number.lower(), f"/contracts/{contract.id}": contract.number[3:]}
    sought |= {f"/payments/{one.id}": one.reference or one.number for one in payments.items}
    for record, word in sought.items():
        path = "/" + record.split("/")[1]
        assert record in (await person.see(f"{path}?q={word}")).links, (path, word)


@pytest.mark.parametrize("path", LISTS)
async def test_each_list_stands_in_the_head_of_every_page_and_fits_a_phone(
    sit: Sit, sold: OrderView, path: str
) -> None:
    phone = await sit("qian.finance", size=PHONE, lang="en")
    assert await phone.locator(f"header a[href='{path}']").count() == 1
    for address in (path, f"{path}?q={sold.customer_name}", f"{path}?q={uuid4().hex}"):
        await phone.goto(address)
        assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_case_e13_a_completed_order_says_what_no_longer_stands(sit: Sit, desk: Desks, sales: SalesSoFar) -> None:
    sale: Sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=10, price="4600.00")
    await sale.make_effective(contract.id)
    order = await sale.complete(contract.id, now().date())
    person = await desk("li.sales", "en")
    assert "no longer" not in (await person.see(f"/orders/{order.id}")).text
    finance = await sales.cast.player("qian.finance")
    issued = await finance.get("collections", "/invoices", Page[InvoiceView], order_id=order.id)
    for invoice in issued.items:
        await finance.post("collections", f"/invoices/{invoice.id}/reverse", None, InvoiceView, key=uuid4())
    page = await person.see(f"/orders/{order.id}")
    assert "The order was completed, but an invoice was reversed since: CN¥46,000.00 is not invoiced" in page.text
    assert [form for form in page.forms if form.action.endswith("/invoice")]
    assert {invoice.status for invoice in issued.items} == {InvoiceStatus.ISSUED}
    screen = await sit("li.sales", size=DESK, lang="en")
    for address in (f"/orders/{order.id}", f"/contracts/{contract.id}"):
        await screen.goto(address)
        shown = await screen.locator("dl.standing > div").all_inner_texts()
        assert [" ".join(one.split()) for one in shown] == [
            "Ordered CN¥46,000.00",
            "Shipped CN¥46,000.00",
            "Received CN¥46,000.00",
            "Paid CN¥46,000.00",
            "Waiting for finance CN¥0.00",
            "Invoiced CN¥0.00",
        ]
    bars = await screen.locator("dl.standing progress").evaluate_all("all => all.map(one => one.value)")
    assert bars == [1000, 1000, 1000, 1000, 0, 0]


def _records(page: Seen, path: str) -> set[str]:
    """Where the rows of a list lead."""
    others = {f"{path}/{name}" for name in ("new", "import", "tolerances")}
    return {link for link in page.links if link.startswith(f"{path}/")} - others
