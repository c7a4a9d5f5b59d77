"""When is a provider of e-invoices asked again, and what may it answer?"""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from messages.collections.invoice_filings import ProviderAnswer
from messages.errors import RuleViolation
from services.collections.domain.invoice_filings import (
    is_silent,
    must_be_free,
    must_be_the_same_answer,
    must_not_be_filed,
    must_say_tax,
    next_look,
)

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NUMBER = "26312000000000000001"


def test_col_112_a_provider_is_asked_again_after_1_5_and_15_minutes_then_each_hour() -> None:
    pauses = [next_look(attempts, NOW) - NOW for attempts in (1, 2, 3, 4, 5, 1000)]
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60, 60)]


def test_col_113_finance_hears_of_the_fourth_silence_and_of_no_other() -> None:
    assert [attempts for attempts in range(1, 20) if is_silent(attempts)] == [4]


def test_col_114_what_a_provider_has_not_answered_stays_as_it_is() -> None:
    must_not_be_filed(waits=False, provider="baiwang")
    with pytest.raises(RuleViolation, match="COL-114"):
        must_not_be_filed(waits=True, provider="baiwang")


def test_col_115_and_116_an_answer_and_its_number_are_once_and_for_all() -> None:
    must_be_the_same_answer(is_same=True, reference="IR-1")
    must_be_free(taken_by=None, number=NUMBER)
    with pytest.raises(RuleViolation, match="COL-115"):
        must_be_the_same_answer(is_same=False, reference="IR-1")
    with pytest.raises(RuleViolation, match="COL-116"):
        must_be_free(taken_by="IR-2", number=NUMBER)


def test_col_117_lines_without_tax_go_to_no_provider() -> None:
    must_say_tax(is_said=True, number="IR-1")
    with pytest.raises(RuleViolation, match="COL-117"):
        must_say_tax(is_said=False, number="IR-1")


@pytest.mark.parametrize(
    "said",
    [
        {"status": "issued", "number": NUMBER},
        {"status": "issued", "issued_at": NOW},
        {"status": "issued", "number": NUMBER[1:], "issued_at": NOW},
        {"status": "issued", "number": "二" * 20, "issued_at": NOW},
        {"status": "issued", "number": NUMBER, "issued_at": "2026-03-02T10:05:00"},
        {"status": "refused", "reason": " "},
        {"status": "done"},
    ],
)
def test_an_answer_says_what_it_must(said: dict[str, object]) -> None:
    assert ProviderAnswer.model_validate({"status": "issued", "number": NUMBER, "issued_at": NOW, "more": 1}).number
    with pytest.raises(ValidationError):
        ProviderAnswer.model_validate(said)
