"""Is an invoice, its request and a statement of account printed with all that it says, and the same each time?"""

import asyncio
import importlib
import threading
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from chassis.records import documents
from chassis.testing.plugin import ServiceHarness
from services.collections.domain.statements import MOST_PRINTED
from services.collections.settings import InvoiceSeller
from services.collections.use_cases.invoices.print_invoice import TEMPLATE
from tests.services.collections.conftest import Company, cny
from tests.services.collections.invoices.test_lines import ordered
from tests.services.collections.invoices.test_titles import CODE, FULL

PRINTING = importlib.import_module("services.collections.use_cases.ledger.print_statement")
PERIOD = {"currency": "CNY", "first_on": "2026-03-01", "last_on": "2026-03-31"}


def text_of(pdf: bytes) -> str:
    """As somebody copies it, without the blanks."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def printed(company: Company, path: str, **query: Any) -> httpx.Response:
    answer = await company.as_(company.li).get(path, params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    return answer


async def special(company: Company, **more: Any) -> Any:
    order = await ordered(company)
    title = await company.post(company.li, "/invoice-titles", customer_id=str(order["customer_id"]), **FULL | more)
    return await company.post(company.li, "/invoices", order_id=str(order["order_id"]), title_id=title["id"])


async def test_feature_130_a_request_is_printed_in_chinese_and_the_same_is_the_same_bytes(company: Company) -> None:
    invoice = await special(company)
    first = await printed(company, f"/invoices/{invoice['id']}/pdf", lang="zh")
    assert first.headers["content-disposition"] == f"attachment; filename*=UTF-8''{invoice['number']}.pdf"
    said = text_of(first.content)
    for words in (
        "开票申请单",
        "增值税专用发票",
        FULL["name"],
        CODE,
        "工商银行",
        "GW-1电缆",
        "运费",
        "1,130.00",
        "13%",
    ):
        assert words in said, words
    assert "壹仟贰佰伍拾元整" in said
    assert "〓" not in said
    again = await asyncio.gather(*[printed(company, f"/invoices/{invoice['id']}/pdf", lang="zh") for _ in range(6)])
    assert {one.content for one in again} == {first.content}, "whichever thread printed it"
    english = await printed(company, f"/invoices/{invoice['id']}/pdf", lang="en")
    assert "Invoicerequest" in text_of(english.content)


async def test_feature_130_an_issued_invoice_bears_its_number_and_a_reversed_one_says_so(company: Company) -> None:
    invoice = await special(company)
    issued = await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    said = text_of((await printed(company, f"/invoices/{invoice['id']}/pdf", lang="zh")).content)
    assert "销售发票" in said
    assert issued["invoice_number"] in said
    gone = await company.post(company.finance, f"/invoices/{invoice['id']}/reverse", reason="x")
    said = text_of((await printed(company, f"/invoices/{invoice['id']}/pdf", lang="zh")).content)
    assert f"已红冲，红字发票{gone['credit_note_number']}" in said
    said = text_of((await printed(company, f"/invoices/{invoice['id']}/credit-note/pdf", lang="zh")).content)
    for words in (
        gone["credit_note_number"],
        f"对应蓝字发票{issued['invoice_number']}",
        "-1,130.00",
        "负壹仟贰佰伍拾元整",
    ):
        assert words in said, words


async def test_feature_130_what_people_typed_is_never_markup_and_what_the_font_lacks_is_named(company: Company) -> None:
    invoice = await special(company, name='*粗* #read("/etc/passwd") <b> 𠮷田')
    said = text_of((await printed(company, f"/invoices/{invoice['id']}/pdf", lang="zh")).content)
    assert '*粗*#read("/etc/passwd")<b>〓田' in said
    assert "字体没有的字符：U+20BB7" in said


async def test_feature_200_a_statement_of_account_is_printed_with_its_sums(company: Company) -> None:
    order = await company.sold("1000.00")
    await company.pay(order, "123.45")
    customer = order["customer_id"]
    answer = await printed(company, f"/statements/{customer}/pdf", **PERIOD, lang="zh")
    said, seen = text_of(answer.content), await company.get(company.li, f"/statements/{customer}", **PERIOD)
    assert seen["closing"]["total"] == cny("876.55")
    for words in ("对账单", "示例公司", "1,000.00", "123.45", "876.55", *(move["number"] for move in seen["moves"])):
        assert words in said, words
    assert (await printed(company, f"/statements/{customer}/pdf", **PERIOD, lang="zh")).content == answer.content
    assert (await company.as_(company.other).get(f"/statements/{customer}/pdf", params=PERIOD)).status_code == 404


async def test_col_111_a_statement_of_very_many_moves_is_not_printed(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await company.sold("1000.00")  # two receivables: two moves
    path = f"/statements/{order['customer_id']}/pdf"
    assert MOST_PRINTED == 2000
    monkeypatch.setattr(PRINTING, "MOST_PRINTED", 2)
    assert (await company.as_(company.li).get(path, params=PERIOD)).status_code == 200
    monkeypatch.setattr(PRINTING, "MOST_PRINTED", 1)
    answer = await company.as_(company.li).get(path, params=PERIOD)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "COL-111")


async def test_feature_130_others_do_not_print_it(company: Company) -> None:
    invoice = await special(company)
    assert (await company.as_(company.other).get(f"/invoices/{invoice['id']}/pdf")).status_code == 404
    assert (await company.as_(company.foreign).get(f"/invoices/{invoice['id']}/pdf")).status_code == 404


def test_a_compiler_is_of_one_thread() -> None:
    """Used by two at once it raises."""
    made: list[Any] = []
    threads = [threading.Thread(target=lambda: made.append(documents._compiler(TEMPLATE))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] is not made[1]


async def test_feature_130_the_seller_is_called_as_the_settings_say(
    company: Company, harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice = await special(company)
    assert "CS-CN" in text_of((await printed(company, f"/invoices/{invoice['id']}/pdf")).content)
    seller = InvoiceSeller(legal_entity_id="CS-CN", name="会签（北京）有限公司", bank_account="0200 9999")
    monkeypatch.setattr(harness.app.state.settings, "invoice_sellers", [seller])
    said = text_of((await printed(company, f"/invoices/{invoice['id']}/pdf")).content)
    assert "会签（北京）有限公司" in said
    assert "02009999" in said
