"""Does a provider of e-invoices give invoices and red letters their numbers, once, whatever goes wrong?"""

import asyncio
import importlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness
from messages.collections.invoices import InvoiceFiled, InvoiceFilingFailed, InvoiceIssued
from services.collections.settings import InvoiceProvider, InvoiceSeller
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.invoices.simulated_e_invoices import TOKEN, SimulatedEInvoices, loopback
from tests.services.collections.invoices.test_lines import ordered
from tests.services.collections.invoices.test_titles import CODE, FULL

SECRET, OTHER = "whsec_" + "c2VjcmV0" * 4, "whsec_" + "b3RoZXIh" * 4
SELLER = InvoiceSeller(legal_entity_id="CS-CN", name="示例销售有限公司", tax_id="91310000607337770G")


@pytest.fixture
async def provider(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimulatedEInvoices]:
    async with SimulatedEInvoices(SECRET).served() as one, loopback(harness.app) as address:
        one.tells = f"{address}/invoice-provider-notices/baiwang"
        known = {"name": "baiwang", "legal_entity_id": "CS-CN", "url": one.url, "token": TOKEN, "secret": SECRET}
        settings = harness.app.state.settings
        monkeypatch.setattr(settings, "invoice_providers", [InvoiceProvider.model_validate(known)])
        monkeypatch.setattr(settings, "invoice_sellers", [SELLER])
        yield one


async def requested(company: Company, **more: Any) -> Any:
    order = await ordered(company)
    title = await company.post(company.li, "/invoice-titles", customer_id=str(order["customer_id"]), **FULL)
    asked = {"order_id": str(order["order_id"]), "title_id": title["id"]}
    return await company.post(company.li, "/invoices", **asked | more) | {"order": order}


async def issue(company: Company, invoice: Any, verb: str = "issue", **body: Any) -> Any:
    return await company.post(company.finance, f"/invoices/{invoice['id']}/{verb}", **body)


async def ask(company: Company, at: datetime = NOW) -> Any:
    """As the keeper does."""
    path, headers = "/invoice-filings/process-due", {"x-as-of": at.isoformat()}
    answer = await company.as_(company.keeper).post(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def seen(company: Company, invoice: Any) -> Any:
    return await company.get(company.li, f"/invoices/{invoice['id']}")


async def test_feature_130_a_provider_gives_the_number_and_the_time(
    company: Company, provider: SimulatedEInvoices, outbox: Any
) -> None:
    invoice = await requested(company)
    filed = await issue(company, invoice)
    assert (filed["status"], filed["filing"]["status"], provider.requests) == ("REQUESTED", "WAITING", [])
    again = await issue(company, invoice)
    assert again["filing"]["id"] == filed["filing"]["id"], "pressed twice it is asked for once"
    assert (await company.account(invoice["order"]))["requested"] == cny("1250.00")
    done = await ask(company)
    assert (done["issued"], done["next_due_at"], done["more"]) == (1, None, False)
    (asked,) = provider.requests
    assert (asked["buyer"]["tax_id"], asked["seller"]["tax_id"], asked["total"]) == (CODE, SELLER.tax_id, "1250.00")
    assert [asked["lines"][0][name] for name in ("net", "tax", "tax_rate")] == ["1000.00", "130.00", "13.00"]
    issued = await seen(company, invoice)
    assert (issued["status"], issued["invoice_number"]) == ("ISSUED", "26312000000000000001")
    assert (issued["issued_at"], issued["issued_by"]) == ("2026-03-02T02:05:00Z", str(company.finance.id))
    assert (await company.account(invoice["order"]))["invoiced"] == cny("1250.00")
    assert (await ask(company))["issued"] == 0
    assert [one.invoice_number for one in await outbox(InvoiceIssued)] == ["26312000000000000001"]
    assert len(await outbox(InvoiceFiled)) == 1
    found = await company.get(company.finance, "/invoices", q="26312000000000000001")
    assert [one["id"] for one in found["items"]] == [invoice["id"]]


async def test_feature_130_an_answer_that_never_arrived_is_asked_for_again_under_the_same_key(
    company: Company, provider: SimulatedEInvoices
) -> None:
    """It issued and died: the second answer is the first invoice."""
    invoice = await requested(company)
    key = (await issue(company, invoice))["filing"]["id"]
    provider.says = ["dies", "broken"]
    waiting = await ask(company)
    assert (waiting["waiting"], waiting["next_due_at"]) == (1, "2026-03-02T02:01:00Z")
    assert (await seen(company, invoice))["filing"]["error"] == "HTTP 502"
    assert (await ask(company))["waiting"] == 0, "not before its time"
    await ask(company, NOW + timedelta(minutes=1))
    assert (await seen(company, invoice))["filing"]["error"] == "HTTP 503  down for maintenance"
    await ask(company, NOW + timedelta(minutes=6))
    assert (await seen(company, invoice))["invoice_number"] == "26312000000000000001"
    assert {one["key"] for one in provider.requests} == {key}
    assert len(provider.issued) == 1


async def test_feature_130_who_dies_while_he_asks_lets_it_be_asked_again(
    company: Company, provider: SimulatedEInvoices, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = importlib.import_module("services.collections.use_cases.filings.process_due_filings")
    real, invoice = asking.ask_provider, await requested(company)
    await issue(company, invoice)

    async def killed(*args: Any) -> Any:
        await real(*args)
        raise asyncio.CancelledError

    with monkeypatch.context() as dying:
        dying.setattr(asking, "ask_provider", killed)
        with pytest.raises(BaseException):  # noqa: B017, PT011 (a process that is killed)
            await ask(company)
    assert len(provider.issued) == 1
    assert (await ask(company, NOW + timedelta(minutes=1)))["issued"] == 0, "somebody may still be asking"
    assert (await ask(company, NOW + timedelta(minutes=3)))["issued"] == 1
    assert len(provider.issued) == 1


async def test_feature_130_a_provider_may_answer_later_with_its_signature_and_twice(
    company: Company, provider: SimulatedEInvoices
) -> None:
    invoice = await requested(company)
    key = (await issue(company, invoice))["filing"]["id"]
    provider.says = ["pending"]
    assert (await ask(company))["waiting"] == 1
    forged = await provider.tell(key, secret=OTHER)
    assert (forged.status_code, forged.json()["errors"][0]["rule"]) == (422, "COL-96")
    assert (await provider.tell(key, number="123")).status_code == 422
    assert (await seen(company, invoice))["status"] == "REQUESTED"
    answers = await asyncio.gather(*(provider.tell(key) for _ in range(3)))
    assert [one.status_code for one in answers] == [200, 200, 200]
    issued = await seen(company, invoice)
    assert (issued["status"], issued["invoice_number"]) == ("ISSUED", "26312000000000000001")
    assert (await company.account(invoice["order"]))["invoiced"] == cny("1250.00")
    other = await provider.tell(key, number="26312000000000000009")
    assert (other.status_code, other.json()["rule"]) == (409, "COL-115")
    unknown = await provider.tell(invoice["id"], status="refused", reason="?")
    assert unknown.status_code == 404
    provider.tells = provider.tells.replace("baiwang", "nobody")
    assert (await provider.tell(key)).status_code == 422


async def test_feature_130_a_refusal_comes_back_with_its_reason_and_is_asked_for_anew(
    company: Company, provider: SimulatedEInvoices, outbox: Any
) -> None:
    invoice = await requested(company)
    first = (await issue(company, invoice))["filing"]["id"]
    provider.says = ["refuses"]
    assert (await ask(company))["refused"] == 1
    refused = await seen(company, invoice)
    assert (refused["status"], refused["filing"]["status"]) == ("REQUESTED", "REFUSED")
    assert refused["filing"]["reason"] == provider.reason
    (told,) = await outbox(InvoiceFilingFailed)
    assert (told.refused, told.reason, told.invoice_id) == (True, provider.reason, told.invoice_id)
    second = (await issue(company, invoice))["filing"]["id"]
    assert second != first
    assert (await ask(company))["issued"] == 1
    filings = await company.get(company.li, f"/invoices/{invoice['id']}/filings")
    assert [one["status"] for one in filings] == ["REFUSED", "ISSUED"]
    assert (await company.as_(company.other).get(f"/invoices/{invoice['id']}/filings")).status_code == 404


async def test_feature_130_a_red_letter_goes_the_same_way(company: Company, provider: SimulatedEInvoices) -> None:
    invoice = await requested(company)
    await issue(company, invoice)
    await ask(company)
    provider.says = ["refuses"]
    filed = await issue(company, invoice, "reverse", reason="开错抬头")
    assert (filed["status"], filed["filing"]["kind"]) == ("ISSUED", "REVERSE")
    await ask(company)
    assert (await seen(company, invoice))["filing"]["status"] == "REFUSED"
    await issue(company, invoice, "reverse", reason="开错抬头")
    await ask(company)
    red = provider.requests[-1]
    assert (red["original_number"], red["total"], red["reason"]) == ("26312000000000000001", "-1250.00", "开错抬头")
    gone = await seen(company, invoice)
    assert (gone["status"], gone["credit_note_number"]) == ("REVERSED", "26312000000000000002")
    assert gone["reversed_reason"] == "开错抬头"
    account = await company.account(invoice["order"])
    assert (account["invoiced"], account["to_invoice"]) == (cny("0.00"), cny("1250.00"))


async def test_feature_130_col_114_what_is_with_a_provider_is_not_rejected_or_cancelled(
    company: Company, provider: SimulatedEInvoices
) -> None:
    invoice = await requested(company)
    await issue(company, invoice)
    for who, verb, body in ((company.finance, "reject", {"reason": "no"}), (company.li, "cancel", {})):
        answer = await company.send(who, f"/invoices/{invoice['id']}/{verb}", **body)
        assert (answer.status_code, answer.json()["rule"]) == (409, "COL-114")


@pytest.mark.parametrize("says", ["issues", "refuses"])
async def test_feature_130_an_order_that_is_cancelled_meanwhile_has_no_invoice_in_the_end(
    company: Company, provider: SimulatedEInvoices, says: str
) -> None:
    invoice = await requested(company)
    await issue(company, invoice)
    provider.says = [says]
    for _ in range(2):
        answer = await company.as_(company.keeper).post(
            f"/order-accounts/{invoice['order']['order_id']}/cancel-invoices", headers={"x-as-of": NOW.isoformat()}
        )
        assert answer.status_code == 200, answer.text
    assert (await seen(company, invoice))["status"] == "REQUESTED"
    await ask(company)
    await ask(company)
    gone = await seen(company, invoice)
    assert gone["status"] == ("REVERSED" if says == "issues" else "CANCELLED")
    account = await company.account(invoice["order"])
    assert (account["invoiced"], account["requested"]) == (cny("0.00"), cny("0.00"))
    assert gone["credit_note_number"] == ("26312000000000000002" if says == "issues" else None)


async def test_feature_130_a_silent_provider_is_finances_and_is_asked_each_hour(
    company: Company, provider: SimulatedEInvoices, outbox: Any
) -> None:
    invoice = await requested(company)
    await issue(company, invoice)
    provider.says, at = ["nonsense"] * 6, NOW
    for pause in (1, 5, 15, 60, 60):
        due = await ask(company, at)
        assert due["next_due_at"] == (at + timedelta(minutes=pause)).isoformat().replace("+00:00", "Z")
        at += timedelta(minutes=pause)
    (told,) = await outbox(InvoiceFilingFailed)
    assert (told.refused, "number" in told.reason) == (False, True)
    await ask(company, at)
    await ask(company, at + timedelta(hours=1))
    assert (await seen(company, invoice))["status"] == "ISSUED"


async def test_feature_130_a_number_is_that_of_one_invoice(company: Company, provider: SimulatedEInvoices) -> None:
    first, second = await requested(company), await requested(company)
    await issue(company, first)
    await ask(company)
    key = (await issue(company, second))["filing"]["id"]
    provider.issued[key] = next(iter(provider.issued.values()))
    assert (await ask(company))["waiting"] == 1
    assert "26312000000000000001" in (await seen(company, second))["filing"]["error"]
    told = await provider.tell(key)
    assert (told.status_code, told.json()["rule"]) == (409, "COL-116")


async def test_feature_130_without_a_provider_the_number_is_our_own(
    company: Company, provider: SimulatedEInvoices, harness: ServiceHarness
) -> None:
    order = await company.sold("100.00")
    untaxed = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    answer = await company.send(company.finance, f"/invoices/{untaxed['id']}/issue")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-117")
    harness.app.state.settings.invoice_providers = []
    issued = await issue(company, untaxed)
    assert (issued["status"], issued["invoice_number"]) == ("ISSUED", "IV-2026-CS-CN-000001")


@pytest.mark.parametrize("cancelled", [False, True])
async def test_feature_203_what_a_provider_issued_is_mailed_by_itself_unless_its_order_is_cancelled_by_then(
    company: Company, provider: SimulatedEInvoices, cancelled: bool
) -> None:
    order = await ordered(company)
    said = FULL | {"mail_when_issued": True, "customer_id": str(order["customer_id"])}
    title = await company.post(company.li, "/invoice-titles", **said)
    invoice = await company.post(company.li, "/invoices", order_id=str(order["order_id"]), title_id=title["id"])
    key = (await issue(company, invoice))["filing"]["id"]
    assert await company.get(company.li, f"/invoices/{invoice['id']}/mails") == []
    if cancelled:
        await company.post(company.keeper, f"/order-accounts/{order['order_id']}/cancel-invoices")
    await ask(company)
    for _ in range(2):
        assert (await provider.tell(key)).status_code == 200
    sent = await company.get(company.li, f"/invoices/{invoice['id']}/mails")
    assert [one["mailed_to"] for one in sent] == ([] if cancelled else [FULL["email"]])


async def test_feature_130_what_a_provider_was_asked_for_is_no_to_do_of_the_order(
    company: Company, provider: SimulatedEInvoices
) -> None:
    invoice = await requested(company)
    path = f"/order-accounts/{invoice['order']['order_id']}/snapshot"
    assert len((await company.get(company.keeper, path))["to_issue"]) == 1
    await issue(company, invoice)
    assert (await company.get(company.keeper, path))["to_issue"] == []
