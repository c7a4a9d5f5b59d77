"""Do signers read the payment terms of a contract in words, also those that were frozen before? (feature 202)"""

import pytest

from console.wording.agreed_terms import as_read


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        pytest.param(
            {"percent": "70.00", "trigger": "RECEIPT", "days": 30},
            "收货后，30 个自然日",
            "after receipt, 30 calendar days",
            id="as it was frozen before",
        ),
        pytest.param(
            {"percent": "70.00", "trigger": "RECEIPT", "days": 0, "times": 12,
             "steps": [{"kind": "MONTH_DAY", "number": 31}]},
            "收货后，每月 31 日，分 12 期按月",
            "after receipt, day 31 of the month, in 12 monthly instalments",
            id="in parts on the 31st",
        ),
    ],
)  # fmt: skip
def test_feature_202_signers_read_the_terms_in_words(row: dict[str, object], zh: str, en: str) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        assert as_read("terms", [row], lang) == [{"percent": "70.00", "due_rule": words}]


def test_what_is_no_terms_stays_as_it_is() -> None:
    rows = [{"percent": "70.00", "trigger": "SOMETHING"}]
    assert as_read("terms", rows, "en") is rows
    assert as_read("lines", rows, "en") is rows
