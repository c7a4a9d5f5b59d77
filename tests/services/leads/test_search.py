"""Is a lead found by what somebody types?"""

from collections.abc import Sequence
from typing import Any

import pytest

from chassis.auth.identity import Actor
from tests.services.leads.conftest import Company

BLUE = {"company": "上海蓝天科技有限公司", "contact": "曾小明", "phone": "138 0013 8000", "email": "ming@example.com"}


async def _found(company: Company, actor: Actor, q: str) -> Sequence[str]:
    return [lead["id"] for lead in (await company.get(actor, "/leads", q=q))["items"]]


@pytest.mark.parametrize(
    "sought",
    [
        pytest.param("蓝天科技", id="a part of the company"),
        pytest.param("藍天科技股份有限公司", id="the company in another form"),
        pytest.param("ltkj", id="the letters of its pinyin"),
        pytest.param("SHLTKJ", id="in any case"),
        pytest.param("曾小明", id="the contact"),
        pytest.param("zxm", id="the contact's letters"),
        pytest.param("13800138000", id="the phone"),
        pytest.param("+86 138-0013-8000", id="the phone in another form"),
        pytest.param("8000", id="the end of the phone"),
        pytest.param("ming@", id="the address"),
        pytest.param("crm-77", id="the other system's number"),
        pytest.param("蓝天 小明", id="words of both"),
    ],
)
async def test_a_lead_is_found_by_its_owner(company: Company, sought: str) -> None:
    await company.pool()
    await company.hire(company.wang)
    blue = await company.owned(company.wang, external_id="CRM-77", **BLUE)
    await company.owned(company.wang, company="北京绿地集团有限公司", contact="李雷", phone="13900139001")
    assert await _found(company, company.wang, sought) == [blue["id"]]
    assert await _found(company, company.wang, blue["number"].lower()) == [blue["id"]]


async def test_lea_190_who_may_not_read_a_person_finds_nothing_by_a_part_of_him(company: Company) -> None:
    await company.pool()
    await company.hire(company.wang, company.li)
    lead = await company.lead(**BLUE)
    for actor, known in ((company.wang, False), (company.boss, False), (company.ops, True)):
        for part in ("曾小明", "zxm", "8000", "1380013800", "ming@", "蓝天 小明"):
            assert await _found(company, actor, part) == ([lead["id"]] if known else []), (actor.name, part)
        for whole in ("13800138000", "+8613800138000", "ltkj", "蓝天"):
            assert await _found(company, actor, whole) == [lead["id"]], (actor.name, whole)
    await company.post(company.wang, f"/leads/{lead['id']}/claim")
    assert await _found(company, company.wang, "8000") == [lead["id"]]
    assert await _found(company, company.li, "13800138000") == []  # what he does not see is not found


async def test_a_corrected_lead_is_found_by_what_it_says_now(company: Company) -> None:
    await company.pool()
    await company.hire(company.wang)
    lead = await company.owned(company.wang, **BLUE)
    body: dict[str, Any] = {"company": "重庆重工有限公司", "contact": "韩梅梅"}
    answer = await company.api.as_(company.wang).patch(
        f"/leads/{lead['id']}", json=body, headers={"if-match": f'"{lead["version"]}"'}
    )
    assert answer.status_code == 200, answer.text
    for sought, found in (("cqzg", 1), ("hmm", 1), ("重工", 1), ("8000", 1), ("ltkj", 0), ("曾小明", 0)):
        assert len(await _found(company, company.wang, sought)) == found, sought
