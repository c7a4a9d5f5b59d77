"""Are customers sorted, moved through phases and flagged by clicking?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page

from tests.console.conftest import DESK, PHONE, Desk
from tests.console.customers.test_customer_pages import recorded
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def test_feature_39_the_list_is_narrowed_by_what_is_known(desk: Sit) -> None:
    seller, mark = await desk("li.sales"), uuid4().hex[:8]
    await recorded(seller, customer_name=f"甲{mark}公司", importance="A", category="DEALER", urgency="HIGH")
    other = await recorded(seller, customer_name=f"乙{mark}公司", importance="B", category="DEALER")
    page = await seller.see(f"/customers?q={mark}&category=DEALER&importance=A")
    assert f"甲{mark}公司" in page.text
    assert f"乙{mark}公司" not in page.text
    await seller.act(other, "/edit", customer_name=f"乙{mark}公司", importance="A")
    page = await seller.see(f"/customers?q={mark}&importance=A&deal_status=NONE")
    for word in (f"甲{mark}公司", f"乙{mark}公司", "A 重点", "无商机", "建立关系"):
        assert word in page.text, word


async def test_feature_39_a_director_sets_a_segment_and_finds_its_customers(desk: Sit) -> None:
    director, seller, mark = await desk("zhou.director"), await desk("li.sales"), uuid4().hex[:8]
    await recorded(seller, customer_name=f"丙{mark}公司", importance="A", sector=f"行业{mark}")
    line = f"S{mark} | 分群{mark} | Segment {mark} | 重要程度=A; 行业=行业{mark}"
    page = await director.act("/customer-rules", "/segments", segments=line)
    assert f"分群{mark}" in page.text
    page = await seller.see(f"/customers?segment=S{mark}")
    assert f"丙{mark}公司" in page.text
    wrong = await director.send(await director.see("/customer-rules"), "/segments", segments="X | x | x | 颜色=红")
    assert wrong.status_code == 422
    assert "条件写法不对" in Seen(wrong.text).text
    for ending, said in (
        (
            "/phases",
            {"phases": "RELATION | 建立关系 | Relation\nLOST | 流失 | Lost | 流失\nELIMINATED | 淘汰 | Out | 淘汰"},
        ),
        ("/remining", {"after_days": "90", "reasons": "PRICE", "importance": ""}),
        ("/segments", {"segments": ""}),
    ):
        await director.act("/customer-rules", ending, **said)


async def test_feature_43_44_a_customer_is_lost_for_a_reason_and_worked_on_again(desk: Sit) -> None:
    seller = await desk("li.sales")
    here = await recorded(seller)
    wrong = await seller.send(await seller.see(here), "/move-phase", phase="LOST", reason="", note="")
    assert wrong.status_code in (409, 422)
    assert "流失或淘汰须选原因" in Seen(wrong.text).text
    page = await seller.act(here, "/move-phase", phase="LOST", reason="PRICE", note="贵了 5%")
    for word in ("流失", "贵了 5%"):
        assert word in page.text, word
    listed = await seller.see("/customers?phase=LOST")
    assert here in listed.links
    page = await seller.act(here, "/move-phase", phase="RELATION", note="客户来电")
    assert "客户来电" in page.text


async def test_feature_50_a_hot_customer_is_on_top_of_the_managers_inbox(desk: Sit) -> None:
    seller, name = await desk("li.sales"), f"热点{uuid4().hex[:8]}公司"
    here = await recorded(seller, customer_name=name)
    page = await seller.act(here, "/flag-hot", reason="周五开标")
    assert "热点客户：周五开标" in page.text
    bosses = [await desk(login) for login in ("anna.manager", "wang.manager", "zhou.director")]
    shown = [boss for boss in bosses if name in (await boss.see("/")).text]
    assert len(shown) > 1, "of the director, and of his manager"
    assert name not in (await seller.see("/")).text
    page = await seller.act(here, "/clear-hot")
    assert "热点客户：" not in page.text
    assert not [boss for boss in bosses if name in (await boss.see("/")).text]


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_39_the_list_and_its_rules_fit_on_a_phone(sit: Open, lang: str) -> None:
    for size in (PHONE, DESK):
        page = await sit("zhou.director", size=size, lang=lang)
        for path in ("/customers?importance=A", "/customer-rules", "/"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
