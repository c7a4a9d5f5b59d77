"""Is an order whose goods have left cancelled on the pages, by its seller's asking, a shipper and a second person?"""

from collections.abc import Awaitable, Callable

from deploy.cast.player import until
from deploy.cast.sale import inbox_of
from messages.approvals.tasks import InboxItem
from messages.orders.orders import OrderStatus
from tests.console.conftest import Desk
from tests.whole_stack import SalesSoFar


async def test_case_a6_the_goods_are_asked_for_confirmed_and_then_it_is_cancelled(
    sales: SalesSoFar, desk: Callable[[str], Awaitable[Desk]]
) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=2)
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    await sale.deliver(order.id)
    path = f"/orders/{order.id}"
    seller, shipper, second = [await desk(login) for login in ("li.sales", "zheng.shipper", "wu.orders")]
    assert "/cancel" not in [form.action.removeprefix(path) for form in (await seller.see(path)).forms]

    async def asked(login: str, kind: str) -> InboxItem | None:
        inbox = await inbox_of(await sales.cast.player(login))
        return next((one for one in inbox if one.about.id == order.id and one.todo == kind), None)

    assert "/confirm-goods-back" not in [form.action.removeprefix(path) for form in (await shipper.see(path)).forms]
    assert "申请退货" in (await seller.see(path)).text
    await seller.act(path, "/request-goods", reason="客户改变主意")
    await until(lambda: asked("zheng.shipper", "confirm_goods_back"), what="the to-do of the shipper")
    await shipper.act(path, "/confirm-goods-back")
    await until(lambda: asked("wu.orders", "cancel_order"), what="the to-do of the order desk")
    await second.act(path, "/cancel", reason="客户改变主意")
    await sale.order_is(order.id, OrderStatus.CANCELLED)
    assert await asked("wu.orders", "cancel_order") is None
