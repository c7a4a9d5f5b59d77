"""Does an invoice reach the customer by mail, with a record of it, whatever the mail server says?"""

import asyncio
import importlib
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.plugin import ServiceHarness
from messages.collections.invoices import InvoiceMailGivenUp, InvoiceMailRequested
from services.collections.settings import InvoiceSeller
from tests.services.approvals.notices.receivers import Mailbox, a_mail_server
from tests.services.collections.conftest import NOW, Company, wrong_of
from tests.services.collections.invoices.test_exports import issued
from tests.services.collections.invoices.test_titles import FULL

SELLER = InvoiceSeller(legal_entity_id="CS-CN", name="示例销售有限公司")


@pytest.fixture
def mailbox(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with a_mail_server() as box:
        said = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "insecure"}
        for name, value in (said | {"invoice_sellers": [SELLER]}).items():
            monkeypatch.setattr(harness.app.state.settings, name, value)
        yield box


async def sent(company: Company, invoice: Any, **said: Any) -> Any:
    return await company.post(company.li, f"/invoices/{invoice['id']}/send", **said)


async def keep(company: Company, at: datetime = NOW) -> Any:
    """As the keeper does."""
    path, headers = "/invoice-mails/process-due", {"x-as-of": at.isoformat()}
    answer = await company.as_(company.keeper).post(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def mails(company: Company, invoice: Any) -> Any:
    return await company.get(company.li, f"/invoices/{invoice['id']}/mails")


async def test_feature_203_an_invoice_goes_by_mail_with_its_pdf_and_leaves_a_record(
    company: Company, mailbox: Mailbox, outbox: Any
) -> None:
    invoice = await issued(company)
    mail = await sent(company, invoice, key="once", lang="zh")
    assert (mail["mailed_to"], mail["status"], mailbox.mails) == (FULL["email"], "WAITING", [])
    assert (await sent(company, invoice, key="once", lang="zh"))["id"] == mail["id"]
    assert len(await outbox(InvoiceMailRequested)) == 1
    done = await keep(company)
    assert (done["sent"], done["failed"], done["next_due_at"]) == (1, 0, None)
    (received,) = mailbox.mails
    assert mailbox.to == [FULL["email"]]
    assert received["X-Countersign-Delivery"] == mail["id"]
    assert invoice["invoice_number"] in received["Subject"]
    body = received.get_body()
    assert body is not None
    assert SELLER.name in body.get_content()
    (file,) = received.iter_attachments()
    assert file.get_filename() == f"{invoice['invoice_number']}.pdf"
    printed = await company.as_(company.li).get(f"/invoices/{invoice['id']}/pdf", params={"lang": "zh"})
    assert file.get_content() == printed.content
    (kept,) = await mails(company, invoice)
    assert (kept["status"], kept["attempts"], kept["mailed_at"]) == ("SENT", 1, "2026-03-02T02:00:00Z")
    assert (await keep(company))["sent"] == 0
    assert (await company.as_(company.other).get(f"/invoices/{invoice['id']}/mails")).status_code == 404
    assert (await company.send(company.other, f"/invoices/{invoice['id']}/send")).status_code == 404


async def test_feature_203_of_a_reversed_invoice_the_credit_note_is_mailed(company: Company, mailbox: Mailbox) -> None:
    invoice = await issued(company)
    await company.post(company.finance, f"/invoices/{invoice['id']}/reverse", reason="开错抬头")
    mail = await sent(company, invoice, mailed_to="other@example.com", lang="en")
    assert mail["document"] == "CREDIT_NOTE"
    await keep(company)
    (file,) = mailbox.mails[0].iter_attachments()
    assert str(file.get_filename()).startswith("RL-")
    assert mailbox.to == ["other@example.com"]


async def test_feature_203_col_123_what_is_not_taken_is_tried_again_then_given_up(
    company: Company, mailbox: Mailbox, outbox: Any
) -> None:
    invoice, at = await issued(company), NOW
    await sent(company, invoice)
    mailbox.refuse = "451 come back later"
    for pause in (1, 5, 15, 60, 180, 480, 1440):
        done = await keep(company, at)
        assert (done["failed"], done["next_due_at"]) == (1, _json(at + timedelta(minutes=pause)))
        at += timedelta(minutes=pause)
    assert await outbox(InvoiceMailGivenUp) == []
    await keep(company, at)
    (kept,) = await mails(company, invoice)
    assert (kept["status"], kept["attempts"], kept["due_at"]) == ("GIVEN_UP", 8, None)
    assert "451" in kept["error"]
    (told,) = await outbox(InvoiceMailGivenUp)
    assert (told.mailed_to, "451" in told.reason) == (FULL["email"], True)
    mailbox.refuse = ""
    await sent(company, invoice)
    assert (await keep(company, at))["sent"] == 1, "sent anew by hand"


async def test_feature_203_who_dies_while_he_sends_lets_it_be_sent_again_under_the_same_id(
    company: Company, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = importlib.import_module("services.collections.use_cases.mails.mail_invoice")
    real, invoice = sending.send_letter, await issued(company)
    mail = await sent(company, invoice)

    async def killed(*args: Any) -> str:
        await real(*args)
        raise asyncio.CancelledError

    with monkeypatch.context() as dying:
        dying.setattr(sending, "send_letter", killed)
        with pytest.raises(BaseException):  # noqa: B017, PT011 (a process that is killed)
            await keep(company)
    assert (await keep(company, NOW + timedelta(minutes=1)))["sent"] == 0, "somebody may still be sending"
    assert (await keep(company, NOW + timedelta(minutes=3)))["sent"] == 1
    assert [one["X-Countersign-Delivery"] for one in mailbox.mails] == [mail["id"]] * 2


async def test_feature_203_col_121_and_122_only_what_is_issued_goes_to_an_address(
    company: Company, harness: ServiceHarness, mailbox: Mailbox
) -> None:
    invoice = await issued(company, title={"name": "无邮箱公司"})
    for to in ("", "nobody", "a@b@c"):
        answer = await company.send(company.li, f"/invoices/{invoice['id']}/send", mailed_to=to)
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "COL-121"), to
    order = await company.sold("100.00")
    asked = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    answer = await company.send(company.li, f"/invoices/{asked['id']}/send", mailed_to="a@example.com")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-122")
    with socket.socket() as nobody:  # a port that nobody listens at
        nobody.bind(("127.0.0.1", 0))
        harness.app.state.settings.smtp_port = nobody.getsockname()[1]
        await sent(company, invoice, mailed_to="a@example.com")
        assert (await keep(company))["failed"] == 1
    harness.app.state.settings.smtp_host = ""
    await keep(company, NOW + timedelta(minutes=1))
    (kept,) = await mails(company, invoice)
    assert kept["error"] == "mail.no_server"


def _json(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(("more", "lang"), [({}, "zh"), ({"tax_id": "DE123456788", "country": "de"}, "en")])
async def test_feature_203_where_the_title_says_so_an_issued_invoice_is_mailed_by_itself_once(
    company: Company, mailbox: Mailbox, outbox: Any, more: dict[str, Any], lang: str
) -> None:
    invoice = await issued(company, title=FULL | {"mail_when_issued": True} | more)
    assert invoice["mail_when_issued"]
    await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    (mail,) = await mails(company, invoice)
    assert (mail["mailed_to"], mail["lang"], mail["document"]) == (FULL["email"], lang, "INVOICE")
    assert (mail["requested_by"], mail["status"]) == (str(company.finance.id), "WAITING")
    for _ in range(2):
        await keep(company)
    assert mailbox.to == [FULL["email"]]
    assert [event.mail_id for event in await outbox(InvoiceMailRequested)] == [UUID(mail["id"])]
    await company.post(company.finance, f"/invoices/{invoice['id']}/reverse", reason="退货")
    assert len(await mails(company, invoice)) == 1, "a red letter is sent by a person"


async def test_feature_203_nothing_is_mailed_by_itself_unless_the_title_says_so(company: Company) -> None:
    assert await mails(company, await issued(company)) == []
    order = await company.sold("10.00")
    without = {"name": "x", "mail_when_issued": True, "customer_id": str(order["customer_id"])}
    answer = await company.send(company.li, "/invoice-titles", **without)
    assert (answer.status_code, *wrong_of(answer)) == (422, "COL-127", "email")
