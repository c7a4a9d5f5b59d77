"""Are products brought in once, and do lists show each person his own?"""

from typing import Any

from sqlalchemy import event

from chassis.clock import new_id
from chassis.testing import House, an_actor
from messages.orders.products import ProductChanged
from tests.services.orders.conftest import Company

ROW = {"name": "GTX", "series": "GTX", "price": "550.00", "currency": "USD"}


async def test_a_file_of_products_is_brought_in_once(company: Company, outbox: Any) -> None:
    rows = [
        {"line": 2, "code": "A", **ROW},
        {"line": 3, "code": "A", **ROW},
        {"line": 4, "code": "B", **ROW, "price": "5.005"},
        {"line": 5, "code": "C\x00", **ROW},
        {"line": 6, "code": "D", **ROW, "colour": "red"},
        {"line": 7, "code": "E", **ROW, "price": "-1"},
    ]
    report = await company.ok(
        company.admin, "POST", "/products/import", {"rows": rows[:3] + rows[4:], "source": "p.csv"}
    )
    assert (report["accepted"], report["duplicate"], report["invalid"]) == (1, 1, 3)
    assert [row["line"] for row in report["rows"]] == [2, 3, 4, 6, 7]
    assert report["rows"][0]["id"] == report["rows"][1]["id"]
    assert report["rows"][2]["errors"][0]["rule"] == "SYS-1"
    nul = await company.as_(company.admin).post("/products/import", json={"rows": [rows[3]], "source": "p.csv"})
    assert nul.status_code == 422 or nul.json()["invalid"] == 1
    second = await company.ok(company.admin, "POST", "/products/import", {"rows": rows[:1], "source": "p.csv"})
    assert (second["accepted"], second["duplicate"]) == (0, 1)
    assert [event.code for event in await outbox(ProductChanged)] == ["A"]
    forbidden = await company.as_(company.seller).post("/products/import", json={"rows": [], "source": "p.csv"})
    assert forbidden.status_code == 403


async def test_five_hundred_rows_are_brought_in_with_few_statements(company: Company, house: House) -> None:
    statements: list[str] = []
    engine = house.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    rows = [{"line": n, "code": f"P-{n:04d}", **ROW} for n in range(500)]
    report = await company.ok(company.admin, "POST", "/products/import", {"rows": rows, "source": "p.csv"})
    assert report["accepted"] == 500
    assert len(statements) < 12, statements


async def test_ord_12_a_code_is_used_once_and_the_same_id_finds_the_first(company: Company, outbox: Any) -> None:
    body = {"id": str(new_id()), "code": "A", **ROW}
    first = await company.ok(company.admin, "POST", "/products", body)
    assert await company.ok(company.admin, "POST", "/products", body) == first
    await company.refused("ORD-12", company.admin, "/products", {"code": "A", **ROW})
    assert len(await outbox(ProductChanged)) == 1
    for bad in ({"price": "1.005"}, {"currency": "usd"}, {"name": ""}, {"price": "-0.01"}, {"more": 1}):
        assert (await company.as_(company.admin).post("/products", json={"code": "B", **ROW, **bad})).status_code == 422
    assert (await company.as_(company.seller).post("/products", json={"code": "B", **ROW})).status_code == 403


async def test_a_price_is_changed_by_who_read_the_newest_version(company: Company, outbox: Any) -> None:
    product = await company.product("A", price="550.00")
    client, path = company.as_(company.admin), f"/products/{product}"
    assert (await client.patch(path, json={"price": "500.00"})).status_code == 428
    changed = await client.patch(path, json={"price": "500.00"}, headers={"if-match": '"1"'})
    assert (changed.json()["price"]["amount"], changed.json()["version"]) == ("500.00", 2)
    assert (await client.patch(path, json={"price": "1.00"}, headers={"if-match": '"1"'})).status_code == 412
    assert [str(event.price) for event in await outbox(ProductChanged)] == ["550.00 CNY", "500.00 CNY"]
    assert [event.version for event in await outbox(ProductChanged)] == [1, 2]


async def test_products_are_listed_by_code_page_by_page(company: Company) -> None:
    for code in ("B-1", "A-1", "C_1"):
        await company.product(code)
    page = await company.ok(company.seller, "GET", "/products?limit=2")
    assert [p["code"] for p in page["items"]] == ["A-1", "B-1"]
    rest = await company.ok(company.seller, "GET", f"/products?limit=2&cursor={page['next']}")
    assert ([p["code"] for p in rest["items"]], rest["next"]) == (["C_1"], None)
    found = await company.ok(company.seller, "GET", "/products?q=c_")
    assert [p["code"] for p in found["items"]] == ["C_1"]


async def test_each_sees_his_own_orders(company: Company, placed: Any) -> None:
    everybody = (company.seller, company.manager, company.admin, company.shipper, company.process, an_actor("finance"))
    for who in everybody:
        assert [o["id"] for o in (await company.ok(who, "GET", "/orders"))["items"]] == [placed["id"]]
        assert (await company.ok(who, "GET", f"/orders/{placed['id']}"))["id"] == placed["id"]
    for who in (company.stranger, an_actor("order_admin", legal_entities=("CS-US",))):
        assert (await company.ok(who, "GET", "/orders"))["items"] == []
        assert (await company.ok(who, "GET", "/orders/counts")) == []
        for path in (f"/orders/{placed['id']}", f"/orders/{placed['id']}/shipments"):
            assert (await company.as_(who).get(path)).status_code == 404
    assert (await company.house.api.anybody.get("/orders")).status_code == 401


async def test_orders_are_counted_and_filtered_without_a_query_per_row(company: Company, house: House) -> None:
    cable = await company.product("CABLE", on_hand=99)
    contract = await company.contract((cable, 50, "10.10"))
    orders = [await company.order(contract.contract_id, (cable, n)) for n in range(1, 8)]
    await company.stands(orders[0], "confirm", "reserve")
    await company.stands(orders[1], "confirm")
    counts = await company.ok(company.manager, "GET", "/orders/counts")
    assert {row["status"]: (row["count"], row["total"]["amount"]) for row in counts} == {
        "CONFIRMED": (1, "20.20"), "PLACED": (5, "252.50"), "RESERVED": (1, "10.10")
    }  # fmt: skip
    placed = await company.ok(company.seller, "GET", "/orders?status=PLACED&open=true")
    assert [o["id"] for o in placed["items"]] == [o["id"] for o in reversed(orders[2:])]
    assert (await company.ok(company.seller, "GET", "/orders?open=false"))["items"] == []
    by = f"customer_id={contract.customer_id}&contract_id={contract.contract_id}"
    statements: list[str] = []
    event.listen(house.database.engine.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    page = await company.ok(company.seller, "GET", f"/orders?{by}&limit=5")
    assert (len(page["items"]), len(statements)) == (5, 2)
    rest = await company.ok(company.seller, "GET", f"/orders?{by}&limit=5&cursor={page['next']}")
    assert [o["id"] for o in page["items"] + rest["items"]] == [o["id"] for o in reversed(orders)]
