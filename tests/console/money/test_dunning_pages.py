"""Does finance publish by which procedure is dunned, and does a seller see what is advised and say what he does?
(features 136 to 139)"""

import re
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page as BrowserPage

from chassis.base.clock import new_id, now
from deploy.cast.player import Player, until
from deploy.sample import goods
from messages.collections.dunning.procedures import DunningProcedureView
from messages.collections.receivables import ReceivableView
from messages.imports import ImportBatch, ImportReport
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]
FORM = "/dunning-procedures"
ADVISED = re.compile("建议：[^（]+（已逾期 40 天")


async def late(sales: SalesSoFar, days: int, external_id: str) -> ReceivableView:
    """One of li.sales that is so many days late, with its level reached by the keeper."""
    finance: Player = await sales.cast.player("qian.finance")
    today: date = now().astimezone(ZoneInfo("Asia/Shanghai")).date()  # where its customer is
    row = {
        "line": 2, "external_id": external_id, "customer": external_id, "invoiced_on": str(today - timedelta(days=200)),
        "due_on": str(today - timedelta(days=days)), "amount": "2500.00", "currency": "CNY", "live": True,
        "owner": "li.sales", "legal_entity_id": goods.ENTITY,
    }  # fmt: skip
    batch = ImportBatch(source="test", rows=[row])
    report = await finance.post("collections", "/receivables/import", batch, ImportReport, key=new_id())
    [outcome] = report.rows

    async def reached() -> ReceivableView | None:
        found = await finance.get("collections", f"/receivables/{outcome.id}", ReceivableView)
        return found if found.level else None

    return await until(reached, what="the keeper that reaches its level")


async def test_feature_138_finance_publishes_a_procedure_after_having_seen_for_whom_it_would_be(
    desk: Sit, sales: SalesSoFar
) -> None:
    finance = await desk("qian.finance")
    assert "全公司催收策略" in (await finance.see(FORM)).text
    assert "/dunning-procedures" in (await finance.see("/dunnings")).links
    page = await finance.see(f"{FORM}/new")
    said = {"name": "C 级客户", "legal_entity_id": goods.ENTITY, "grade": "D", "repeat_days": "10"}
    looked = await finance.send(page, FORM, **said, look="yes")
    assert looked.status_code == 200
    seen = Seen(looked.text)
    assert "现在发布将适用于" in seen.text
    assert seen.form(FORM).fields["name"] == ["C 级客户"], "what was typed is still there"
    page = await finance.act(f"{FORM}/new", FORM, **said)
    for words in ("C 级客户", "到期前 30 天", "逾期 45 天", "业务负责人", "法务", "2 个工作日"):
        assert words in page.text, words
    assert not page.codes
    player = await sales.cast.player("qian.finance")
    [mine] = [
        one for one in await player.get("collections", FORM, list[DunningProcedureView]) if one.name == "C 级客户"
    ]
    assert (mine.grade, mine.repeat_days, mine.version, len(mine.levels), mine.in_force) == ("D", 10, 1, 6, True)
    listed = (await finance.see(FORM)).text
    assert "C 级客户" in listed
    assert mine.published_by_name in listed
    wrong = await finance.send(await finance.see(f"{FORM}/new"), FORM, **said, days=["30", "1", "1", "", "", ""])
    assert wrong.status_code == 409
    seller = await desk("li.sales")
    assert "发布催收策略" not in (await seller.see(FORM)).text


async def test_feature_139_a_seller_sees_what_is_advised_with_its_reason_in_his_to_do_and_keeps_what_he_does(
    desk: Sit, sales: SalesSoFar
) -> None:
    owed = await late(sales, 40, f"PAGE-{new_id()}")
    seller = await desk("li.sales")
    path = f"/receivables/{owed.id}"
    page = await seller.see(path)
    assert ADVISED.search(page.text), "and by his grade, which follows"
    assert "已达到的催收级别" in page.text

    async def asked() -> str | None:
        inbox = await seller.see("/?q=" + owed.number)
        return next((link for link in inbox.links if link.startswith("/tasks/")), None)

    task = await seller.see(await until(asked, what="the to-do of the owner"))
    assert ADVISED.search(task.text)
    assert any(form.action == f"{path}/choose-measure" for form in task.forms)
    refused = await seller.send(await seller.see(path), "/choose-measure", measure="CALL", note="")
    assert refused.status_code == 409
    page = await seller.act(path, "/choose-measure", measure="CALL", note="客户周五付款")
    for words in ("已选定的催收措施", "电话沟通", "客户周五付款"):
        assert words in page.text, words
    assert not page.codes


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_138_the_pages_of_dunning_fit_on_a_phone(
    desk: Sit, sales: SalesSoFar, sit: Open, lang: str
) -> None:
    owed = await late(sales, 3, f"PHONE-{lang}-{new_id()}")
    phone = await sit("qian.finance", size=PHONE, lang=lang)
    house = f"{FORM}/2f2b8d6e-6d0f-5a54-9b6c-0a4f1c6d7e01"
    for path in (FORM, f"{FORM}/new", house, f"/receivables/{owed.id}"):
        await phone.goto(path)
        assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
