"""Does every page answer everybody in both languages, with nothing left unworded?"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from deploy.cast.player import until
from deploy.cast.sale import task_about
from deploy.sample.people import LOGINS
from messages.orders.orders import OrderView
from tests.console.conftest import Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("login", [login for login, _ in LOGINS])
async def test_every_page_answers_and_is_worded(desk: Sit, sold: OrderView, login: str, lang: str) -> None:
    person = await desk(login, lang)
    home = await person.see("/")
    assert home.lang == ("zh-CN" if lang == "zh" else "en")
    todo = list(dict.fromkeys([*home.links, "/?show=done", "/?show=started", f"/find?number={sold.number}"]))
    kinds: set[str] = set()
    for path in todo:
        page = await person.see(path)
        assert not page.codes, (path, page.codes)
        for link in page.links:
            kind = link.split("/")[1]
            if kind not in kinds and link.count("/") == 2 and "?" not in link:  # one record of each kind
                kinds.add(kind)
                record = await person.see(link)
                assert not record.codes, (link, record.codes)


async def test_an_order_shows_its_money_and_the_sums_add_up(desk: Sit, sold: OrderView) -> None:
    page = await (await desk("li.sales", "en")).see(f"/orders/{sold.id}")
    assert "CN¥9,200.00" in page.text
    assert "CN¥4,600.00" in page.text
    assert {form.action.rpartition("/")[2] for form in page.forms} >= {"pay"}


async def test_a_shipper_sees_an_order_without_its_money(desk: Sit, sold: OrderView) -> None:
    page = await (await desk("zheng.shipper", "en")).see(f"/orders/{sold.id}")
    assert sold.number in page.text
    assert "Receivables" not in page.text


@pytest.mark.parametrize("kind", ["opportunity", "registration", "contract", "order", "payment", "invoice"])
async def test_a_number_leads_to_its_record_its_process_and_its_history(desk: Sit, sold: OrderView, kind: str) -> None:
    ops = await desk("ops", "en")
    numbers = await _numbers(ops, sold)
    found = await ops.see(f"/find?number={numbers[kind]}")
    assert any(link.startswith(f"/records/{kind}/") for link in found.links), found.text[:300]
    assert ("Opportunity registration" if kind == "registration" else "Order to cash") in found.text
    assert ("ended" if kind == "registration" else "running") in found.text
    record = await ops.see(next(link for link in found.links if link.startswith(f"/records/{kind}/")))
    assert numbers[kind] in record.text


async def test_a_leads_number_leads_to_it_too(desk: Sit) -> None:
    seller = await desk("li.sales", "en")
    lead = await seller.act("/leads", "/leads/new", source="Fair", company="Findable Ltd.")
    number = next(word for word in lead.text.split() if word.startswith("LD-"))
    assert "/claim" not in {form.action for form in lead.forms}, "it is his already"

    async def told() -> Seen | None:
        page = await seller.see(f"/find?number={number}")
        return page if any(link.startswith("/records/lead/") for link in page.links) else None

    found = await until(told, what=f"{number} to be known")
    assert "claimed" in found.text


async def _numbers(ops: Desk, sold: OrderView) -> dict[str, str]:
    """The business numbers of the sale, as its timeline tells them."""
    page = await ops.see(f"/find?number={sold.number}")
    starts = {"opportunity": "OP-", "registration": "RG-", "contract": "CT-", "order": "SO-"}
    starts |= {"payment": "PM-", "invoice": "IV-"}
    words = [word.strip(",.;:()：，。；（）") for word in page.text.split()]
    return {
        kind: found for kind, start in starts.items() if (found := next((w for w in words if w.startswith(start)), ""))
    }


async def test_feature_107_the_seller_sees_who_has_his_contract_since_when_and_what_is_next(
    desk: Sit, sales: SalesSoFar
) -> None:
    sale = await sales.sale()
    contract = await sales.submitted(sale, quantity=40)
    await task_about(await sales.cast.player("sun.legal"), contract.id)
    seller = await desk("li.sales", "en")
    page = await seller.see(f"/contracts/{contract.id}")
    assert "Legal review" in page.text
    assert "孙律" in page.text
    assert "since" in page.text
    request = await sale.request_of(contract.id)
    assert "Up the line comes next" in (await seller.see(f"/requests/{request.id}")).text


@pytest.mark.parametrize(
    "path", [f"/contracts/{UUID(int=1)}", "/contracts/not-an-id", "/orders/1", "/nothing", "/tasks/\x00"]
)
async def test_what_is_not_there_is_told_on_a_page(desk: Sit, path: str) -> None:
    page = await (await desk("li.sales", "en")).see(path.replace("\x00", "%00"), status=404)
    assert "404" in page.text
    assert "/" in page.links


async def test_what_the_role_does_not_allow_is_told_on_a_page(desk: Sit) -> None:
    page = await (await desk("zheng.shipper", "en")).see("/leads", status=403)
    assert "Your role does not allow this" in page.text


async def test_a_link_to_another_record_says_its_number(desk: Sit, sold: OrderView) -> None:
    seller = await desk("li.sales", "en")
    contract = (await seller.see(f"/contracts/{sold.contract_id}")).text
    assert "OP-" in contract
    opportunity = next(link for link in (await seller.see("/opportunities")).links if link.count("/") == 2)
    assert " Open " not in (await seller.see(opportunity)).text
