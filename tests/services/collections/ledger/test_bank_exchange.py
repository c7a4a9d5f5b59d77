"""Is money on a statement suggested for debts in another currency, at a rate that is said? (features 198 and 215)"""

from tests.services.collections.bank_files import brought, entries, looked_at, rows
from tests.services.collections.conftest import Company
from tests.services.collections.ledger.test_exchange import money, rated, sold


async def test_yuan_on_a_statement_are_suggested_for_a_debt_in_euro_and_accepted_with_one_click(
    company: Company,
) -> None:
    await rated(company, ("2026-02-28", "EUR", "CNY", "7.8"))
    order = await sold(company, "100.00", "EUR")
    await brought(company, rows(f"2026-03-01,780.00,示例公司,{order['number']},B-9"))
    await looked_at(company)
    entry = (await entries(company, status="OPEN"))[0]
    best = entry["suggestions"][0]
    assert [part["amount"] for part in best["parts"]] == [money("100.00", "EUR")]
    assert best["exchange"] == {
        "currency": "EUR", "rate": "7.8", "rate_of": "EUR", "rate_on": "2026-02-28", "source": "central bank",
    }  # fmt: skip
    assert "780.00 CNY is 100.00 EUR at 1 EUR = 7.8 CNY of 2026-02-28 (central bank)" in [
        reason["text"] for reason in best["reasons"]
    ]
    parts = [{"receivable_id": part["receivable_id"], "amount": part["amount"]["amount"]} for part in best["parts"]]
    body = {"customer_id": best["customer_id"], "exchange": best["exchange"], "allocations": parts}
    done = await company.post(company.finance_too, f"/bank-entries/{entry['id']}/accept", **body)
    assert (done["status"], done["payment_status"]) == ("MATCHED", "CONFIRMED")
    assert (await company.account(order))["settled"]
    reopened = await company.send(company.finance, f"/bank-entries/{entry['id']}/reopen", reason="not theirs")
    assert reopened.status_code == 200, reopened.text
    assert not (await company.account(order))["settled"]


async def test_money_that_names_nobody_is_not_suggested_for_another_currency(company: Company) -> None:
    await rated(company, ("2026-03-01", "EUR", "CNY", "7.8"))
    await sold(company, "100.00", "EUR")
    await brought(company, rows("2026-03-01,780.00,,,B-9"))
    await looked_at(company)
    assert (await entries(company, status="OPEN"))[0]["suggestions"] == []
