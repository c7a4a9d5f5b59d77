"""Is it told how many entries of a statement are nobody's yet, and is a returned transfer shown with its original?"""

import asyncio
from typing import Any

import pytest

from messages.collections.bank import BankStatementCleared, BankStatementLeftOpen
from tests.services.collections.bank_files import brought, entries, one_entry, rows
from tests.services.collections.conftest import Company
from tests.services.collections.test_bank import accept
from tests.services.statement_log import statements


async def set_aside(company: Company, entry: Any) -> Any:
    return await company.post(company.finance_too, f"/bank-entries/{entry['id']}/set-aside", reason="手续费")


async def told(outbox: Any) -> list[tuple[int, int, str]]:
    """In the order of the versions: version, entries left, what came of them."""
    found = [(one.version, one.open_entries, str(one.amount)) for one in await outbox(BankStatementLeftOpen)]
    return sorted(found + [(one.version, 0, "") for one in await outbox(BankStatementCleared)])


async def test_feature_198_what_of_a_statement_is_nobodys_is_told_after_each_decision(
    company: Company, outbox: Any
) -> None:
    order = await company.sold("100.00")
    content = rows("2026-03-01,100.00,甲,x,1", "2026-03-01,50.00,乙,y,2", "2026-03-01,-3.00,银行,手续费,3")
    await brought(company, content)
    await brought(company, content)  # the same file again brings nothing, and says nothing
    assert await told(outbox) == [(2, 3, "150.00 CNY")]
    money, other, fee = sorted(await entries(company), key=lambda one: -float(one["amount"]["amount"]))
    paid = await accept(company, money, customer_id=str(order["customer_id"]))
    await set_aside(company, fee)
    await set_aside(company, other)
    await set_aside(company, other)  # again changes nothing
    assert await told(outbox) == [(2, 3, "150.00 CNY"), (3, 2, "50.00 CNY"), (4, 1, "50.00 CNY"), (5, 0, "")]
    await company.post(company.finance, f"/bank-entries/{paid['id']}/reopen", reason="认错了")
    assert (await told(outbox))[-1] == (6, 1, "100.00 CNY")
    [left] = [one for one in await outbox(BankStatementLeftOpen) if one.version == 6]
    assert (left.number, left.account, left.legal_entity_id) == ("a.csv", "6222 0001", "CS-CN")


async def test_feature_198_of_two_who_decide_about_the_last_entries_at_once_one_clears_the_statement(
    company: Company, outbox: Any
) -> None:
    await brought(company, rows(*(f"2026-03-01,{n}.00,甲,x,{n}" for n in range(1, 7))))
    await asyncio.gather(*(set_aside(company, one) for one in await entries(company)))
    assert [left for _, left, _ in await told(outbox)] == [6, 5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        pytest.param("2026-03-05,-80.00,李四,退汇,R-100", ["bank.why.same_reference"], id="its reference"),
        pytest.param("2026-03-05,-80.00,李四,return of R-100,9", ["bank.why.same_reference"], id="in the text"),
        pytest.param("2026-03-05,-80.00,张三贸易,x,9", ["bank.why.same_payer"], id="its payer"),
        pytest.param("2026-03-05,-80.01,张三贸易,退汇,R-100", None, id="another amount"),
        pytest.param("2026-03-05,-80.00,李四,x,9", None, id="nothing in common"),
        pytest.param("2026-02-27,-80.00,张三贸易,退汇,R-100", None, id="before it"),
        pytest.param("2027-05-05,-80.00,张三贸易,退汇,R-100", None, id="more than 400 days later"),
    ],
)
async def test_col_120_a_returned_transfer_is_shown_with_its_original(
    company: Company, line: str, reasons: list[str] | None
) -> None:
    order = await company.sold("80.00")
    first = await one_entry(company, "80.00", text="货款", payer="张三贸易", reference="R-100")
    paid = await accept(company, first, customer_id=str(order["customer_id"]))
    await brought(company, rows(line))
    back = next(one for one in await entries(company) if one["amount"]["amount"].startswith("-"))
    shown = await company.get(company.finance, f"/bank-entries/{back['id']}")
    assert shown["original"] == back["original"]
    if reasons is None:
        assert shown["original"] is None
        return
    original = shown["original"]
    assert [one["code"] for one in original["reasons"]] == reasons
    assert (original["id"], original["payment_id"]) == (first["id"], paid["payment_id"])
    assert (original["amount"]["amount"], original["payment_status"]) == ("80.00", "CONFIRMED")
    assert all(one["text"] for one in original["reasons"])


async def test_col_120_money_that_came_is_taken_for_no_return_without_a_word_of_it(company: Company) -> None:
    await brought(company, rows("2026-03-01,-80.00,张三贸易,退款给客户,R-1"))
    await brought(company, rows("2026-03-05,80.00,张三贸易,货款,9"))
    assert next(one for one in await entries(company, came=True))["original"] is None
    await brought(company, rows("2026-03-06,80.00,张三贸易,退汇,8"))
    latest = next(one for one in await entries(company, came=True) if one["remittance"] == "退汇")
    assert latest["original"]["amount"]["amount"] == "-80.00"


async def test_col_120_originals_cost_one_statement_for_all_entries(company: Company, harness: Any) -> None:
    costs = []
    for n in (2, 8):
        lines = [f"2026-03-0{n},{sign}{n}{i}.00,甲{i},x,{n}{i}" for i in range(n) for sign in ("", "-")]
        await brought(company, rows(*lines))
        with statements(harness) as said:
            found = await entries(company, came=False)
        assert all(one["original"] for one in found)
        costs.append(len(said))
    assert costs[0] == costs[1], costs
