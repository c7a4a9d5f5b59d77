"""Which rows of another system's receivables name their customer?"""

from contextlib import nullcontext

import pytest

from messages.collections.receivables import ImportReceivableRow
from messages.errors import RuleViolation
from services.collections.domain.imports.receivables import must_be_known_customer, row_errors


@pytest.mark.parametrize(
    ("customer", "is_known", "may"),
    [
        pytest.param("CU-2026-CS-CN-000007", True, True, id="a number that somebody bears"),
        pytest.param("CU-2026-CS-CN-000404", False, False, id="a number that nobody bears"),
        pytest.param(" cu-2026-cs-cn-000404 ", False, False, id="however it is written"),
        pytest.param("CU-404", False, True, id="a number of the other system"),
        pytest.param("Custom Parts Ltd", False, True, id="a name that is new"),
    ],
)
def test_col_243_a_number_of_ours_is_that_of_a_customer(customer: str, is_known: bool, may: bool) -> None:
    with nullcontext() if may else pytest.raises(RuleViolation, match="COL-243"):
        must_be_known_customer(customer, is_known=is_known)


@pytest.mark.parametrize(("lang", "own"), [("zh", "应收金额须大于零"), ("en", "What is owed is more than nothing")])
def test_case_f_what_is_wrong_with_a_row_is_said_in_the_readers_language(lang: str, own: str) -> None:
    row = ImportReceivableRow.model_validate({
        "line": 2, "external_id": "1", "customer": "A", "invoiced_on": "2026-02-01", "due_on": "2026-01-01",
        "settled_on": "2026-01-02", "live": True, "amount": "0", "currency": "CNY", "tz": "Nowhere", "owner": "nobody",
    })  # fmt: skip
    errors = row_errors(row, entity="CS-US", entities=["CS-CN"], owners=[], lang=lang)
    assert [error.field for error in errors] == [
        "amount", "due_on", "live", "settled_on", "tz", "legal_entity_id", "owner",
    ]  # fmt: skip
    assert errors[0].text == own
    assert all(not error.text.startswith("COL-20") for error in errors)
    assert all(error.text.isascii() is (lang == "en") for error in errors)
