"""Is a customer one customer here and in the ERP?"""

from datetime import UTC, datetime, timedelta

import pytest

from messages.errors import RuleViolation
from services.deals.domain import erp

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_dea_48_five_minutes_ahead_is_a_clock_and_more_is_the_future() -> None:
    erp.must_have_happened(NOON + erp.CLOCKS_DIFFER, NOON)
    with pytest.raises(RuleViolation, match="DEA-48"):
        erp.must_have_happened(NOON + erp.CLOCKS_DIFFER + SECOND, NOON)


def test_dea_49_a_number_that_is_named_is_known() -> None:
    erp.must_be_found(None, found=False)
    erp.must_be_found("CU-1", found=True)
    with pytest.raises(RuleViolation, match="DEA-49"):
        erp.must_be_found("CU-1", found=False)


def test_dea_50_a_customer_keeps_the_number_of_the_erp() -> None:
    erp.must_be_its_own("K-1", known=None, number="CU-1")
    erp.must_be_its_own("K-1", known="K-1", number="CU-1")
    with pytest.raises(RuleViolation, match="DEA-50"):
        erp.must_be_its_own("K-1", known="K-2", number="CU-1")


def test_dea_51_both_numbers_are_of_one_customer() -> None:
    erp.must_agree(None, found="CU-1", external_id="K-1")
    erp.must_agree("CU-1", found="CU-1", external_id="K-1")
    with pytest.raises(RuleViolation, match="DEA-51"):
        erp.must_agree("CU-2", found="CU-1", external_id="K-1")


@pytest.mark.parametrize(
    ("known", "newer"), [(None, True), (NOON - SECOND, True), (NOON, False), (NOON + SECOND, False)]
)
def test_dea_52_the_newest_word_counts(known: datetime | None, newer: bool) -> None:
    assert erp.is_newer(NOON, known) is newer
