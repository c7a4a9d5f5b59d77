"""Is each entry of a statement kept once, and what cannot be kept told? (feature 198, case E7)"""

import asyncio

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from tests.services.collections.bank_files import FILES, brought, entries, rows, send_file
from tests.services.collections.conftest import Company

FIGURES = {
    "batch.camt053.xml": ({"account": None, "currency": None}, ["3000.00", "1410.25", "-88.40"]),
    "new_year.mt940.sta": ({"account": None, "currency": None}, ["742.10", "-742.10"]),
    "wallet_bill_gb18030.csv": ({"account": None, "currency": None}, ["1900.00", "88.80", "-45.60"]),
    "in_and_out_columns_with_sums.csv": ({"account": None, "currency": None}, ["8050.50", "8050.50", "-20.00"]),
    "debit_or_credit_gb18030.csv": ({"account": None}, ["2300.00", "-450.00", "18.75"]),
    "signed_without_account.csv": ({}, ["7700.00", "-15.00", "2.20", "2.20"]),
    "decimal_comma.csv": (
        {"account": None, "currency": "EUR"}, ["910.80", "-6.30", "6.30"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
async def test_feature_198_each_file_of_finance_is_kept_to_its_figures_and_twice_without_doubling(
    company: Company, name: str
) -> None:
    query, figures = FIGURES[name]
    content = (FILES / name).read_bytes()
    first = await brought(company, content, name=name, **query)
    assert (first["accepted"], first["duplicate"], first["invalid"]) == (len(figures), 0, 0)
    again = await brought(company, content, name=f"again-{name}", **query)
    assert (again["accepted"], again["duplicate"]) == (0, len(figures))
    kept = await entries(company, statement_id=first["id"])
    assert sorted(one["amount"]["amount"] for one in kept) == sorted(figures)
    assert len(await entries(company)) == len(figures)


async def test_case_e7_the_same_reference_twice_in_one_statement_is_two_entries(company: Company) -> None:
    twice = rows("2026-03-01,3.50,甲,尾款,NONREF", "2026-03-01,3.50,甲,尾款,NONREF")
    assert (await brought(company, twice))["accepted"] == 2
    more = rows("2026-03-01,3.50,甲,尾款,NONREF", "2026-03-01,3.50,甲,尾款,NONREF", "2026-03-01,3.50,甲,尾款,NONREF")
    report = await brought(company, more)
    assert (report["accepted"], report["duplicate"], report["duplicates"]) == (1, 2, [2, 3])
    assert sorted(one["occurrence"] for one in await entries(company)) == [1, 2, 3]


async def test_feature_198_two_who_bring_the_same_file_at_once_keep_each_entry_once(company: Company) -> None:
    content = rows(*(f"2026-03-01,{n}.00,甲,x,{n}" for n in range(1, 60)))
    reports = await asyncio.gather(
        *(brought(company, content, actor=one) for one in (company.finance, company.finance_too))
    )
    assert sum(report["accepted"] for report in reports) == 59
    assert sum(report["duplicate"] for report in reports) == 59


async def test_feature_198_the_same_request_again_tells_what_the_first_one_made(company: Company) -> None:
    content = rows("2026-03-01,1.00,甲,x,1")
    first, again = [await brought(company, content, key="same") for _ in range(2)]
    assert (again["id"], again["accepted"]) == (first["id"], 1)
    assert len(await entries(company)) == 1


async def test_feature_198_a_file_that_cannot_be_read_whole_is_refused_and_nothing_of_it_is_kept(
    company: Company, harness: ServiceHarness
) -> None:
    content = rows("2026-03-01,1.00,甲,x,1", "合计,9.00,,,")
    answer = await send_file(company, content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0] | {"detail": ""} == {
        "field": "total", "value": "9.00", "rule": "COL-81", "detail": "",
    }  # fmt: skip
    for missing in ("account", "currency"):
        refused = await send_file(company, rows("2026-03-01,1.00,甲,x,1"), **{missing: None})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, missing)
    async with harness.database.session() as session:
        counts = "SELECT (SELECT count(*) FROM bank_entries), (SELECT count(*) FROM bank_statements)"
        assert tuple((await session.execute(text(counts))).one()) == (0, 0)


async def test_feature_198_col_85_a_row_that_cannot_be_kept_is_told_with_line_column_value_and_rule(
    company: Company,
) -> None:
    report = await brought(company, rows("2026-03-01,1.00,甲,x,1", "2026-02-30,2.00,甲,x,2", "2026-03-01,3.00,甲,x,3"))
    assert (report["accepted"], report["invalid"]) == (2, 1)
    told = report["bad"][0]
    assert (told["line"], told["column"], told["value"], told["rule"]) == (3, "日期", "2026-02-30", "COL-85")
    assert told["text"]
    mended = await brought(company, rows("2026-03-01,1.00,甲,x,1", "2026-02-28,2.00,甲,x,2", "2026-03-01,3.00,甲,x,3"))
    assert (mended["accepted"], mended["duplicate"]) == (1, 2)


async def test_feature_198_col_93_a_day_that_is_known_from_another_kind_of_file_is_not_kept_twice(
    company: Company,
) -> None:
    await brought(company, (FILES / "new_year.mt940.sta").read_bytes(), account=None, currency=None)
    same = rows("2024-12-31,742.10,MUSTER HANDEL AG,x,N-4", "2025-01-06,1.00,甲,x,1")
    report = await brought(company, same, account="NL91ABNA0417164300", currency="EUR")
    assert (report["accepted"], report["invalid"], report["bad"][0]["rule"]) == (1, 1, "COL-93")


async def test_feature_198_a_preview_keeps_nothing_and_says_what_is_known(company: Company) -> None:
    await brought(company, rows("2026-03-01,1.00,甲,x,1"))
    answer = await send_file(
        company, rows("2026-03-01,1.00,甲,x,1", "2026-03-02,2.00,乙,y,2"), path="/bank-statements/import/preview"
    )
    report = answer.json()
    assert (report["id"], report["accepted"], report["duplicate"]) == (None, 1, 1)
    assert [(one["line"], one["is_known"]) for one in report["entries"]] == [(2, True), (3, False)]
    assert len(await entries(company)) == 1


async def test_feature_198_statements_are_read_and_brought_by_finance_of_the_legal_entity_only(
    company: Company,
) -> None:
    await brought(company, rows("2026-03-01,1.00,甲,x,1"))
    assert await entries(company, actor=company.foreign) == []
    assert (
        await send_file(company, rows("2026-03-01,2.00,甲,x,2"), actor=company.foreign, legal_entity_id="CS-CN")
    ).status_code == 403
    assert (await send_file(company, rows("2026-03-01,2.00,甲,x,2"), actor=company.li)).status_code == 403
    assert (await company.as_(company.li).get("/bank-entries")).status_code == 403
    one = (await entries(company))[0]
    assert (await company.as_(company.foreign).get(f"/bank-entries/{one['id']}")).status_code == 404
