"""Is an invoice made out to a title of the customer's book, as it stood when it was requested?"""

import asyncio
from typing import Any

import pytest

from tests.services.collections.conftest import Company, wrong_of

CODE = "91110000600037341L"
FULL = {
    "name": "示例公司（北京）", "kind": "SPECIAL", "tax_id": CODE, "registered_address": "北京市海淀区一号",
    "registered_phone": "010-12345678", "bank_name": "工商银行", "bank_account": "0200 0000", "mail_to": "上海市二号",
    "email": "fapiao@example.com",
}  # fmt: skip


async def added(company: Company, customer: Any, **title: Any) -> Any:
    return await company.post(company.li, "/invoice-titles", customer_id=str(customer), **FULL | title)


async def book(company: Company, order: dict[str, Any]) -> Any:
    return await company.get(company.finance, "/invoice-titles", customer_id=order["customer_id"])


async def requested(company: Company, order: dict[str, Any], amount: str = "10.00", **more: Any) -> Any:
    money = {"amount": amount, "currency": "CNY"}
    return await company.send(company.li, "/invoices", order_id=str(order["order_id"]), amount=money, **more)


async def test_feature_129_the_chosen_title_is_kept_as_it_stood(company: Company) -> None:
    order = await company.sold("100.00")
    title = await added(company, order["customer_id"])
    assert title["is_default"], "the first of a customer"
    invoice = (await requested(company, order, title_id=title["id"])).json()
    assert {name: invoice[name] for name in FULL if name != "name"} == {k: v for k, v in FULL.items() if k != "name"}
    assert (invoice["title"], invoice["title_id"]) == (FULL["name"], title["id"])
    changed = await company.as_(company.li).patch(
        f"/invoice-titles/{title['id']}", json=FULL | {"name": "另一家", "kind": "GENERAL"}, headers={"if-match": '"1"'}
    )
    assert (changed.status_code, changed.json()["name"], changed.json()["is_default"]) == (200, "另一家", True)
    assert await company.get(company.finance, f"/invoices/{invoice['id']}") == invoice
    removed = await company.post(company.li, f"/invoice-titles/{title['id']}/remove")
    assert removed["version"] == 3
    assert await company.get(company.finance, f"/invoices/{invoice['id']}") == invoice
    assert await book(company, order) == []


async def test_feature_129_a_special_invoice_without_a_title_is_refused_by_the_name_of_the_field(
    company: Company,
) -> None:
    order = await company.sold("100.00")
    for more in ({}, {"title": "随便", "tax_id": CODE}):
        answer = await requested(company, order, kind="SPECIAL", **more)
        assert (answer.status_code, *wrong_of(answer)) == (422, "COL-103", "title_id")
    general = await added(company, order["customer_id"], kind="GENERAL", tax_id="")
    answer = await requested(company, order, kind="SPECIAL", title_id=general["id"])
    assert (answer.status_code, *wrong_of(answer)) == (422, "COL-101", "title_id")
    assert (await company.account(order))["requested"]["amount"] == "0.00"


async def test_feature_129_without_a_choice_it_is_the_default_else_the_customer(company: Company) -> None:
    order = await company.sold("100.00")
    assert (await requested(company, order)).json()["title"] == "示例公司"
    first = await added(company, order["customer_id"])
    second = await added(company, order["customer_id"], name="第二", kind="GENERAL", is_default=True)
    assert [(one["name"], one["is_default"]) for one in await book(company, order)] == [
        ("第二", True), (FULL["name"], False)
    ]  # fmt: skip
    by_default = (await requested(company, order)).json()
    assert (by_default["title"], by_default["kind"], by_default["title_id"]) == ("第二", "GENERAL", second["id"])
    own = (await requested(company, order, title="没有在册")).json()
    assert (own["title"], own["title_id"], own["kind"]) == ("没有在册", None, "GENERAL")
    await company.post(company.li, f"/invoice-titles/{second['id']}/remove")
    assert [(one["id"], one["is_default"]) for one in await book(company, order)] == [(first["id"], True)]


async def test_col_104_a_removed_title_is_not_chosen_and_that_of_another_customer_is_not_there(
    company: Company,
) -> None:
    order, elsewhere = await company.sold("100.00"), await company.sold("100.00")
    title, foreign = await added(company, order["customer_id"]), await added(company, elsewhere["customer_id"])
    await company.post(company.li, f"/invoice-titles/{title['id']}/remove")
    answer = await requested(company, order, title_id=title["id"])
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-104")
    assert (await requested(company, order, title_id=foreign["id"])).status_code == 404


async def test_two_defaults_at_once_leave_one_and_a_stale_change_is_refused(company: Company) -> None:
    order = await company.sold("100.00")
    many = [added(company, order["customer_id"], name=f"第{n}", is_default=True) for n in range(4)]
    made = await asyncio.gather(*many)
    assert [one["is_default"] for one in await book(company, order)] == [True, False, False, False]
    path, same = f"/invoice-titles/{made[0]['id']}", FULL | {"is_default": True}
    first = await company.as_(company.li).patch(path, json=same, headers={"if-match": '"1"'})
    stale = await company.as_(company.li).patch(path, json=same, headers={"if-match": '"1"'})
    assert (first.status_code, stale.status_code) == (200, 412)


async def test_the_same_id_is_the_same_title(company: Company) -> None:
    order = await company.sold("100.00")
    id = "018f0000-0000-7000-8000-000000000001"
    twice = [await added(company, order["customer_id"], id=id) for _ in range(2)]
    assert twice[0] == twice[1]
    for _ in range(2):
        assert (await company.post(company.li, f"/invoice-titles/{id}/remove"))["version"] == 2


@pytest.mark.parametrize(
    ("more", "rule", "field"),
    [
        ({"tax_id": "91110000600037341A"}, "COL-100", "tax_id"),
        ({"tax_id": ""}, "COL-101", "tax_id"),
        ({"email": "nobody"}, "COL-102", "email"),
    ],
)
async def test_feature_129_a_wrong_title_names_its_field(
    company: Company, more: dict[str, str], rule: str, field: str
) -> None:
    order = await company.sold("100.00")
    body = {"customer_id": str(order["customer_id"]), **FULL, **more}
    answer = await company.send(company.li, "/invoice-titles", **body)
    assert (answer.status_code, *wrong_of(answer)) == (422, rule, field)
    assert answer.json()["errors"][0]["value"] == more[field]


async def test_feature_129_the_book_of_anothers_customer_is_not_there(company: Company) -> None:
    order = await company.sold("100.00")
    title = await added(company, order["customer_id"])
    for actor in (company.other, company.foreign):
        seen = await company.as_(actor).get("/invoice-titles", params={"customer_id": str(order["customer_id"])})
        assert seen.status_code == 404
        assert (await company.send(actor, "/invoice-titles", customer_id=str(order["customer_id"]), **FULL)).is_error
        assert (await company.send(actor, f"/invoice-titles/{title['id']}/remove")).status_code == 404
        patched = await company.as_(actor).patch(
            f"/invoice-titles/{title['id']}", json=FULL, headers={"if-match": '"1"'}
        )
        assert patched.status_code == 404
    assert len(await book(company, order)) == 1
