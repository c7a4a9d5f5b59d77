"""Is a customer found by what somebody types?"""

import pytest

from chassis.auth.identity import Actor
from tests.services.deals.conftest import Company

MING = {"name": "曾小明", "phones": ["138 0013 8000"], "emails": ["ming@example.com"]}


async def _found(company: Company, actor: Actor, q: str) -> list[str]:
    answer = await company.as_(actor).get("/customers", params={"q": q})
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


@pytest.mark.parametrize(
    "sought",
    [
        pytest.param("蓝天科技", id="a part of the name"),
        pytest.param("藍天科技股份有限公司", id="the name in another form"),
        pytest.param("ltkj", id="the letters of its pinyin"),
        pytest.param("91310000MA1FL0000N", id="the tax id"),
        pytest.param("曾小明", id="somebody's name"),
        pytest.param("zxm", id="his letters"),
        pytest.param("13800138000", id="his phone"),
        pytest.param("+86 138-0013-8000", id="his phone in another form"),
        pytest.param("8000", id="the end of his phone"),
        pytest.param("ming@", id="his address"),
    ],
)
async def test_a_customer_is_found_by_who_looks_after_it(company: Company, sought: str) -> None:
    blue = await company.customer("上海蓝天科技有限公司", tax_id="91310000MA1FL0000N")
    await company.ok(company.seller, "POST", f"/customers/{blue['id']}/contact-persons", MING)
    await company.customer("北京绿地集团有限公司")
    assert await _found(company, company.seller, sought) == [blue["id"]]


async def test_dea_84_who_may_not_see_its_people_finds_no_customer_by_a_part_of_them(company: Company) -> None:
    blue = await company.customer("上海蓝天科技有限公司")
    path = f"/customers/{blue['id']}/contact-persons"
    ming = await company.ok(company.seller, "POST", path, MING)
    for part in ("曾小明", "zxm", "8000", "ming@"):
        assert await _found(company, company.rival, part) == [], part
        assert await _found(company, company.admin, part) == [blue["id"]], part
    for whole in ("13800138000", "ltkj"):
        assert await _found(company, company.rival, whole) == [blue["id"]], whole
    await company.ok(company.seller, "POST", f"{path}/{ming['id']}/remove")
    assert await _found(company, company.seller, "13800138000") == []


async def test_a_renamed_customer_is_found_by_its_new_name(company: Company) -> None:
    row = await company.customer("上海蓝天科技有限公司")
    headers = {"if-match": f'"{row["version"]}"'}
    await company.ok(company.seller, "PATCH", f"/customers/{row['id']}", {"name": "重庆重工集团"}, headers=headers)
    assert await _found(company, company.seller, "cqzg") == [row["id"]]
    assert await _found(company, company.seller, "ltkj") == []
