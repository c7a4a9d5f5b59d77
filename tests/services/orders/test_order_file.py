"""Do orders of a spreadsheet's file come in as it means them?"""

from pathlib import Path
from typing import Any

from cli.imports.importer import import_file
from messages.mappings.mapping import FileMapping
from messages.orders.orders import OrderPlaced
from tests.services.orders.conftest import Company

# Numbers, percent and money as a spreadsheet leaves them.
SCARS = """order,invoice,placed,amount,discount,tax
SO-1,1.23457E+19,45292,"1,200.50",13%,¥156.07
SO-2,12345678901234567890,2026-02-29,(500.00),0.1,65
SO-3,00012,2026/3/1,１２００,,NaN
"""
MAPPING = FileMapping.model_validate(
    {
        "service": "orders",
        "route": "/orders/import",
        "constants": {"customer": "CU-7", "product_code": "GOODS", "quantity": 1},
        "fields": {
            "external_id": "order",
            "price": {"column": "amount", "type": "amount"},
            "discount_percent": {"column": "discount", "type": "rate"},
        },
    }
)


async def test_feature_104_a_file_with_the_scars_of_a_spreadsheet_is_read_and_sent_again_changes_nothing(
    company: Company, tmp_path: Path, outbox: Any
) -> None:
    await company.product("GOODS", price="1000.00")
    await company.customer(number="CU-7")
    file = tmp_path / "orders.csv"
    file.write_text(SCARS, encoding="utf-8-sig")
    client = company.as_(company.seller)
    first = await import_file(MAPPING, file, client=client)
    assert first.counts() == {"read": 3, "accepted": 2, "duplicate": 0, "invalid": 1, "malformed": 0}
    assert [(error["line"], error["field"], error["value"]) for error in first.errors] == [(3, "price", "-500.00")]
    assert [str(event.total.amount) for event in await outbox(OrderPlaced)] == ["1044.43", "1200.00"]
    second = await import_file(MAPPING, file, client=client)
    assert (second.accepted, second.duplicate, second.invalid) == (0, 2, 1)


async def test_feature_104_numbers_whose_digits_were_lost_are_refused(company: Company, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(SCARS)
    by_invoice = MAPPING.model_copy(update={"fields": MAPPING.fields | {"external_id": _column("invoice")}})
    found = await import_file(by_invoice, file, client=company.as_(company.seller))
    assert [(error["line"], error["field"]) for error in found.errors if error["line"] == 2] == [(2, "external_id")]


def _column(name: str) -> Any:
    return type(MAPPING.fields["external_id"])(column=name)
