"""Does the process of an order see all of its money, however many payments and invoices there are?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.client import ServiceClient
from chassis.testing import token_of
from tests.services.collections.conftest import FOREVER, NOW, Company
from workflows.activities import asking
from workflows.activities.collections import Collections


@pytest.fixture(autouse=True)
def a_fixed_day(time_is: Any) -> None:
    time_is(NOW)


async def test_what_waits_is_seen_beyond_the_first_page(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LONGEST_PAGE", 2)
    order = await company.sold("1000.00")
    paid = [await company.pay(order, "10.00", confirm=n % 2 == 1) for n in range(9)]
    about = {"order_id": str(order["order_id"])}
    for n in range(5):
        amount = {"amount": f"{100 + n}.00", "currency": "CNY"}
        await company.post(company.li, "/invoices", **about, amount=amount)
    token = token_of(company.keeper, iat=0, exp=FOREVER)
    client = ServiceClient("http://service", token, http=company.as_(company.keeper))
    seen = await Collections(asking.Asking(client)).account_standing(datetime.now(UTC), UUID(about["order_id"]))
    assert {piece.id for piece in seen.to_confirm} == {UUID(one["id"]) for one in paid[::2]}
    assert (len(seen.to_issue), seen.invoices, seen.to_request) == (5, 5, True)
