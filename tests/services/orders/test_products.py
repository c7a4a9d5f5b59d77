"""Are products imported once, and do lists show each person his own?"""

from typing import Any

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.errors import RuleViolation
from messages.orders.products import ProductChanged
from services.orders.domain.products import entity_of_product
from tests.services.orders.conftest import Company
from tests.services.statement_log import statements

ROW = {"name": "GTX", "series": "GTX", "price": "550.00", "currency": "USD"}


async def test_a_file_of_products_is_imported_once(company: Company, outbox: Any) -> None:
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
    assert nul.status_code == 422
    second = await company.ok(company.admin, "POST", "/products/import", {"rows": rows[:1], "source": "p.csv"})
    assert (second["accepted"], second["duplicate"]) == (0, 1)
    assert [event.code for event in await outbox(ProductChanged)] == ["A"]
    forbidden = await company.as_(company.seller).post("/products/import", json={"rows": [], "source": "p.csv"})
    assert forbidden.status_code == 403


async def test_five_hundred_rows_are_imported_with_few_statements(company: Company, harness: ServiceHarness) -> None:
    rows = [{"line": n, "code": f"P-{n:04d}", **ROW} for n in range(500)]
    with statements(harness) as said:
        report = await company.ok(company.admin, "POST", "/products/import", {"rows": rows, "source": "p.csv"})
    assert report["accepted"] == 500
    assert len(said) < 12, said


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
    assert (await company.harness.api.anybody.get("/orders")).status_code == 401


async def test_orders_are_counted_and_filtered_without_a_query_per_row(
    company: Company, harness: ServiceHarness
) -> None:
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
    with statements(harness) as said:
        page = await company.ok(company.seller, "GET", f"/orders?{by}&limit=5")
    assert (len(page["items"]), len(said)) == (5, 2)
    rest = await company.ok(company.seller, "GET", f"/orders?{by}&limit=5&cursor={page['next']}")
    assert [o["id"] for o in page["items"] + rest["items"]] == [o["id"] for o in reversed(orders)]


async def test_case_a1_feature_210_nobody_changes_the_product_of_another_legal_entity(company: Company) -> None:
    made = {"code": "CN-1", "name": "Ours", "price": "5.00", "currency": "CNY"}
    own = await company.ok(company.admin, "POST", "/products", made)
    assert own["legal_entity_id"] == "CS-CN"
    for role, method, path, body in (
        ("order_admin", "PATCH", "", {"price": "0.01"}), ("admin", "PATCH", "", {"name": "Mine"}),
        ("order_admin", "POST", "/stock", {"on_hand": 0}), ("shipper", "POST", "/stock", {"on_hand": 9}),
    ):  # fmt: skip
        foreign = company.as_(an_actor(role, legal_entities=("US",)))
        answer = await foreign.request(method, f"/products/{own['id']}{path}", json=body, headers={"if-match": "1"})
        assert answer.status_code == 403, answer.text
    assert await company.ok(company.admin, "GET", f"/products/{own['id']}") == own
    beyond = await company.as_(an_actor("order_admin", legal_entities=("US",))).post(
        "/products", json=made | {"code": "CN-2", "legal_entity_id": "CS-CN"}
    )
    assert (beyond.status_code, beyond.json()["rule"]) == (409, "ORD-53")


async def test_case_a1_products_are_brought_in_for_ones_own_legal_entities(company: Company) -> None:
    rows = [{"line": n, "code": f"P-{n}", "name": "x", "price": "5.00", "currency": "CNY", "legal_entity_id": entity}
            for n, entity in enumerate(("CS-CN", "US", None), 1)]  # fmt: skip
    foreign = company.as_(an_actor("order_admin", legal_entities=("US",)))
    report = (await foreign.post("/products/import", json={"rows": rows, "source": "list"})).json()
    assert [one["outcome"] for one in report["rows"]] == ["invalid", "accepted", "accepted"]
    assert report["rows"][0]["errors"][0]["rule"] == "ORD-53"
    wide = company.as_(an_actor("order_admin", legal_entities=("*",)))
    harness = (
        await wide.post("/products", json={k: v for k, v in rows[2].items() if k != "line"} | {"code": "H"})
    ).json()
    assert harness["legal_entity_id"] is None


@pytest.mark.parametrize(
    ("wanted", "own", "entity"),
    [("A", ["A", "B"], "A"), (None, ["A"], "A"), (None, ["*"], None), ("C", ["*"], "C")],
)
def test_ord_53_a_product_belongs_to_a_legal_entity_of_who_brings_it(
    wanted: str | None, own: list[str], entity: str | None
) -> None:
    assert entity_of_product(wanted, own) == entity


@pytest.mark.parametrize(("wanted", "own"), [("C", ["A"]), (None, ["A", "B"]), (None, []), ("*", ["A"])])
def test_ord_53_of_no_other(wanted: str | None, own: list[str]) -> None:
    with pytest.raises(RuleViolation, match="ORD-53"):
        entity_of_product(wanted, own)
