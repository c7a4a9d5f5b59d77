"""By which channel is a lead counted, and what may come by a channel key?"""

from datetime import UTC, datetime, timedelta

import pytest

from messages.errors import Malformed, RuleViolation
from messages.leads.channel_keys import LeadField, ReceiveLead
from messages.leads.channels import LeadChannel
from services.leads.domain.channel_keys import (
    Secrets,
    TooMany,
    Use,
    hash_of,
    holds,
    must_be_reachable,
    must_hold_still,
    must_say_only,
    used_once_more,
)
from services.leads.domain.channels import (
    USUAL,
    channel_named,
    channel_of,
    must_be_kept,
    must_be_told_apart,
)

NOON = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)
NEVER = Use(None, 0, None, 0)


def test_lea_100_no_word_says_two_channels() -> None:
    must_be_told_apart(USUAL)
    fair, expo = LeadChannel(code="FAIR", aliases=["expo"]), LeadChannel(code="HALL", aliases=["Expo"])
    for pair in ([fair, expo], [fair, LeadChannel(code="fair")], [LeadChannel(code="Other")]):
        with pytest.raises(RuleViolation, match="LEA-100"):
            must_be_told_apart(pair)


def test_lea_101_a_channel_that_is_used_stays_on_the_list() -> None:
    must_be_kept(["SEM"], "SEM")
    must_be_kept(["SEM"], None)
    with pytest.raises(RuleViolation, match="LEA-101"):
        must_be_kept(["SEM"], "ADS")


@pytest.mark.parametrize("said", ["SEM", "sem", "百度", "Paid-Search", "Google_Ads"])
def test_lea_102_a_channel_is_named_by_its_code_or_a_name(said: str) -> None:
    assert channel_named(said, USUAL) == "SEM"
    with pytest.raises(RuleViolation, match="LEA-102"):
        channel_named("OTHER", USUAL)


@pytest.mark.parametrize(
    ("said", "source", "code"),
    [
        pytest.param("微信", "fair", "MOBILE", id="what it names comes first"),
        pytest.param(None, "展会", "OFFLINE", id="then its source"),
        pytest.param("no such", "Web", "WEBSITE", id="what nobody knows does not count"),
        pytest.param(None, "官网 Website", "WEBSITE", id="its source in two languages"),
        pytest.param(None, "Search at the fair", "OTHER", id="two channels are spoken of"),
        pytest.param(None, "crm-7", "OTHER", id="else none on the list"),
    ],
)
def test_lea_103_every_lead_is_of_one_channel(said: str | None, source: str, code: str) -> None:
    assert channel_of(said, source, USUAL) == code


def test_lea_104_the_secret_before_holds_for_the_named_time() -> None:
    key = Secrets(hash_of("new"), hash_of("old"), NOON)
    before = NOON - timedelta(seconds=1)
    assert holds(hash_of("new"), key, NOON)
    assert holds(hash_of("old"), key, before)
    assert not holds(hash_of("old"), key, NOON)
    assert not holds(hash_of("other"), key, before)


def test_lea_105_what_was_revoked_is_not_changed() -> None:
    must_hold_still("baidu", None)
    with pytest.raises(RuleViolation, match="LEA-105"):
        must_hold_still("baidu", NOON)


def test_lea_106_only_what_was_allowed_may_be_said() -> None:
    lead = ReceiveLead(external_id="1", phone="138", note=None, phone_region="CN")
    must_say_only([LeadField.PHONE], lead)
    for wrong in (ReceiveLead(external_id="1", note="x"), ReceiveLead(external_id="1", extra={"budget": 1})):
        with pytest.raises(Malformed, match="LEA-106"):
            must_say_only([LeadField.PHONE], wrong)


def test_lea_107_a_lead_says_whom_to_ask_for() -> None:
    must_be_reachable(ReceiveLead(external_id="1", company="华为"))
    with pytest.raises(Malformed, match="LEA-107"):
        must_be_reachable(ReceiveLead(external_id="1", note="call me"))


def test_lea_108_no_more_comes_than_was_allowed() -> None:
    limits = {"per_minute": 2, "per_day": 3}
    use = NEVER
    for _ in range(2):
        use = used_once_more(use, NOON, **limits)
    with pytest.raises(TooMany) as soon:
        used_once_more(use, NOON, **limits)
    assert soon.value.seconds == 31
    use = used_once_more(use, NOON + timedelta(minutes=1), **limits)
    assert (use.in_minute, use.in_day) == (1, 3)
    with pytest.raises(TooMany) as tomorrow:
        used_once_more(use, NOON + timedelta(minutes=2), **limits)
    assert tomorrow.value.seconds == 12 * 3600 - 150 + 1
    assert used_once_more(use, NOON + timedelta(days=1), **limits).in_day == 1
