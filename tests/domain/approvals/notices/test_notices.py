"""Where may a channel lead, when is somebody told, and what may a link decide?"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from messages.approvals.clocks import NOT_RESUBMITTED
from messages.business_time import Calendar
from messages.collections.allowances import AllowanceReason
from messages.collections.write_offs import PAYMENT_REVERSED
from messages.errors import RuleViolation
from messages.former_names import orders
from messages.texts import text
from services.approvals.domain.notices.batches import Due, must_be_given_up, plan
from services.approvals.domain.notices.channels import (
    Channel,
    address_of,
    hint_of,
    must_have_room,
    must_lead_outside,
    must_take_secret,
    own_part,
    signing_secret,
    without_secrets,
)
from services.approvals.domain.notices.links import Limit, within
from services.approvals.domain.notices.schedule import PAUSES, first_due, next_try, room_left
from services.approvals.domain.notices.wording import Item, Reader, noticed, worded

ID = UUID(int=1)
SHANGHAI = Calendar(
    "Asia/Shanghai", hours=((time(9), time(12)), (time(13), time(18))), holidays=frozenset({date(2027, 3, 1)})
)
FRIDAY_18 = datetime(2027, 2, 26, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai; Monday 1 March is a holiday here
NOW = datetime(2027, 3, 2, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "address", "own"),
    [
        ("mail", "a.b+c@house.example", "a.b+c@house.example"),
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcd-1234", "abcd-1234"),
        ("wecom", "abcd-1234", "abcd-1234"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=abcd1234", "abcd1234"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/abcd-1234", "abcd-1234"),
        (
            "slack",
            "https://hooks.slack.com/services/T12345678/B12345678/abcdefghijklmnop",
            "T12345678/B12345678/abcdefghijklmnop",
        ),
    ],
)
def test_app_80_the_part_of_an_address_that_is_ones_own(kind: str, address: str, own: str) -> None:
    assert own_part(kind, address) == own


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("mail", "a@b\nBcc: c@d"), ("mail", "a b@c.d"), ("wecom", "https://qyapi.weixin.qq.com.evil.test/?key=abcdefgh"),
        ("dingtalk", "abc/../def12345"), ("feishu", "http://open.feishu.cn/open-apis/bot/v2/hook/abcd1234"),
        ("slack", "xoxb-1234"), ("webhook", "https://a@b.test/"), ("webhook", "https://[::1]/"), ("webhook", "https://h:99999/"),
        ("webhook", "file:///etc/passwd"), ("webhook", "https://h.test/#x"), ("pigeon", "abcdefgh"),
    ],
)  # fmt: skip
def test_app_80_what_is_no_address_of_its_kind(kind: str, address: str) -> None:
    with pytest.raises(RuleViolation, match="APP-80"):
        own_part(kind, address)


def test_app_80_only_dingtalk_has_a_secret_of_its_own() -> None:
    must_take_secret("mail", None)
    must_take_secret("dingtalk", "SECab12")
    for kind, secret in (("webhook", "whsec_abc"), ("dingtalk", "a&b")):
        with pytest.raises(RuleViolation, match="APP-80"):
            must_take_secret(kind, secret)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_app_81_no_address_of_ones_own_network(address: str) -> None:
    with pytest.raises(RuleViolation, match="APP-81"):
        must_lead_outside(address_of("https://name.test/x"), [address], [])
    with pytest.raises(RuleViolation, match="APP-81"):
        must_lead_outside(address_of("https://name.test/x"), ["93.184.215.14", address], [])
    must_lead_outside(address_of("http://name.test/x"), [address], ["name.test"])


def test_app_81_public_and_https_only() -> None:
    must_lead_outside(address_of("https://name.test/x"), ["93.184.215.14"], [])
    for url, found in (("http://name.test/x", ["93.184.215.14"]), ("https://name.test/x", [])):
        with pytest.raises(RuleViolation, match="APP-81"):
            must_lead_outside(address_of(url), found, [])


def test_app_87_the_tenth_channel_and_the_eleventh() -> None:
    must_have_room(9)
    with pytest.raises(RuleViolation, match="APP-87"):
        must_have_room(10)


def test_what_is_shown_of_an_address_does_not_let_one_use_it() -> None:
    assert hint_of("mail", "meng@house.test") == "m…@house.test"
    assert hint_of("wecom", "abcdef-99") == "…f-99"
    assert hint_of("webhook", "https://h.test/s3cret") == "https://h.test/…"
    assert without_secrets("no key=abc at abcdef", ["abc", "abcdef", ""]) == "no key=… at …"
    assert signing_secret("luck").startswith("whsec_")
    assert signing_secret("luck") != signing_secret("other")


def a_channel(when: str = "now", *, at_hour: int = 9, business_hours: bool = False) -> Channel:
    return Channel(ID, ID, frozenset(), when, at_hour, business_hours)


@pytest.mark.parametrize(
    ("channel", "at", "due"),
    [
        pytest.param(a_channel(), FRIDAY_18, FRIDAY_18, id="at once, also in the evening"),
        pytest.param(a_channel(business_hours=True), NOW, NOW, id="in business hours at once"),
        pytest.param(
            a_channel(business_hours=True), FRIDAY_18, datetime(2027, 3, 2, 1, 0, tzinfo=UTC),
            id="over the weekend and a holiday",
        ),
        pytest.param(a_channel("hourly"), NOW, NOW + timedelta(hours=1), id="at the next full hour"),
        pytest.param(
            a_channel("hourly", business_hours=True), FRIDAY_18 - timedelta(minutes=5),
            datetime(2027, 3, 2, 1, 0, tzinfo=UTC), id="the full hour is the end of the day",
        ),
        pytest.param(a_channel("daily"), NOW, datetime(2027, 3, 3, 1, 0, tzinfo=UTC), id="nine is over for today"),
        pytest.param(a_channel("daily", at_hour=11), NOW, NOW + timedelta(hours=1), id="eleven is still to come"),
        pytest.param(a_channel("daily"), FRIDAY_18, datetime(2027, 3, 2, 1, 0, tzinfo=UTC), id="not on a holiday"),
    ],
)  # fmt: skip
def test_app_82_when_somebody_is_told(channel: Channel, at: datetime, due: datetime) -> None:
    assert first_due(channel, at, SHANGHAI) == due


def test_app_83_the_twentieth_goes_out_and_the_next_waits() -> None:
    assert [room_left(0), room_left(19), room_left(20), room_left(99)] == [20, 1, 0, 0]
    due = [Due(UUID(int=n), "settled", {}, 1) for n in range(3)]
    found = plan(due, a_channel(), 18, set(), now=NOW, calendar=SHANGHAI)
    assert [len(found.messages), len(found.later), found.later_at] == [2, 1, NOW + timedelta(hours=1)]


def test_what_is_tried_again_is_not_throttled() -> None:
    due = [Due(ID, "settled", {}, 2)]
    assert plan(due, a_channel(), 99, set(), now=NOW, calendar=SHANGHAI).messages == ((due[0],),)


def test_a_turn_that_has_passed_and_a_channel_that_is_gone() -> None:
    turn, result = Due(UUID(int=1), "asked", {}, 1, task_id=ID), Due(UUID(int=2), "settled", {}, 1)
    assert plan([turn, result], a_channel(), 0, set(), now=NOW, calendar=SHANGHAI).dropped == (turn,)
    assert plan([turn, result], a_channel(), 0, {ID}, now=NOW, calendar=SHANGHAI).dropped == ()
    assert plan([turn, result], None, 0, {ID}, now=NOW, calendar=SHANGHAI).dropped == (turn, result)


def test_a_digest_is_one_message() -> None:
    due = [Due(UUID(int=n), "settled", {}, 1, digest=True) for n in range(3)]
    assert plan(due, a_channel("daily"), 99, set(), now=NOW, calendar=SHANGHAI).messages == (tuple(due),)


def test_app_84_eight_tries_and_no_more() -> None:
    assert [next_try(n, NOW) for n in (1, 7)] == [NOW + PAUSES[0], NOW + timedelta(days=1)]
    assert next_try(8, NOW) is None


def test_app_89_what_waits_goes_by_itself() -> None:
    must_be_given_up("GIVEN_UP")
    with pytest.raises(RuleViolation, match="APP-89"):
        must_be_given_up("WAITING")


@pytest.mark.parametrize(
    ("facts", "limit", "allowed"),
    [
        ({"amount": "100000"}, 100_000, True), ({"amount": "100000.01"}, 100_000, False), ({"amount": 0}, 0, False),
        ({"amount": 5.0}, 0, False), ({}, 0, False), ({}, 1, True), ({"amount": "1e9"}, None, True),
        ({"amount": "much"}, 10, False), ({"amount": "5", "currency": "EUR"}, 10, False), ({"amount": None}, 10, False),
        ({"amount": "NaN"}, 10, False), ({"amount": "-11"}, 10, False), ({"amount": -10.0}, 10, True),
    ],
)  # fmt: skip
def test_app_86_up_to_which_amount_a_link_decides(facts: dict[str, object], limit: int | None, allowed: bool) -> None:
    assert within(facts, "CNY", Limit(Decimal(limit), "CNY") if limit is not None else None) is allowed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{number}: {title}", "CT-1: Ten"), ("{title:d}", "Ten"), ("{number!x}", "CT-1"), ("{number:>99999}", "CT-1"),
        ("{{{number}}}", "{CT-1}"), ("{number.__class__} {what}", "CT-1 {what}"), ("{", "{"),
    ],
)  # fmt: skip
def test_words_of_a_policy_never_keep_a_notice_back(words: str, told: str) -> None:
    """They could be published with a format that fails on a text; one such kept every notice of the house back."""
    said = {"about": {"kind": "contract", "number": "CT-1", "title": "Ten"}, "words": {"en": words}}
    assert worded([Item("informed", said, "")], Reader("en", "UTC")).body == told


def test_words_are_of_the_reader_and_so_are_times() -> None:
    about = {"kind": "contract", "number": "CT-1", "title": "Ten\npumps"}
    said = {
        "about": about,
        "requester": "Ann",
        "due_at": "2027-03-02T02:00:00+00:00",
        "step_name": {"zh": "财务", "en": "Finance"},
    }
    item = Item("asked", said, "http://c/t", "http://c/l/x", datetime(2027, 3, 5, tzinfo=UTC))
    zh, en = (worded([item], Reader(lang, tz)) for lang, tz in (("zh", "Asia/Shanghai"), ("en", "Europe/Berlin")))
    assert (zh.subject, en.subject) == ("待您审批：CT-1 Ten pumps", "To approve: CT-1 Ten pumps")
    assert "请于 2027-03-02 10:00 前处理" in zh.body
    assert "by 2027-03-02 03:00" in en.body
    assert "until 2027-03-05 01:00" in en.body
    assert ("节点：财务" in zh.body, "Step: Finance" in en.body) == (True, True)


def test_a_notice_of_an_event_that_has_another_name_since_has_the_words_of_today(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(orders, "SUBJECTS", {"orders.shipment.gone.v1": "orders.shipment.sent.v1"})
    monkeypatch.setattr(orders, "FIELDS", {"orders.shipment.sent.v1": {"sheet": "number"}})
    kept = {"code": "notice.orders.shipment.gone.v1", "facts": {"sheet": "SH-7"}}
    assert (
        worded([Item("record", kept, "")], Reader("en", "UTC")).body == "Goods of your order have left: shipment SH-7"
    )


@pytest.mark.parametrize("what", ["sent", "received", "returned", "partly_received", "differed", "difference_decided"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_notice_of_goods_says_which_order_and_whose(lang: str, what: str) -> None:
    facts = {"number": "SH-7", "order_number": "SO-3", "customer_name": "蓝天", "pieces": 2, "short": 1, "damaged": 1}
    code = f"notice.orders.shipment.{what}.v1"
    said, before = (
        worded([Item("record", {"code": code, "facts": told}, "")], Reader(lang, "UTC")).body
        for told in (facts, {"number": "SH-7"})
    )
    assert all(one in said for one in ("SO-3", "蓝天", "SH-7"))
    assert "of_order" not in before, "of an event from before it said so"


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        *((one.value, text(f"allowance.{one}", "zh"), text(f"allowance.{one}", "en")) for one in AllowanceReason),
        (PAYMENT_REVERSED, "所依据的回款已冲回", "its payment was reversed"),
        (NOT_RESUBMITTED, "退回后未在期限内重新提交", "not submitted again in time"),
        ("status.outcome.REJECTED", "已拒绝", "rejected"),
        ("数量有误", "数量有误", "数量有误"),
    ],
)  # fmt: skip
def test_case_f_what_the_house_says_itself_is_said_in_the_reader_s_words(said: str, zh: str, en: str) -> None:
    content = {"about": None, "code": "", "comment": said}
    row = {"content": content, "task_id": None, "what": "informed", "id": ID, "created_at": NOW, "read_at": None}
    for lang, words in (("zh", zh), ("en", en)):
        reader = Reader(lang, "Asia/Shanghai")
        assert noticed(row, reader).detail == words != ""
        assert f"“{words}”" in worded([Item("informed", content, "")], reader).body
