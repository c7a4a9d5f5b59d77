"""Is every button that somebody sees one that he may press?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from messages.collections.invoices import InvoiceView, RequestInvoice
from messages.collections.payments import ConfirmPayment, PaymentView
from messages.leads.leads import LeadView, PostLead
from messages.orders.shipments import Ship, ShipmentView
from tests.console.acts.test_money import on_account
from tests.console.acts.test_waiting import reserved
from tests.console.conftest import Desk
from tests.console.forms import Form, Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Made = Callable[[SalesSoFar], Awaitable[str]]

OTHERS = ("/language", "/sign-out")  # of every page
LOGINS = (
    "chen.sales", "anna.manager", "zheng.shipper", "sun.legal", "qian.finance", "wu.orders", "ops", "zhou.director",
    "wang.manager", "li.sales",
)  # fmt: skip
SAID = {
    "text": "测试", "textarea": "测试", "input": "测试", "decimal": "1.00", "number": "1",
    "email": "ap@customer.example", "date": (datetime.now(UTC) + timedelta(days=7)).date().isoformat(),
}  # fmt: skip


async def owned_lead(sales: SalesSoFar) -> str:
    player = await sales.cast.player("li.sales")
    return f"/leads/{(await player.post('leads', '/leads', PostLead(source='展会', company='按钮公司'), LeadView)).id}"


async def pooled_lead(sales: SalesSoFar) -> str:
    player = await sales.cast.player("ops")
    said = PostLead(source="展会", company="公海公司", region="east")
    return f"/leads/{(await player.post('leads', '/leads', said, LeadView)).id}"


async def opportunity(sales: SalesSoFar) -> str:
    return f"/opportunities/{(await sales.opened(await sales.sale())).id}"


async def registration(sales: SalesSoFar) -> str:
    sale = await sales.sale()
    return f"/registrations/{(await sale.register((await sales.opened(sale)).id)).id}"


async def draft(sales: SalesSoFar) -> str:
    return f"/contracts/{(await sales.drafted(await sales.sale())).id}"


async def submitted(sales: SalesSoFar) -> str:
    return f"/contracts/{(await sales.submitted(await sales.sale())).id}"


async def effective(sales: SalesSoFar) -> str:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    return f"/contracts/{contract.id}"


async def reserved_order(sales: SalesSoFar) -> str:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    return f"/orders/{(await sale.reserved(contract.id)).id}"


async def shipment(sales: SalesSoFar) -> str:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    shipper = await sales.cast.player("zheng.shipper")
    sent = await shipper.post("orders", f"/orders/{order.id}/ship", Ship(id=uuid4()), ShipmentView)
    return f"/shipments/{sent.id}"


async def recorded_payment(sales: SalesSoFar) -> str:
    order = await reserved(sales)
    return f"/payments/{(await on_account(sales, order, '500.00')).id}"


async def confirmed_payment(sales: SalesSoFar) -> str:
    path = await recorded_payment(sales)
    finance = await sales.cast.player("qian.finance")
    await finance.post("collections", f"{path}/confirm", ConfirmPayment(allocations=[]), PaymentView)
    return path


async def requested_invoice(sales: SalesSoFar) -> str:
    sale, order = await sales.sale(), await reserved(sales)
    await sale.account(order.id)
    command = RequestInvoice(id=uuid4(), order_id=order.id)
    return f"/invoices/{(await sale.seller.post('collections', '/invoices', command, InvoiceView)).id}"


async def issued_invoice(sales: SalesSoFar) -> str:
    sale, order = await sales.sale(), await reserved(sales)
    return f"/invoices/{(await sale.invoice(order.id)).id}"


STATES: tuple[Made, ...] = (
    owned_lead, pooled_lead, opportunity, registration, draft, submitted, effective, reserved_order, shipment,
    recorded_payment, confirmed_payment, requested_invoice, issued_invoice,
)  # fmt: skip


@pytest.mark.timeout(300)  # some make a record anew for each who presses
@pytest.mark.parametrize("made", STATES, ids=lambda one: one.__name__)
async def test_case_f_no_button_can_only_fail(desk: Sit, sales: SalesSoFar, made: Made) -> None:
    """Each is pressed by each who sees it, on a record as it was made; nobody is told that he may not."""
    pressed: set[tuple[str, str]] = set()
    refused: list[str] = []
    path = await made(sales)
    while (found := await unpressed(desk, path, pressed)) is not None:
        login, page, form = found
        verb = form.action.removeprefix(path)
        pressed.add((login, verb))
        person = await desk(login)
        answer = await person.client.post(
            form.action, data=filled(form), headers={"referer": f"{person.client.base_url}{path}"}
        )
        if answer.status_code != 303:
            refused.append(f"{login} {verb}: {answer.status_code} {Seen(answer.text).text[60:260]}")
        elif {one.action for one in (await look(person, path)).forms} != {one.action for one in page.forms}:
            path = await made(sales)  # it is no longer what it was
    assert not refused, "\n".join(refused)
    assert pressed


async def unpressed(desk: Sit, path: str, pressed: set[tuple[str, str]]) -> tuple[str, Seen, Form] | None:
    """The next button that somebody sees and has not pressed."""
    for login in LOGINS:
        page = await look(await desk(login), path)
        for form in page.forms:
            theirs = form.method == "post" and form.action.startswith(path)
            if theirs and (login, form.action.removeprefix(path)) not in pressed and "file" not in form.kinds.values():
                return login, page, form
    return None


async def look(person: Desk, path: str) -> Seen:
    """The page, or that there is none for this person."""
    return Seen((await person.client.get(path)).text)


def filled(form: Form) -> dict[str, str | list[str]]:
    said: dict[str, str | list[str]] = dict(form.fields)
    for name, kind in form.kinds.items():
        if form.options.get(name):
            said[name] = next(one for one in form.options[name] if one)
        elif kind in SAID and not (form.fields.get(name) or [""])[0]:
            said[name] = SAID[kind]
    if "amount" in said:
        said |= {"amount": "1.00", "reference": uuid4().hex}  # a bank entry of its own
    return said
