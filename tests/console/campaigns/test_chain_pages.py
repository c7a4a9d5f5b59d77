"""Can a person walk from a payment back to the activity that earned it?"""

import re
from uuid import UUID, uuid4

from deploy.cast.player import until
from tests.console.campaigns.test_campaign_pages import Sit, a_campaign, an_activity
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar, some_goods

WAY = ("payment", "order", "contract", "opportunity", "lead", "activity", "campaign")


async def test_feature_12_a_payment_leads_back_to_its_activity(desk: Sit, sales: SalesSoFar) -> None:
    marketer, seller, mark = await desk("he.marketing"), await desk("li.sales"), uuid4().hex[:8]
    campaign = await a_campaign(marketer, f"计划{mark}")
    activity = await an_activity(marketer, campaign, f"展会{mark}", activity_code=f"way-{mark}")
    named = {"source": "Fair", "company": f"来源{mark}有限公司", "activity": f"way-{mark}"}
    await seller.act("/leads", "/leads/new", **named)
    await seller.act(seller.at, "/convert", project=f"项目{mark}")
    lead = await seller.see(seller.at)
    numbered = re.findall(r"LD-[\w-]+", lead.text)
    link = next(one for one in lead.links if one.startswith(("/opportunities/", "/records/op")))
    sale = await sales.sale()
    opportunity = UUID(link.rpartition("/")[2])
    await sale.protect(opportunity)
    contract = await sale.win(opportunity, some_goods(quantity=1))
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    await sale.deliver(order.id)
    payment = await sale.pay(order, order.placed_at.date())

    finance = await desk("qian.finance")

    async def told() -> Seen | None:
        page = await finance.see(f"/find?number={payment.number}")
        return page if any(one.startswith("/records/campaign/") for one in page.links) else None

    found = await until(told, what=f"the way back from {payment.number}")
    way = [one.split("/")[2] for one in found.links if one.startswith("/records/")]
    open_to_finance = [kind for kind in WAY if kind != "lead"]
    assert [kind for kind in dict.fromkeys(way) if kind in WAY] == open_to_finance
    assert numbered[0] in found.text
    for word in (f"展会{mark}", f"计划{mark}", "来源：从回款到市场活动"):
        assert word in found.text, word
    assert f"/records/activity/{activity.rpartition('/')[2]}" in found.links
    theirs = await seller.see(f"/find?number={payment.number}")
    assert f"展会{mark}" in theirs.text
    assert not [one for one in theirs.links if one.startswith(("/records/activity/", "/records/campaign/"))]
    page = await marketer.see(f"/activities?q={mark}")
    assert "¥1,000.00 ¥0.00 1 1 1" in page.text, page.text[-600:]
