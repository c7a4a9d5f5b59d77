"""Does a consolidated letter reach a late customer by mail, with what is open when it leaves and a record of it?"""

import asyncio
import importlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from messages.collections.dunning.letters import (
    DunningAddressMissing,
    DunningLetterCancelled,
    DunningLetterGivenUp,
    DunningLetterSent,
    ShardLettersQueued,
)
from tests.services.approvals.notices.receivers import Mailbox
from tests.services.collections.conftest import Company, wrong_of
from tests.services.collections.letters.scenes import SELLER, address, dunned, keep, mails, pay, seen
from tests.services.collections.test_dunning import DUE, day, rows, shard_with


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
    assert (now["letter_state"], now["sent_at"]) == ("SENT", "2026-04-02T01:00:30Z")
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


async def test_feature_203_what_a_letter_that_never_left_was_about_is_in_the_newer_one_though_its_own_is_paid(
    company: Company, mailbox: Mailbox, time_is: Any
) -> None:
    letter = await dunned(company, *rows("1"), *rows("2", due=DUE + timedelta(days=3)), email="")
    await keep(company, day(1))
    await company.sweep(await shard_with(company, letter["ids"][0]), day(4))
    time_is(day(4) + timedelta(hours=1))
    second = {"receivable_id": str(letter["ids"][1]), "amount": "100.00"}
    await pay(company, letter, "100.00", allocations=[second])
    await address(company, letter["customer_id"])
    assert (await keep(company, day(4) + timedelta(hours=2)))["sent"] == 1
    newer = (await company.get(company.finance, "/dunnings", customer_id=letter["customer_id"]))["items"][0]
    said = await company.get(company.finance, f"/dunnings/{newer['id']}/letter")
    assert [(item["number"], item["days_late"]) for item in said["items"]] == [("AR-CS-CN-1", 4)]


async def test_feature_203_a_letter_is_of_one_legal_entity_and_currency(company: Company, mailbox: Mailbox) -> None:
    letter = await dunned(company, *rows("1"), *rows("2", currency="USD"))
    found = (await company.get(company.finance, "/dunnings", customer_id=letter["customer_id"]))["items"]
    assert sorted(one["total"]["currency"] for one in found) == ["CNY", "USD"]
    assert (await keep(company, day(1)))["sent"] == 2
    for one in found:
        assert len((await company.get(company.finance, f"/dunnings/{one['id']}/letter"))["items"]) == 1
