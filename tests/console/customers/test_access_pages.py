"""Is it set by clicking which customers sellers read?"""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

import pytest

from tests.console.conftest import Desk
from tests.console.customers.test_customer_pages import recorded
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def limiting(desk: Sit) -> AsyncIterator[Desk]:
    """Who limits it for a while."""
    director = await desk("zhou.director")
    yield director
    await director.act("/customer-rules", "/access", limited="no", grants="")


async def test_feature_47_a_customer_is_hidden_from_who_has_nothing_to_do_with_it_until_it_is_opened(
    desk: Sit, limiting: Desk
) -> None:
    seller, other, place = await desk("li.sales"), await desk("chen.sales"), f"区{uuid4().hex[:6]}"
    here = await recorded(seller, region=place)
    assert (await other.client.get(here)).status_code == 200
    page = await limiting.act("/customer-rules", "/access", limited="yes", grants="")
    assert "只限本人" in page.text
    assert (await other.client.get(here)).status_code == 404
    assert place in (await seller.see(here)).text
    page = await limiting.act("/customer-rules", "/access", limited="yes", grants=f"试点 | | | 区域={place} | 销售")
    for word in ("试点", f"区域={place}", "销售"):
        assert word in page.text, word
    assert place in (await other.see(here)).text


async def test_feature_47_a_grant_that_cannot_be_read_is_said_at_its_field(desk: Sit, limiting: Desk) -> None:
    page = await limiting.see("/customer-rules")
    for grants in ("x | 没有的部门", "x | | | 颜色=红", "x | | | 区域=华东 | 财务"):
        wrong = await limiting.send(page, "/access", limited="yes", grants=grants)
        assert wrong.status_code == 422, grants
        assert Seen(wrong.text).form("/access").wrong == ["grants"], grants
    refused = await limiting.send(page, "/access", limited="yes", grants="x")
    assert "授权“x”" in Seen(refused.text).text
