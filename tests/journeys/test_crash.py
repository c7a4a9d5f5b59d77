"""Is anything lost or done twice when any part dies in mid-flow?"""

import asyncio
from collections.abc import Sequence
from typing import Any

import asyncpg
import pytest

from deploy.cast.player import until
from deploy.embedded.running import Stack
from deploy.sample.load import today
from messages.orders.orders import OrderStatus, OrderView
from messages.services import SERVICES
from tests.whole_stack import SalesSoFar

VICTIMS = (*SERVICES, "worker", "nats", "temporal", "postgres")
SALES = 5

# Each must find nothing. (database, what it would mean, the question)
INVARIANTS = (
    (
        "orders",
        "a contract of these sales with two orders",
        "select contract_id from orders where contract_id = any($1) group by 1 having count(*) > 1",
    ),
    (
        "leads",
        "a lead with two owners",
        "select lead_id from lead_ownership where upper_inf(during) group by 1 having count(*) > 1",
    ),
    (
        "collections",
        "a confirmed payment of these sales that is not allocated to the cent",
        "select p.id from payments p join allocations a on a.payment_id = p.id where p.status = 'CONFIRMED' and p.id in"
        " (select payment_id from allocations join receivables r on r.id = receivable_id where contract_id = any($1))"
        " group by p.id, p.amount having sum(a.amount) <> p.amount",
    ),
    (
        "approvals",
        "a person who decided twice in one round",
        "select request_id, round, voter_id from votes where not again group by 1, 2, 3 having count(*) > 1",
    ),
)


@pytest.mark.timeout(600)
async def test_feature_185_killing_each_part_in_mid_flow_loses_nothing(sales: SalesSoFar, stack: Stack) -> None:
    flows = [asyncio.create_task(_whole_sale(sales, place)) for place in range(SALES)]
    for victim in VICTIMS:
        await asyncio.sleep(0.5)  # the flows go on: where they are when it dies is up to chance
        stack.kill(victim)
        await stack.until_up(victim)
    orders = await asyncio.gather(*flows)
    assert {order.status for order in orders} == {OrderStatus.COMPLETED}
    assert len({order.contract_id for order in orders}) == SALES
    await until(lambda: _all_told(sales), what="every outbox to be drained", within_s=60)
    for database, meaning, question in INVARIANTS:
        found = await _ask(stack, database, question, [order.contract_id for order in orders])
        assert not found, f"{meaning}: {found}"


async def _whole_sale(sales: SalesSoFar, place: int) -> OrderView:
    sale = await sales.sale(("li.sales", "chen.sales", "tom.sales", "zhao.sales")[place % 4])
    contract = await sales.drafted(sale, quantity=1 + place)
    await sale.make_effective(contract.id)
    return await sale.complete(contract.id, today())


async def _all_told(sales: SalesSoFar) -> bool | None:
    for service in SERVICES:
        state: dict[str, Any] = await sales.cast.setup.get(service, "/outbox", dict)
        if state["waiting"]:
            return None
    return True


async def _ask(stack: Stack, database: str, question: str, contracts: Sequence[object]) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(stack.layout.database_url(database))
    try:
        return list(await connection.fetch(question, *([contracts] if "$1" in question else [])))
    finally:
        await connection.close()
