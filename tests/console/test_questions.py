"""Can a signer ask somebody on the task page, and is the answer there before he decides?"""

from deploy.cast.sale import inbox_of, task_about
from messages.approvals.requests import RequestView
from tests.console.conftest import Desk
from tests.whole_stack import SalesSoFar


async def test_a_question_is_asked_answered_and_seen_on_the_pages(desk, sales: SalesSoFar) -> None:  # type: ignore[no-untyped-def]
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, object)
    signer, asked = await sales.cast.player("sun.legal"), await sales.cast.player("wu.orders")
    mine = await task_about(signer, contract.id)
    legal: Desk = await desk("sun.legal")
    await legal.act(f"/tasks/{mine.task_id}/act/ask", "/act/ask", to=str(asked.id), comment="能按期交货吗")
    question = await task_about(asked, contract.id)
    orders: Desk = await desk("wu.orders")
    await orders.act(f"/tasks/{question.task_id}", "/act/answer", comment="可以，库存充足")
    assert not [one for one in await inbox_of(asked) if one.about.id == contract.id]
    seen = await legal.see(f"/tasks/{mine.task_id}")
    assert "可以，库存充足" in seen.text
    request = await signer.get("approvals", f"/requests/{mine.request_id}", RequestView)
    assert request.outcome is None, "an answer is not a decision"
