"""Does a consolidated letter reach a late customer by mail, with what is open when it leaves and a record of it?"""

import asyncio
import importlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.plugin import ServiceHarness
from messages.collections.dunning_letters import (
    DunningAddressMissing,
    DunningLetterCancelled,
    DunningLetterGivenUp,
    DunningLetterPosted,
    DunningLetterSent,
    ShardLettersQueued,
)
from services.collections.domain.due_dates import midnight
from services.collections.settings import InvoiceSeller
from services.collections.use_cases.dunning.process_due_receivables import BREATH
from tests.services.approvals.notices.receivers import Mailbox, a_mail_server
from tests.services.collections.conftest import Company, cny, wrong_of
from tests.services.collections.test_dunning import DUE, brought, day, rows, shard_with, shown

SELLER = InvoiceSeller(
    legal_entity_id="CS-CN", name="示例销售有限公司", bank_name="示例银行", bank_account="6222 0000 0000 0001"
)


@pytest.fixture
def mailbox(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with a_mail_server() as box:
        said = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "insecure"}
        for name, value in (said | {"invoice_sellers": [SELLER]}).items():
            monkeypatch.setattr(harness.app.state.settings, name, value)
        yield box


async def keep(company: Company, at: datetime) -> Any:
    """As the keeper of mails does, some seconds after the levels were reached."""
    path, headers = "/invoice-mails/process-due", {"x-as-of": (at + BREATH).isoformat()}
    answer = await company.as_(company.keeper).post(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def address(company: Company, customer_id: str, email: str = "ap@example.com", **said: Any) -> Any:
    return await company.post(company.finance, "/dunning-addresses", customer_id=customer_id, email=email, **said)


async def dunned(company: Company, *told: dict[str, Any], days: int = 1, email: str = "ap@example.com") -> Any:
    """The letter of one customer's receivables that are so many days late."""
    ids = await brought(company, *told)
    customer_id = (await shown(company, ids[0]))["customer_id"]
    if email:
        await address(company, customer_id, email)
    await company.sweep(await shard_with(company, ids[0]), day(days))
    return (await company.get(company.finance, "/dunnings", customer_id=customer_id))["items"][0] | {"ids": ids}


async def pay(company: Company, letter: Any, amount: str, on: date = DUE) -> None:
    fields = {"customer_id": letter["customer_id"], "amount": cny(amount), "received_on": on.isoformat()}
    paid = await company.post(company.finance_too, "/payments", **fields)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")


async def seen(company: Company, letter: Any) -> Any:
    return await company.get(company.finance, f"/dunnings/{letter['id']}")


async def mails(company: Company, letter: Any) -> Any:
    return await company.get(company.finance, f"/dunnings/{letter['id']}/mails")


async def test_feature_203_late_receivables_reach_the_customer_as_one_letter_with_a_pdf_and_leave_a_record(
    company: Company, mailbox: Mailbox, outbox: Any
) -> None:
    letter = await dunned(company, *rows("1", "2"), *rows("3", due=DUE - timedelta(days=6)))
    assert (letter["letter_state"], letter["sent_at"], mailbox.mails) == ("WAITING", None, [])
    assert letter["number"].startswith("DL-2026-CS-CN-")
    assert [event.letters for event in await outbox(ShardLettersQueued)] == [1]
    done = await keep(company, day(1) + timedelta(hours=9))
    assert (done["sent"], done["failed"], done["next_due_at"]) == (1, 0, None)
    (received,) = mailbox.mails
    assert mailbox.to == ["ap@example.com"]
    assert received["Subject"] == f"{SELLER.name} 催款函 {letter['number']}"
    body = received.get_body()
    assert body is not None
    for said in ("AR-CS-CN-1", "AR-CS-CN-2", "AR-CS-CN-3", "¥300.00", SELLER.name):
        assert said in body.get_content()
    (file,) = received.iter_attachments()
    assert file.get_filename() == f"{letter['number']}.pdf"
    printed = await company.as_(company.finance).get(f"/dunnings/{letter['id']}/pdf")
    assert file.get_content() == printed.content, "what was sent is what is printed later"
    (mail,) = await mails(company, letter)
    assert (mail["status"], mail["attempts"], mail["mailed_to"]) == ("SENT", 1, "ap@example.com")
    assert received["X-Countersign-Delivery"] == mail["id"]
    now = await seen(company, letter)
    assert (now["letter_state"], now["sent_at"]) == ("SENT", "2026-04-02T01:00:05Z")
    said = await company.get(company.finance, f"/dunnings/{letter['id']}/letter")
    assert [(item["number"], item["days_late"], item["level"]) for item in said["items"]] == [
        ("AR-CS-CN-3", 7, 7), ("AR-CS-CN-1", 1, 1), ("AR-CS-CN-2", 1, 1),
    ]  # fmt: skip
    (told,) = await outbox(DunningLetterSent)
    assert (told.number, told.mailed_to) == (letter["number"], "ap@example.com")
    assert (await keep(company, day(2)))["sent"] == 0


async def test_feature_203_col_169_what_was_paid_before_it_leaves_is_left_out(
    company: Company, mailbox: Mailbox, time_is: Any
) -> None:
    letter = await dunned(company, *rows("1"), *rows("2", due=DUE + timedelta(days=1)), days=2)
    time_is(day(2) + timedelta(hours=9))
    await pay(company, letter, "150.00")
    await keep(company, day(5) + timedelta(hours=9))
    said = await company.get(company.finance, f"/dunnings/{letter['id']}/letter")
    (item,) = said["items"]
    assert (item["number"], item["open"]["amount"], item["days_late"]) == ("AR-CS-CN-2", "50.00", 4)
    assert said["open"]["amount"] == "50.00"
    body = mailbox.mails[0].get_body()
    assert body is not None
    assert "AR-CS-CN-1，" not in body.get_content()


async def test_feature_203_col_169_a_letter_of_which_nothing_is_left_is_cancelled_and_not_sent(
    company: Company, mailbox: Mailbox, outbox: Any, time_is: Any
) -> None:
    letter = await dunned(company, *rows("1"))
    time_is(day(1) + timedelta(hours=9))
    await pay(company, letter, "100.00")
    done = await keep(company, day(1) + timedelta(hours=9))
    assert (done["sent"], done["failed"], mailbox.mails) == (0, 0, [])
    now = await seen(company, letter)
    assert (now["letter_state"], now["letter_reason"], now["sent_at"]) == ("CANCELLED", "letter.nothing_open", None)
    assert [mail["status"] for mail in await mails(company, letter)] == ["CANCELLED"]
    assert [event.reason for event in await outbox(DunningLetterCancelled)] == ["letter.nothing_open"]
    for path, body in (("send", {}), ("mark-posted", {"posted_on": "2026-04-02"})):
        answer = await company.send(company.finance, f"/dunnings/{letter['id']}/{path}", **body)
        assert (answer.status_code, answer.json()["rule"]) == (409, "COL-171")
    printed = await company.as_(company.finance).get(f"/dunnings/{letter['id']}/pdf")
    assert printed.json()["rule"] == "COL-171"


async def test_feature_203_a_disputed_receivable_is_in_no_letter(company: Company, mailbox: Mailbox) -> None:
    letter = await dunned(company, *rows("1"), *rows("2", disputed=True))
    await keep(company, day(1))
    said = await company.get(company.finance, f"/dunnings/{letter['id']}/letter")
    assert [item["number"] for item in said["items"]] == ["AR-CS-CN-1"]


async def test_feature_203_col_167_without_an_address_finance_is_asked_and_the_letter_leaves_when_there_is_one(
    company: Company, mailbox: Mailbox, outbox: Any
) -> None:
    letter, at = await dunned(company, *rows("1"), email=""), day(1)
    done = await keep(company, at)
    assert (done["sent"], done["failed"]) == (0, 0)
    assert (await seen(company, letter))["letter_state"] == "NO_ADDRESS"
    await keep(company, at + timedelta(days=1))
    assert len(await outbox(DunningAddressMissing)) == 1, "asked once"
    shows = await company.get(company.finance, f"/dunning-addresses/{letter['customer_id']}")
    assert (shows["email"], shows["mailed_to"]) == ("", "")
    set_now = await address(company, letter["customer_id"], lang="en", recipient="Accounts payable")
    assert (set_now["mailed_to"], set_now["changed_by"]) == ("ap@example.com", str(company.finance.id))
    assert len(await outbox(ShardLettersQueued)) == 2
    again = await address(company, letter["customer_id"], lang="en", recipient="Accounts payable")
    assert again == set_now
    assert (await keep(company, at + timedelta(days=1, minutes=1)))["sent"] == 1
    assert mailbox.mails[0]["Subject"] == f"{SELLER.name}: payment reminder {letter['number']}"
    for wrong in ("nobody", "a@b@c"):
        said = {"customer_id": letter["customer_id"], "email": wrong}
        answer = await company.send(company.finance, "/dunning-addresses", **said)
        assert (answer.status_code, *wrong_of(answer)) == (422, "COL-168", "email")


async def test_feature_203_col_167_an_invoice_title_has_an_address_too(company: Company, mailbox: Mailbox) -> None:
    letter = await dunned(company, *rows("1"), email="")
    title = {"customer_id": letter["customer_id"], "name": "Late GmbH", "email": "ap@late.example", "country": "DE"}
    await company.post(company.finance, "/invoice-titles", **title)
    await keep(company, day(1))
    assert mailbox.to == ["ap@late.example"]
    assert "payment reminder" in mailbox.mails[0]["Subject"]


async def test_feature_203_what_no_server_takes_is_tried_again_then_finance_sees_to_it(
    company: Company, mailbox: Mailbox, outbox: Any, time_is: Any
) -> None:
    letter, at = await dunned(company, *rows("1")), day(1)
    mailbox.refuse = "451 come back later"
    for pause in (1, 5, 15, 60, 180, 480, 1440):
        assert (await keep(company, at))["failed"] == 1
        assert (await seen(company, letter))["sent_at"] is None
        at += timedelta(minutes=pause)
    await keep(company, at)
    now = await seen(company, letter)
    assert (now["letter_state"], "451" in now["letter_reason"]) == ("GIVEN_UP", True)
    (told,) = await outbox(DunningLetterGivenUp)
    assert (told.mailed_to, "451" in told.reason) == ("ap@example.com", True)
    mailbox.refuse = ""
    time_is(at)
    resent = await company.post(company.finance, f"/dunnings/{letter['id']}/send", key="once")
    assert (await company.post(company.finance, f"/dunnings/{letter['id']}/send", key="once")) == resent
    assert (await keep(company, at))["sent"] == 1
    assert [one["status"] for one in await mails(company, letter)] == ["GIVEN_UP", "SENT"]


async def test_feature_203_who_dies_between_sending_and_the_record_sends_again_under_the_same_id(
    company: Company, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = importlib.import_module("services.collections.use_cases.mails.mail_dunning")
    real, letter = sending.send_letter, await dunned(company, *rows("1"))

    async def killed(*args: Any) -> str:
        await real(*args)
        raise asyncio.CancelledError

    with monkeypatch.context() as dying:
        dying.setattr(sending, "send_letter", killed)
        with pytest.raises(BaseException):  # noqa: B017, PT011 (a process that is killed)
            await keep(company, day(1))
    assert (await seen(company, letter))["sent_at"] is None
    assert (await keep(company, day(1) + timedelta(minutes=1)))["sent"] == 0, "somebody may still be sending"
    assert (await keep(company, day(1) + timedelta(minutes=3)))["sent"] == 1
    assert len({one["Message-ID"] for one in mailbox.mails}) == 1
    assert len(mailbox.mails) == 2


async def test_feature_203_a_newer_letter_says_what_an_older_one_has_not_said_yet(
    company: Company, mailbox: Mailbox, outbox: Any
) -> None:
    letter = await dunned(company, *rows("1"), email="")
    await keep(company, day(1))
    shard = await shard_with(company, letter["ids"][0])
    await company.sweep(shard, day(7))
    newer, older = (await company.get(company.finance, "/dunnings", customer_id=letter["customer_id"]))["items"]
    states = {one["id"]: (one["letter_state"], one["letter_reason"]) for one in (newer, older)}
    assert states.pop(letter["id"]) == ("CANCELLED", "letter.superseded")
    assert list(states.values()) == [("WAITING", "")]
    assert [event.dunning_id for event in await outbox(DunningLetterCancelled)] == [UUID(letter["id"])]
    await address(company, letter["customer_id"])
    assert (await keep(company, day(7)))["sent"] == 1


async def test_feature_203_a_letter_is_of_one_legal_entity_and_currency(company: Company, mailbox: Mailbox) -> None:
    letter = await dunned(company, *rows("1"), *rows("2", currency="USD"))
    found = (await company.get(company.finance, "/dunnings", customer_id=letter["customer_id"]))["items"]
    assert sorted(one["total"]["currency"] for one in found) == ["CNY", "USD"]
    assert (await keep(company, day(1)))["sent"] == 2
    for one in found:
        assert len((await company.get(company.finance, f"/dunnings/{one['id']}/letter"))["items"]) == 1


async def test_feature_203_col_172_a_letter_is_posted_by_hand_with_day_and_person(
    company: Company, mailbox: Mailbox, outbox: Any, time_is: Any
) -> None:
    letter = await dunned(company, *rows("1"), email="")
    time_is(midnight(date(2026, 4, 4), "Asia/Shanghai") + timedelta(hours=10))
    path = f"/dunnings/{letter['id']}"
    printed = await company.as_(company.finance).get(f"{path}/pdf", params={"lang": "en"})
    assert printed.headers["content-type"] == "application/pdf"
    for wrong in ("2026-04-01", "2026-04-05"):
        answer = await company.send(company.finance, f"{path}/mark-posted", posted_on=wrong)
        assert (answer.status_code, *wrong_of(answer)) == (422, "COL-172", "posted_on"), wrong
    posted = await company.post(company.finance, f"{path}/mark-posted", key="once", posted_on="2026-04-03")
    assert (posted["letter_state"], posted["posted_on"]) == ("POSTED", "2026-04-03")
    assert (posted["posted_by"], posted["sent_at"]) == (str(company.finance.id), None)
    again = await company.post(company.finance, f"{path}/mark-posted", key="once", posted_on="2026-04-03")
    assert again == posted
    assert len(await outbox(DunningLetterPosted)) == 1
    await address(company, letter["customer_id"])
    assert (await keep(company, day(4)))["sent"] == 0, "it is not mailed any more"


async def test_feature_203_col_170_the_letter_bears_the_interest_of_its_level_on_what_was_open_each_day(
    company: Company, mailbox: Mailbox, time_is: Any
) -> None:
    levels = [{"days": 1, "tasks_for": ["owner"], "letter": True, "interest_rate": "7.3"}]
    levels += [{"days": 20, "tasks_for": ["legal"], "letter": True, "interest_rate": "14.6"}]
    said = {"name": "有利息", "legal_entity_id": "CS-CN", "levels": levels}
    await company.post(company.finance, "/dunning-procedures", **said)
    letter = await dunned(company, *rows("1", amount="10000.00"), *rows("2", amount="300.00"), days=20)
    time_is(day(20) + timedelta(hours=9))
    await pay(company, letter, "5000.00", DUE + timedelta(days=10))
    await keep(company, day(20) + timedelta(hours=9))
    said = await company.get(company.finance, f"/dunnings/{letter['id']}/letter")
    found = {item["number"]: (item["open"]["amount"], item["interest"]["amount"]) for item in said["items"]}
    # 14.6 % a year is 0.04 % a day: 20 days on 5,000 and 10 days on what came after 10 days; 20 days on 300
    assert found == {"AR-CS-CN-1": ("5000.00", "60.00"), "AR-CS-CN-2": ("300.00", "2.40")}
    assert (said["interest"]["amount"], said["total"]["amount"]) == ("62.40", "5362.40")


async def test_feature_203_a_level_that_asks_for_no_letter_sends_none_unless_finance_does(
    company: Company, mailbox: Mailbox
) -> None:
    said = {"name": "无函", "legal_entity_id": "CS-CN", "levels": [{"days": 1, "tasks_for": ["owner"]}]}
    await company.post(company.finance, "/dunning-procedures", **said)
    letter = await dunned(company, *rows("1"))
    assert (letter["letter_state"], letter["number"]) == ("NOT_ASKED", "")
    assert (await keep(company, day(1)))["sent"] == 0
    sent = await company.post(company.finance, f"/dunnings/{letter['id']}/send")
    assert (sent["letter_state"], sent["number"][:3]) == ("WAITING", "DL-")
    assert (await keep(company, day(1)))["sent"] == 1


async def test_feature_203_letters_are_seen_by_whose_they_are_and_sent_by_finance(company: Company) -> None:
    letter = await dunned(company, *rows("1"))
    path = f"/dunnings/{letter['id']}"
    for part in ("", "/letter", "/mails", "/pdf"):
        assert (await company.as_(company.other).get(f"{path}{part}")).status_code == 404, part
        assert (await company.as_(company.foreign).get(f"{path}{part}")).status_code == 404, part
    assert (await company.send(company.li, f"{path}/send")).status_code == 403
    assert (await company.send(company.foreign, f"{path}/send")).status_code == 404
    said = {"posted_on": "2026-04-02"}
    assert (await company.send(company.foreign, f"{path}/mark-posted", **said)).status_code == 404
    to = {"customer_id": letter["customer_id"], "email": "a@example.com"}
    assert (await company.send(company.foreign, "/dunning-addresses", **to)).status_code == 404
    assert (await company.send(company.li, "/dunning-addresses", **to)).status_code == 403
    shown_to_li = await company.as_(company.other).get(f"/dunning-addresses/{letter['customer_id']}")
    assert shown_to_li.status_code == 404
