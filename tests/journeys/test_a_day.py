"""Does a day of a small company, all of it on the pages, end with books that agree to the cent? (ten orders, goods that
come back, money that comes, a bad payment, a red letter; whoever acts reads the page first and sends its form)"""

import re
from asyncio import gather
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg  # type: ignore[import-untyped]
import pytest

from cli.audit.books import CHECKS, checked
from deploy.cast.player import until
from deploy.embedded.running import Stack
from deploy.sample import goods
from tests.console.conftest import Desk, desk
from tests.console.forms import Seen
from tests.console.money.test_bank_pages import rows, upload

__all__ = ["desk"]
pytestmark = pytest.mark.timeout(300)
Sit = Callable[..., Awaitable[Desk]]
Line = tuple[str, str, str, str]  # product, quantity, price, discount

# What each is for, how it is written, and what the page has to say that it costs.
UNDER_CONTRACT: Sequence[tuple[Sequence[Line], dict[str, str], str]] = (
    ((("GW-100", "2", "", ""), ("SN-20", "5", "", "")), {"order_discount": "3%"}, "10065.20"),
    ((("GW-100", "2", "", "5%"), ("SN-20", "5", "", "10")), {}, "9910.50"),
    ((("GW-100", "3", "", ""), ("SN-20", "5", "", "")), {"final_amount": "14000"}, "14000.00"),
    ((("GW-100", "1", "", ""),), {"charge": "FREIGHT", "charge_amount": "120.50"}, "4680.50"),
    ((("SN-20", "7", "", "33.33%"),), {}, "1172.79"),
    ((("GW-100", "4", "", ""),), {}, "18240.00"),
    ((("GW-100", "2", "", "0.07%"),), {}, "9113.62"),
)
WITHOUT: Sequence[tuple[Sequence[Line], dict[str, str], str]] = (
    ((("SN-20", "7", "255.5555", "7%"),), {}, "1663.67"),
    ((("SN-20", "6", "", "0.01"), ("GW-100", "1", "4700", "")), {"order_discount": "100"}, "6159.99"),
    ((("SN-20", "1", "259.99", ""),), {}, "259.99"),
)
LOGINS = ("li.sales", "wang.manager", "sun.legal", "qian.finance", "fiona.finance", "wu.orders", "zheng.shipper")
KEPT = ("RECEIVABLE", "ADVANCE", "REFUND_PAYABLE")
IN_PARTS, BACK, PARTLY_PAID, BADLY_PAID, OVERPAID = 5, 2, 3, 6, 8  # places in the list of orders
SIGNED_BY_THE_MANAGER = 8  # cheaper than its contract, or without one
COSTS = [Decimal(costs) for _, _, costs in (*UNDER_CONTRACT, *WITHOUT)]
WORTH, TOO_MUCH, STILL_OWED = Decimal("4274.09"), Decimal("540.01"), Decimal("680.50")
OF_ALL = "SELECT coalesce(sum(amount), 0) FROM ledger_entries WHERE account = 'RECEIVABLE' AND currency = 'CNY'"
OF_CUSTOMER = "SELECT coalesce(sum(amount), 0) FROM ledger_entries WHERE customer_id = $1 AND account = $2"


def yuan(amount: str | Decimal) -> str:
    return f"¥{Decimal(amount):,.2f}"


async def press(person: Desk, at: str, ending: str, **said: str | list[str]) -> str:
    """Fill in a form of this page and send it: where it leads. Fails when it is refused."""
    answer = await person.send(await person.see(at), ending, **said)
    assert answer.status_code == 303, (at, ending, Seen(answer.text).text[:400])
    return str(answer.headers["location"]).split("?")[0]


async def offers(person: Desk, at: str, ending: str) -> None:
    """Wait until the page has this form for him."""

    async def look() -> bool | None:
        answer = await person.client.get(at, follow_redirects=True)
        known = answer.status_code == 200  # what one service made, another hears of a moment later
        return (known and any(form.action.endswith(ending) for form in Seen(answer.text).forms)) or None

    await until(look, what=f"{ending} on {at}")


async def says(person: Desk, at: str, *words: str) -> Seen:
    """Wait until the page says so."""

    async def look() -> Seen | None:
        page = await person.see(at)
        return page if all(one in page.text for one in words) else None

    return await until(look, what=f"{words} on {at}")


async def task(person: Desk, number: str, ending: str) -> str:
    """What waits for him about this number, with this to do."""

    async def look() -> str | None:
        for link in (await person.see(f"/?q={number}")).links:
            if link.startswith("/tasks/"):
                found = await person.see(link)
                if any(form.action.endswith(ending) for form in found.forms):
                    return link
        return None

    return await until(look, what=f"{ending} of {number} in the inbox")


async def decide(person: Desk, number: str) -> None:
    await press(person, await task(person, number, "/decide/approve"), "/decide/approve")


async def number_of(person: Desk, at: str, letters: str) -> str:
    found = re.search(rf"\b{letters}-\d{{4}}-CS-CN-\d+\b", (await person.see(at)).text)
    assert found, at
    return found[0]


class Day:
    """The people of the house, each before his own pages."""

    def __init__(self, people: dict[str, Desk]) -> None:
        self.li, self.wang, self.sun = people["li.sales"], people["wang.manager"], people["sun.legal"]
        self.qian, self.fiona = people["qian.finance"], people["fiona.finance"]
        self.wu, self.zheng = people["wu.orders"], people["zheng.shipper"]
        self.company = f"一日机械{uuid4().hex[:8]}有限公司"

    async def contract(self) -> str:
        """From a lead to a contract that is effective."""
        lead = await press(self.li, "/leads", "/leads/new", source="展会", company=self.company)
        await press(self.li, lead, "/convert", project="一日项目")
        page = await says(self.li, lead, "OP-")
        opportunity = next(link for link in page.links if re.fullmatch(r"/opportunities/[0-9a-f-]{36}", link))
        registration = await press(self.li, opportunity, "/register")
        await decide(self.wang, await number_of(self.li, registration, "RG"))
        await says(self.li, opportunity, "签约或推进")
        wanted = [str(goods.id_of(code)) for code in ("GW-100", "SN-20")]
        contract = await press(
            self.li, f"{opportunity}/win", "/win", product_id=wanted, quantity=["20", "50"], price=["4560", "251.30"],
            percent=["50", "50"], trigger=["RECEIPT", "RECEIPT"], days=["30", "60"],
        )  # fmt: skip
        await press(self.li, contract, "/submit")
        number = await number_of(self.li, contract, "CT")
        await gather(*(decide(one, number) for one in (self.sun, self.qian, self.wang)))
        await says(self.li, contract, "已生效")
        return contract

    async def order(self, origin: str, lines: Sequence[Line], more: dict[str, str], costs: str) -> str:
        """Placed at what its page says that it costs."""
        typed = dict(
            zip(("product", "quantity", "price", "discount"), map(list, zip(*lines, strict=True)), strict=True)
        )
        typed |= {"tax_rate": ["" for _ in lines]}
        at = await press(self.li, f"/orders/new?{origin}", "/orders/new", **typed, **more, ship_to="上海市一路1号")
        assert yuan(costs) in (await self.li.see(at)).text, (at, costs)
        return at

    async def deliver(self, order: str, *parts: list[str]) -> None:
        """In so many shipments, each received as it was sent."""
        for part in parts or ([],):
            await offers(self.zheng, order, "/ship")
            await press(self.zheng, order, "/ship", **({"quantity": part} if part else {}))
        page = await self.zheng.see(order)
        shipments = {link for link in page.links if re.fullmatch(r"/shipments/[0-9a-f-]{36}", link)}
        assert len(shipments) == len(parts or ([],))
        await gather(*(press(self.zheng, one, "/receive") for one in shipments))
        await says(self.li, order, "全部收货")

    async def invoice(self, order: str) -> str:
        """Requested, issued: its page."""
        await offers(self.li, order, "/invoice")
        at = await press(self.li, order, "/invoice")
        await press(self.qian, at, "/issue")
        return at

    async def approve_together(self, person: Desk, many: int) -> None:
        """All that waits for him about this customer, with one decision."""

        async def look() -> list[str] | None:
            page = await person.see(f"/?q={self.company}")
            found = sorted({link.rsplit("/", 1)[1] for link in page.links if link.startswith("/tasks/")})
            return found if len(found) == many else None

        tasks = await until(look, what=f"{many} orders to approve")
        page = await person.see(f"/bulk?{urlencode([('task', one) for one in tasks])}")
        answer = await person.send(page, "/bulk/decide", verb="approve")
        assert f"已处理 {many} / {many}" in Seen(answer.text).text, Seen(answer.text).text

    async def bring_the_banks_file(self, numbers: Sequence[str], paid: Sequence[Decimal]) -> list[str]:
        """With a line of somebody whom nobody knows, which is set aside; the references of the others."""
        mark, today = uuid4().hex[:8].upper(), _today()
        references = [f"F{mark}{place}" for place in range(len(numbers))]
        lines = [
            f"{today},{amount},{self.company},货款 {number},{reference}"
            for amount, number, reference in zip(paid, numbers, references, strict=True)
        ]
        brought = await upload(self.fiona, rows(*lines, f"{today},333.33,不知名商行,往来,F{mark}X"))
        assert "新增 11 笔" in Seen(brought.text).text, Seen(brought.text).text
        await press(self.qian, f"/bank?q=F{mark}X", "/set-aside", reason="付款人不明，退回")
        return references

    async def accept(self, reference: str) -> None:
        """Another than who brought the file says that it is so."""
        at = f"/bank?q={reference}"
        await offers(self.qian, at, "/accept")
        await press(self.qian, at, "/accept")
        await says(self.qian, f"{at}&status=MATCHED", "PM-")

    async def refund(self, order: str, amount: Decimal) -> None:
        """Of the payment that settled the order: sales asks, finance pays it out."""
        page = await self.li.see(order)
        payments = [link for link in page.links if re.fullmatch(r"/payments/[0-9a-f-]{36}", link)]
        asked = await press(self.li, payments[0], "/refund", amount=str(amount), reason="退还客户")
        at = await task(self.qian, await number_of(self.li, asked, "RF"), "/confirm")
        await press(self.qian, at, "/confirm", paid_on=_today(), reference=f"OUT-{uuid4().hex[:8]}")
        assert "已退款" in (await self.li.see(asked)).text

    async def take_back(self, order: str, invoice: str) -> None:
        """One piece: approved, on the shelf again; its invoice gets a red letter, and the rest one of its own."""
        page = await self.li.see(order)
        shipment = next(link for link in page.links if re.fullmatch(r"/shipments/[0-9a-f-]{36}", link))
        goods = await press(self.li, shipment, "/return", quantity=["1", "0"], reason="型号不合")
        number = await number_of(self.li, goods, "RT")
        for person in (self.wang, self.qian):
            await decide(person, number)
        await press(self.zheng, await task(self.zheng, number, "/receive"), "/receive")
        seen = await says(self.li, order, f"已冲减 {yuan(WORTH)}", "冲红发票")
        assert "未开票" not in seen.text, "more than it costs is invoiced, not less"
        asked = await task(self.qian, await number_of(self.qian, invoice, "IR"), "/reverse")
        await press(self.qian, asked, "/reverse", reason="退货一台")
        assert "RL-" in (await self.li.see(invoice)).text
        again = await self.invoice(order)
        assert yuan(COSTS[BACK] - WORTH) in (await self.li.see(again)).text


def _today() -> str:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


async def _in_the_ledger(stack: Stack, statement: str, *values: object) -> Decimal:
    connection = await asyncpg.connect(stack.layout.database_url("collections"))
    try:
        return Decimal(await connection.fetchval(statement, *values))
    finally:
        await connection.close()


async def sold(day: Day) -> tuple[str, list[str]]:
    """Ten orders of one customer, in every kind of discount, placed side by side and approved; his page, and theirs."""
    contract = await day.contract()
    page = await day.li.see(contract)
    customer = next(link for link in page.links if re.fullmatch(r"/customers/[0-9a-f-]{36}", link))
    under, of = f"contract={contract.rsplit('/', 1)[1]}", f"customer={customer.rsplit('/', 1)[1]}"
    await offers(day.li, f"/orders/new?{under}", "/orders/new")
    wanted = [(under, *one) for one in UNDER_CONTRACT] + [(of, *one) for one in WITHOUT]
    orders = list(await gather(*(day.order(*one) for one in wanted)))
    await day.approve_together(day.wu, len(orders))
    await day.approve_together(day.wang, SIGNED_BY_THE_MANAGER)
    return customer, orders


async def pay(day: Day, orders: Sequence[str]) -> Decimal:
    """Somebody records money that never came; then the bank's file says what did, one a part, one too much."""
    bad = await press(day.li, orders[BADLY_PAID], "/pay", reference=f"BAD-{uuid4().hex[:8]}")
    asked = await task(day.qian, await number_of(day.li, bad, "PM"), "/reject")
    await press(day.qian, asked, "/reject", reason="账上没有这笔钱")
    assert "已拒绝" in (await day.li.see(bad)).text
    paid = list(COSTS)
    paid[PARTLY_PAID] -= STILL_OWED
    paid[OVERPAID] += TOO_MUCH
    numbers = await gather(*(number_of(day.li, one, "SO") for one in orders))
    for reference in await day.bring_the_banks_file(numbers, paid):
        await day.accept(reference)  # one after another: it is the money of one customer
    await gather(*(says(day.li, one, "完成时间") for one in orders if one != orders[PARTLY_PAID]))
    return sum(paid, Decimal(0))


async def test_a_day_of_a_small_company_by_clicking(stack: Stack, desk: Sit) -> None:
    day = Day({login: await desk(login) for login in LOGINS})
    customer, orders = await sold(day)
    parts: dict[int, list[list[str]]] = {IN_PARTS: [["1"], ["2"], ["1"]], 0: [["1", "5"], ["1"]]}
    await gather(*(day.deliver(one, *parts.get(place, [])) for place, one in enumerate(orders)))
    invoices = list(await gather(*(day.invoice(one) for one in orders)))
    paid = await pay(day, orders)
    await day.refund(orders[OVERPAID], TOO_MUCH)
    await day.take_back(orders[BACK], invoices[BACK])
    await day.refund(orders[BACK], WORTH)

    # The statement is what the day came to, the page is the ledger, and all the books agree.
    charged, credited = sum(COSTS, TOO_MUCH + WORTH), paid + WORTH
    assert charged - credited == STILL_OWED
    said = (await says(day.qian, f"/statements/{customer.rsplit('/', 1)[1]}", yuan(charged), yuan(credited))).text
    closing = re.search(r"截至 \S+ (\S+) (\S+) (\S+) (\S+)", said)
    assert closing is not None, said
    assert closing.groups() == (yuan(STILL_OWED), "—", "—", yuan(STILL_OWED))
    id = UUID(customer.rsplit("/", 1)[1])
    balances = [await _in_the_ledger(stack, OF_CUSTOMER, id, account) for account in KEPT]
    assert balances == [STILL_OWED, 0, 0]
    await says(day.qian, customer, f"— {yuan(STILL_OWED)} — ¥0.00")
    page = await day.qian.see("/ageing")
    total = yuan(await _in_the_ledger(stack, OF_ALL))
    assert re.search(rf"合计 \d+ {re.escape(total)}", page.text), (total, page.text)
    books = [one for name in CHECKS for one in await checked(name, stack.layout.database_url(name))]
    assert [one for one in books if one.broken] == []
    assert sum(one.records for one in books) > 100
