"""Can those who guard a price say how low it may go, and does nobody else see it?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

from messages.orders.products import AddProduct, ProductView
from tests.console.conftest import Desk
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]


async def test_feature_101_ord_33_the_floor_is_set_on_a_page_and_hidden_from_sellers(
    desk: Sit, sales: SalesSoFar
) -> None:
    office, code = await sales.cast.player("wu.orders"), f"P-{uuid4().hex[:8].upper()}"
    command = AddProduct.model_validate({"code": code, "name": "测试产品", "price": "120.00", "currency": "CNY"})
    made = await office.post("orders", "/products", command, ProductView)
    guard, seller = await desk("wu.orders"), await desk("li.sales")
    listed = await seller.see(f"/products?q={code}")
    assert f"/products/{made.id}" in listed.links
    changed = await guard.act(
        f"/products/{made.id}", "/change", floor_price="80.00", tax_rate="13", min_margin="20", cost="70"
    )
    assert "¥80.00" in changed.text
    assert "¥70.00" in changed.text
    seen = await seller.see(f"/products/{made.id}")
    assert ("¥120.00" in seen.text, "80.00" in seen.text, "70.00" in seen.text) == (True, False, False)
    assert not [form for form in seen.forms if form.action.endswith("/change")]
    assert [*seen.codes, *changed.codes, *listed.codes] == []
    assert (await office.get("orders", f"/products/{made.id}", ProductView)).tax_rate == 13
