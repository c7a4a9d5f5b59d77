"""Can a person ask that an activity may cost more, and do those agree who have to?"""

from uuid import UUID, uuid4

from deploy.cast.player import until
from deploy.cast.sale import task_about
from messages.base import Page
from messages.leads.budgets import BudgetStatus, BudgetView
from tests.console.campaigns.test_campaign_pages import Sit, a_campaign, an_activity
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar


async def budget_of(sales: SalesSoFar, activity: str) -> BudgetView:
    """The newest."""
    finance = await sales.cast.player("qian.finance")
    found = await finance.get("leads", "/budgets", Page[BudgetView], activity_id=UUID(activity.rpartition("/")[2]))
    return found.items[0]


async def test_feature_4_what_is_overspent_comes_before_finance_by_itself(desk: Sit, sales: SalesSoFar) -> None:
    marketer, mark = await desk("he.marketing"), uuid4().hex[:8]
    activity = await an_activity(marketer, await a_campaign(marketer, mark), f"展会{mark}")
    page = await marketer.act(activity, "/cost", spent="1,200.00", note="场地")
    for word in ("已超过计划费用", "超支自动发起", "审批中", "1,200.00"):
        assert word in page.text, word
    assert [form.action for form in page.forms if form.action.endswith("/request-budget")] == [], "one waits"
    budget = await budget_of(sales, activity)
    task = await task_about(await sales.cast.player("qian.finance"), budget.id)
    finance = await desk("qian.finance")
    page = await finance.see(f"/tasks/{task.task_id}")
    for word in (f"展会{mark}", "追加后计划费用", "超出计划", "1,200.00", "200.00"):
        assert word in page.text, word
    await finance.act(f"/tasks/{task.task_id}", "/decide/approve")

    async def applied() -> Seen | None:
        page = await marketer.see(activity)
        return page if "已追加" in page.text else None

    page = await until(applied, what=f"{budget.number} to be applied")
    assert "已超过计划费用" not in page.text


async def test_feature_4_a_person_asks_for_much_more_and_the_director_too_decides(desk: Sit, sales: SalesSoFar) -> None:
    marketer, mark = await desk("he.marketing"), uuid4().hex[:8]
    activity = await an_activity(marketer, await a_campaign(marketer, mark), f"广告{mark}")
    page = await marketer.see(activity)
    wrong = await marketer.send(page, "/request-budget", raised_to="1,000.00", reason="x")
    assert (wrong.status_code, Seen(wrong.text).form("/request-budget").wrong) == (422, ["raised_to"])
    page = await marketer.act(activity, "/request-budget", raised_to="1,300.00", reason="点击涨价")
    assert "点击涨价" in page.text
    budget = await budget_of(sales, activity)
    finance = await desk("qian.finance")
    assert f"广告{mark}" in (await finance.see(f"/budgets/{budget.id}")).text
    task = await task_about(await sales.cast.player("qian.finance"), budget.id)
    await finance.act(f"/tasks/{task.task_id}", "/decide/approve")
    task = await task_about(await sales.cast.player("zhou.director"), budget.id)
    await (await desk("zhou.director")).act(f"/tasks/{task.task_id}", "/decide/reject", comment="先用完再说")

    async def rejected() -> bool | None:
        return (await budget_of(sales, activity)).status is BudgetStatus.REJECTED or None

    await until(rejected, what=f"{budget.number} to be rejected")
    page = await marketer.see(activity)
    for word in ("先用完再说", "已拒绝", "1,000.00"):
        assert word in page.text, word
    await marketer.act(activity, "/request-budget", raised_to="1,300.00", reason="再申请")
    await marketer.act(activity, "/withdraw-budget")
    assert (await budget_of(sales, activity)).status is BudgetStatus.WITHDRAWN
