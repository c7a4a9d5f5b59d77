"""Are orders found in a list by a part of what they are called?"""

from typing import Any

import pytest
from sqlalchemy import text

from chassis.db.migrate import _backfill
from chassis.testing.plugin import ServiceHarness
from tests.services.orders import test_order_changes as changes
from tests.services.orders import test_returns as returns
from tests.services.orders.conftest import Company

NAME = "深圳市藍天科技有限公司"


@pytest.fixture
async def orders(company: Company) -> list[dict[str, Any]]:
    """Two of a customer with a traditional name, one of another; each of another contract."""
    cable = await company.product("CABLE", on_hand=60)
    named = (NAME, NAME, "Blue Sky 50% Ltd.")
    contracts = [
        await company.contract((cable, 10, "100.00"), customer_name=name, number=f"CT-2026-7{place}")
        for place, name in enumerate(named)
    ]
    return [await company.order(contract.contract_id, (cable, 1)) for contract in contracts]


async def found(company: Company, who: Any = None, **query: Any) -> list[str]:
    page = await company.ok(who or company.admin, "GET", "/orders", params=query)
    return [order["number"] for order in page["items"]]


@pytest.mark.parametrize(
    "q", ["蓝天", "藍天", "深圳 蓝天", "ＳＯ- 蓝天科技", "天", "   蓝天   "], ids=lambda q: f"<{q.strip()}>"
)
async def test_by_a_part_of_the_customers_name_in_any_script(
    company: Company, orders: list[dict[str, Any]], q: str
) -> None:
    assert await found(company, q=q) == [orders[1]["number"], orders[0]["number"]]


async def test_by_its_number_and_that_of_its_contract(company: Company, orders: list[dict[str, Any]]) -> None:
    for order in orders:
        assert await found(company, q=order["number"].lower()) == [order["number"]]
        assert await found(company, q=order["number"][-3:]) == [order["number"]]
        assert await found(company, q=order["contract_number"][3:]) == [order["number"]]


@pytest.mark.parametrize("q", ["50%", "blue sky", "sky 50% ltd"])
async def test_a_sign_of_like_is_only_a_sign(company: Company, orders: list[dict[str, Any]], q: str) -> None:
    assert await found(company, q=q) == [orders[2]["number"]]
    assert await found(company, q=q[:-1] + "_") == []


async def test_only_within_what_one_may_see(company: Company, orders: list[dict[str, Any]]) -> None:
    assert await found(company, company.stranger, q="蓝天") == []
    assert await found(company, company.seller, q="蓝天", owner_id=str(company.seller.id), status="PLACED")
    assert await found(company, q="蓝天", owner_id=str(company.admin.id)) == []
    assert await found(company, q="蓝天", status="COMPLETED") == []


async def test_those_of_before_are_found_after_the_migration(
    company: Company, orders: list[dict[str, Any]], harness: ServiceHarness
) -> None:
    async with harness.database.engine.begin() as connection:
        await connection.execute(text("UPDATE orders SET search = ''"))
    assert await found(company, q="蓝天") == []
    await _backfill("orders", harness.database.engine)
    assert len(await found(company, q="蓝天")) == 2


async def test_an_index_finds_them(harness: ServiceHarness) -> None:
    """Of 20,000 rows it looks at few: what is sought is in the index, Chinese, too."""
    fill = (
        "CREATE TEMP TABLE many AS SELECT n AS id, 'so-2026-' || lpad(n::text, 6, '0') || ' ' ||"
        " chr(19968 + n % 997) || chr(20500 + n % 991) || '科技' AS search FROM generate_series(1, 20000) n"
    )
    async with harness.database.engine.begin() as connection:
        await connection.execute(text(fill))
        await connection.execute(text("CREATE INDEX ON many USING gin (search_grams(search))"))
        await connection.execute(text("ANALYZE many"))
        for word in ("012345", chr(19968 + 500) + chr(20500 + 500)):
            asking = text(
                "EXPLAIN (ANALYZE, COSTS OFF) SELECT id FROM many"
                f" WHERE search_grams(search) @> search_grams('{word}') AND search LIKE '%{word}%'"
            )
            plan = "\n".join((await connection.execute(asking)).scalars())
            assert "Bitmap Index Scan" in plan, plan
            assert "Rows Removed" not in plan, plan


async def test_a_return_and_a_change_by_their_number_order_and_customer(
    company: Company, placed: Any, harness: ServiceHarness
) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await changes.asked(company, placed, lines=changes.lines_of(placed, 2, 1))
    await company.ok(company.seller, "POST", f"/order-changes/{change['id']}/withdraw")
    back = await returns.asked(company, await returns.delivered(company, placed), (1, 1))

    async def found(path: str, **query: Any) -> list[str]:
        page = await company.ok(company.admin, "GET", path, params=query)
        return [one["number"] for one in page["items"]]

    for path, one in (("/returns", back), ("/order-changes", change)):
        for word in (one["number"].lower(), one["number"][3:], placed["number"], placed["customer_name"][:3].upper()):
            assert await found(path, q=word) == [one["number"]], (path, word)
        assert await found(path, q="nothing of this") == []
        assert await found(path, q=one["number"], owner_id=str(company.seller.id)) == [one["number"]]
        assert await found(path, q=one["number"], owner_id=str(company.admin.id)) == []
    async with harness.database.engine.begin() as connection:
        await connection.execute(text("UPDATE returns SET search = ''"))
        await connection.execute(text("UPDATE order_changes SET search = ''"))
    await _backfill("orders", harness.database.engine)
    assert await found("/returns", q=placed["number"]) == [back["number"]]
    assert await found("/order-changes", q=placed["number"]) == [change["number"]]
