"""Is a customer recorded once, found by everybody, and taken in from a file?"""

import asyncio
from typing import Any

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness, an_actor, assert_migrated
from messages.deals.customers import CustomerAdded, CustomerChanged
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements


async def test_the_migrations_make_the_tables_of_the_code(harness: ServiceHarness) -> None:
    await assert_migrated(harness)


async def test_a_customer_is_recorded_and_published_once(company: Company, outbox: Any) -> None:
    id = str(new_id())
    first = await company.customer(id=id, tax_id="91310000 ab12")
    again = await company.customer(id=id, tax_id="91310000 ab12")
    assert again == first
    assert (first["tax_id"], first["owner_id"], first["version"]) == ("91310000AB12", str(company.seller.id), 1)
    assert first["number"].startswith("CU-")
    assert [str(event.customer_id) for event in await outbox(CustomerAdded)] == [id]
    assert await company.ok(company.rival, "GET", f"/customers/{id}") == first
    found = await company.ok(company.rival, "GET", "/customers", params={"q": "东方机电"})
    assert [row["id"] for row in found["items"]] == [id]


async def test_an_idempotency_key_gives_the_first_customer_again(company: Company) -> None:
    async def add() -> Any:
        return await company.ok(
            company.seller, "POST", "/customers", {"name": "Keyed"}, headers={"idempotency-key": "k1"}
        )

    assert await add() == await add()


@pytest.mark.parametrize("name", ["ＡＣＭＥ  corp.", "Acme Inc", "acme"])
async def test_dea_1_a_name_stands_once_however_written(company: Company, name: str) -> None:
    first = await company.customer("Acme Ltd.")
    no = await company.refused("DEA-1", company.rival, "/customers", {"name": name})
    assert no["params"]["number"] == first["number"]


async def test_dea_2_a_tax_id_names_one_customer(company: Company) -> None:
    await company.customer("One", tax_id="91-A")
    await company.refused("DEA-2", company.seller, "/customers", {"name": "Two", "tax_id": "91-a"})


async def test_many_who_record_one_name_at_once_make_one_customer(company: Company) -> None:
    answers = await asyncio.gather(
        *[company.as_(company.seller).post("/customers", json={"name": "竞争 Co"}) for _ in range(8)]
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


async def test_another_legal_entity_keeps_its_own_customers(company: Company) -> None:
    first = await company.customer("Shared Name")
    other = an_actor("sales", legal_entities=("CS-US",))
    second = await company.ok(other, "POST", "/customers", {"name": "Shared Name"})
    assert second["id"] != first["id"]
    assert await company.status(other, "GET", f"/customers/{first['id']}") == 404
    await company.refused("DEA-25", other, "/customers", {"name": "Elsewhere", "legal_entity_id": "CS-CN"})


async def test_rows_of_a_file_are_taken_in_once_with_parents_found_later(company: Company, outbox: Any) -> None:
    rows = [
        {"line": 2, "name": "Child Inc", "parent_name": "Parent", "revenue_millions": "1100.04"},
        {"line": 3, "name": "Parent"},
        {"line": 4, "name": "parent ltd"},
        {"line": 5, "name": "Own Parent", "parent_name": "own parent"},
        {"line": 6, "name": "", "founded": "soon"},
        {"line": 7, "name": "Extra", "extra": {"colour": "red"}},
        {"line": 8, "name": "Orphan", "parent_name": "Comes Later"},
    ]
    batch = {"rows": rows, "source": "accounts.csv"}
    report = await company.ok(company.admin, "POST", "/customers/import", batch)
    assert [row["outcome"] for row in report["rows"]] == [
        "accepted", "accepted", "duplicate", "invalid", "invalid", "invalid", "accepted"
    ]  # fmt: skip
    assert [error["rule"] for row in report["rows"][3:4] for error in row["errors"]] == ["DEA-27"]
    child, parent, twin = (row["id"] for row in report["rows"][:3])
    assert twin == parent
    assert (await company.ok(company.seller, "GET", f"/customers/{child}"))["parent_id"] == parent
    later = await company.customer("Comes Later")
    orphan = await company.ok(company.seller, "GET", f"/customers/{report['rows'][6]['id']}")
    assert orphan["parent_id"] == later["id"]
    again = await company.ok(company.admin, "POST", "/customers/import", batch)
    assert (again["accepted"], again["duplicate"], again["invalid"]) == (0, 4, 3)
    assert len(await outbox(CustomerAdded)) == 4


async def test_five_hundred_customers_cost_as_many_statements_as_one(company: Company) -> None:
    rows = [{"line": n, "name": f"Firm {n}", "parent_name": f"Firm {n // 2}x"} for n in range(500)]
    with statements(company.harness) as for_one:
        await company.ok(company.admin, "POST", "/customers/import", {"rows": rows[:1], "source": "one"})
    with statements(company.harness) as for_many:
        report = await company.ok(company.admin, "POST", "/customers/import", {"rows": rows, "source": "many"})
    assert report["accepted"] == 499
    assert len(for_many) <= len(for_one) <= 11
    page = await company.ok(company.seller, "GET", "/customers", params={"limit": 100})
    seen = {row["id"] for row in page["items"]}
    following = await company.ok(company.seller, "GET", "/customers", params={"limit": 100, "cursor": page["next"]})
    assert not seen & {row["id"] for row in following["items"]}


async def test_rows_are_linked_to_parents_by_their_ids_and_only_where_there_is_one(company: Company) -> None:
    """On a fresh stack the join by names had no statistics: a batch without any parent took longer than is allowed."""
    alone = [{"line": n, "name": f"Alone {n}"} for n in range(500)]
    with statements(company.harness) as said:
        await company.ok(company.admin, "POST", "/customers/import", {"rows": alone, "source": "alone"})
    assert not [one for one in said if one.startswith("UPDATE customer ")]
    family = [{"line": n, "name": f"Child {n}", "parent_name": f"Alone {n}"} for n in range(3)]
    with statements(company.harness) as said:
        await company.ok(company.admin, "POST", "/customers/import", {"rows": family, "source": "family"})
    (update,) = [one for one in said if one.startswith("UPDATE customer ")]
    assert "id = pair.child" in update
    assert "name_key" not in update


async def test_custom_fields_keep_to_their_template(company: Company) -> None:
    await company.refused("SYS-4", company.seller, "/customers", {"name": "A", "extra": {"grade": "A"}})
    fields = [{"name": "grade", "kind": "choice", "choices": ["A", "B"]}]
    await company.ok(company.admin, "PUT", "/customers/fields", {"fields": fields})
    kept = await company.ok(company.seller, "POST", "/customers", {"name": "A", "extra": {"grade": "A"}})
    assert kept["extra"] == {"grade": "A"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"name": "a\u0000b"}, id="NUL"),
        pytest.param({"name": ""}, id="no name"),
        pytest.param({"name": "x", "owner_id": str(new_id())}, id="a field that is not to be set"),
        pytest.param({"name": "x" * 201}, id="too long"),
        pytest.param({"name": "x", "employees": 10**12}, id="too many employees"),
        pytest.param({"name": "x", "revenue_millions": "1.005"}, id="three decimals"),
    ],
)
async def test_malformed_customers_are_named_not_kept(company: Company, body: dict[str, Any]) -> None:
    answer = await company.as_(company.seller).post("/customers", json=body)
    assert answer.status_code == 422, answer.text


async def test_lone_surrogates_are_malformed(company: Company) -> None:
    body = b'{"name": "a\\ud800b"}'
    answer = await company.as_(company.seller).post(
        "/customers", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422


async def test_a_customer_is_corrected_by_its_owner_and_the_change_published(company: Company, outbox: Any) -> None:
    await company.customer("Other", tax_id="91-B")
    row = await company.customer("Acme")
    path = f"/customers/{row['id']}"
    tag = {"headers": {"if-match": "1"}}
    assert await company.status(company.seller, "PATCH", path, {"region": "West"}) == 428
    assert await company.status(company.rival, "PATCH", path, {"region": "West"}, **tag) == 403
    for rule, change in (("DEA-1", {"name": "other inc"}), ("DEA-2", {"tax_id": "91-b"})):
        answer = await company.as_(company.seller).patch(path, json=change, **tag)
        assert (answer.status_code, answer.json()["rule"]) == (409, rule)
    changed = await company.ok(company.seller, "PATCH", path, {"name": "ACME 有限公司", "region": "West"}, **tag)
    assert (changed["name"], changed["region"], changed["version"]) == ("ACME 有限公司", "West", 2)
    assert await company.status(company.manager, "PATCH", path, {"region": "East"}, **tag) == 412
    assert [(event.name, event.region) for event in await outbox(CustomerChanged)] == [("ACME 有限公司", "West")]


async def test_the_shipper_records_no_customers(company: Company) -> None:
    shipper = an_actor("shipper")
    assert await company.status(shipper, "POST", "/customers", {"name": "x"}) == 403
    assert (await company.harness.api.anybody.get("/customers")).status_code == 401
