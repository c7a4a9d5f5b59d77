"""May an invoice be mailed, and when is it tried again?"""

from datetime import UTC, datetime, timedelta

import pytest

from messages.errors import Malformed, RuleViolation
from services.collections.domain.invoice_mails import address_to_mail, language_of, must_be_mailable, next_try

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_col_121_the_address_that_is_asked_for_comes_before_that_of_the_title() -> None:
    assert address_to_mail("a@example.com", "b@example.com") == "a@example.com"
    assert address_to_mail("", "b@example.com") == "b@example.com"
    for asked, of_title in (("", ""), ("nobody", "b@example.com"), ("", "nobody")):
        with pytest.raises(Malformed):
            address_to_mail(asked, of_title)


def test_col_122_only_what_was_issued_is_mailed() -> None:
    must_be_mailable(issued=True, number="IR-1")
    with pytest.raises(RuleViolation, match="COL-122"):
        must_be_mailable(issued=False, number="IR-1")


def test_col_123_a_mail_is_tried_eight_times_within_two_days() -> None:
    minutes = [1, 5, 15, 60, 180, 480, 1440]
    assert [next_try(attempts, NOW) for attempts in range(1, 8)] == [NOW + timedelta(minutes=one) for one in minutes]
    assert next_try(8, NOW) is None


@pytest.mark.parametrize(("country", "lang"), [("", "zh"), ("CN", "zh"), ("DE", "en")])
def test_col_128_a_mail_that_nobody_sends_is_in_the_language_of_the_buyer(country: str, lang: str) -> None:
    assert language_of(country) == lang
