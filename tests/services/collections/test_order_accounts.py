"""Does the process of an order see all of its money, however many payments and invoices there are?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.http.client import ServiceClient
from chassis.testing.plugin import ServiceHarness, token_of
from messages.collections.receivables import AccountSnapshot
from messages.errors import NotFound
from tests.services.collections.conftest import FOREVER, NOW, Company
from tests.services.statement_log import statements
from workflows.activities.collections import Collections
from workflows.activities.service_calls import ServiceCalls


@pytest.fixture(autouse=True)
def a_fixed_day(time_is: Any) -> None:
    time_is(NOW)


async def test_all_that_waits_is_seen_in_one_statement(company: Company, harness: ServiceHarness) -> None:
    order = await company.sold("1000.00")
    paid = [await company.pay(order, "10.00", confirm=n % 2 == 1) for n in range(9)]
    about = {"order_id": str(order["order_id"])}
    for n in range(5):
        amount = {"amount": f"{100 + n}.00", "currency": "CNY"}
        await company.post(company.li, "/invoices", **about, amount=amount)
    token = token_of(company.keeper, iat=0, exp=FOREVER)
    client = ServiceClient("http://service", token, http=company.as_(company.keeper))
    with statements(harness) as said:
        seen = await Collections(ServiceCalls(client)).account_snapshot(datetime.now(UTC), UUID(about["order_id"]))
    assert len(said) == 1, said
    assert {piece.id for piece in seen.to_confirm} == {UUID(one["id"]) for one in paid[::2]}
    assert (len(seen.to_issue), seen.invoices, seen.to_request) == (5, 5, True)
    assert {str(piece.amount) for piece in seen.to_confirm} == {"10.00 CNY"}
    assert sorted(str(piece.amount) for piece in seen.to_issue) == [f"{100 + n}.00 CNY" for n in range(5)]


async def test_where_the_money_stands_is_what_the_account_says(company: Company) -> None:
    order = await company.sold("1000.00")
    path = f"/order-accounts/{order['order_id']}"
    keeper = company.as_(company.keeper)

    async def stands() -> tuple[Any, ...]:
        seen = (await keeper.get(f"{path}/snapshot")).json()
        account = (await keeper.get(path)).json()
        assert (seen["settled"], seen["invoiced_in_full"]) == (account["settled"], account["invoiced_in_full"])
        return seen["settled"], len(seen["to_confirm"]), len(seen["on_account"])

    assert await stands() == (False, 0, 0)
    await company.pay(order, "400.00", confirm=False)
    assert await stands() == (False, 1, 0)
    await company.pay(order, "1000.00")
    assert await stands() == (True, 1, 0)
    await company.pay(order, "50.00")
    assert await stands() == (True, 1, 1)


async def test_an_account_that_is_not_known_yet_has_nothing(company: Company) -> None:
    answer = await company.as_(company.keeper).get(f"/order-accounts/{UUID(int=1)}/snapshot")
    assert answer.status_code == 404


async def test_a_collections_that_does_not_know_the_question_has_not_said_that_nothing_is_owed(
    company: Company,
) -> None:
    """One of the release before, while the services are changed one after another: the activity is tried again."""
    token = token_of(company.keeper, iat=0, exp=FOREVER)
    client = ServiceClient("http://service", token, http=company.as_(company.keeper))
    asking = ServiceCalls(client)
    assert await Collections(asking).account_snapshot(NOW, UUID(int=1)) == AccountSnapshot()
    with pytest.raises(NotFound):
        await asking.find(f"/order-accounts/{UUID(int=1)}/a-question-of-tomorrow", AccountSnapshot)
    with pytest.raises(NotFound):
        await Collections(asking)._reverse(NOW, UUID(int=1), "a-verb-of-tomorrow")
