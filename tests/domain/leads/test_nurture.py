"""When does a lead sleep, and when does it wake up?"""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from messages.errors import Malformed, RuleViolation
from messages.leads.handling import WakesIn
from messages.leads.leads import LeadStatus
from services.leads.domain.nurture import must_be_asleep, must_have_keeper, must_may_put_to_sleep, wakes_at

NOW = datetime(2026, 3, 6, 17, tzinfo=UTC)  # already the 7th in Shanghai
ME, OTHER = UUID(int=1), UUID(int=2)
SELLER, MANAGER = frozenset({"sales"}), frozenset({"sales_manager"})


def test_lea_89_a_day_to_come_within_two_years_at_nine() -> None:
    assert wakes_at(date(2026, 3, 8), NOW, "Asia/Shanghai") == datetime(2026, 3, 8, 1, tzinfo=UTC)
    assert wakes_at(date(2028, 3, 6), NOW, "Asia/Shanghai").year == 2028
    for wrong in (date(2026, 3, 7), date(2028, 3, 7)):
        with pytest.raises(Malformed, match="LEA-89"):
            wakes_at(wrong, NOW, "Asia/Shanghai")


def test_lea_90_its_owner_or_who_oversees_it() -> None:
    must_may_put_to_sleep("L", SELLER, owner_id=ME, actor_id=ME)
    must_may_put_to_sleep("L", MANAGER, owner_id=None, actor_id=ME)
    for owner in (OTHER, None):
        with pytest.raises(RuleViolation, match="LEA-90"):
            must_may_put_to_sleep("L", SELLER, owner_id=owner, actor_id=ME)


def test_lea_91_what_nobody_owns_wakes_up_in_its_pool() -> None:
    must_have_keeper(WakesIn.POOL, None, "L")
    must_have_keeper(WakesIn.OWNER, ME, "L")
    with pytest.raises(RuleViolation, match="LEA-91"):
        must_have_keeper(WakesIn.OWNER, None, "L")


def test_lea_92_only_what_sleeps_is_woken() -> None:
    must_be_asleep("L", LeadStatus.NURTURED)
    for status in set(LeadStatus) - {LeadStatus.NURTURED}:
        with pytest.raises(RuleViolation, match="LEA-92"):
            must_be_asleep("L", status)
