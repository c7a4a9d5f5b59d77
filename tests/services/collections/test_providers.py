"""Is what a payment provider tells kept once, with its signature only, and compared with its bill? (feature 127)"""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import uvicorn

from chassis.testing.plugin import ServiceHarness
from messages.collections.payments import PaymentRecorded
from services.collections.settings import PaymentProvider
from tests.services.collections.bank_files import brought, entries, looked_at
from tests.services.collections.conftest import Company, cny
from tests.services.collections.simulated_provider import SimulatedProvider

SECRET, OTHER = "whsec_" + "c2VjcmV0" * 4, "whsec_" + "b3RoZXIh" * 4
BILL = {"account": None, "currency": None}


@pytest.fixture
async def provider(harness: ServiceHarness) -> AsyncIterator[SimulatedProvider]:
    """It speaks HTTP with the service on loopback."""
    known = {"name": "alipay", "legal_entity_id": "CS-CN", "secret": SECRET}
    harness.app.state.settings.payment_providers = [PaymentProvider.model_validate(known)]
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(harness.app, lifespan="off", log_level="critical"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.wait([serving], timeout=0.02)
        port = listening.getsockname()[1]
        yield SimulatedProvider(f"http://127.0.0.1:{port}/provider-notices/alipay", SECRET)
        server.should_exit = True
        await serving


async def transactions(company: Company, **query: Any) -> list[Any]:
    found: list[Any] = (await company.get(company.finance, "/provider-transactions", **query))["items"]
    return found


async def test_feature_127_col_96_a_notice_counts_with_its_signature_only(
    company: Company, provider: SimulatedProvider
) -> None:
    id = provider.paid("SO-1", "30.50")
    late = datetime.now(UTC) - timedelta(minutes=6)
    refused = await provider.tell(id, secret=OTHER)
    assert (refused.status_code, refused.json()["errors"][0]["rule"]) == (422, "COL-96")
    assert (await provider.tell(id, at=late)).status_code == 422
    body = provider.notice(id)
    assert (await provider.send(body, {"content-type": "application/json"})).status_code == 422
    headers = provider.signed(body, id="msg_1")
    assert (await provider.send(body.replace(b"30.50", b"99.50"), headers)).status_code == 422
    assert (await provider.send(body, headers | {"webhook-signature": "nonsense"})).status_code == 422
    provider.address = provider.address.replace("alipay", "nobody")
    assert (await provider.send(body, headers)).status_code == 422
    assert await transactions(company) == []


async def test_feature_127_a_notice_is_stored_and_told_again_it_is_counted_and_changes_nothing(
    company: Company, provider: SimulatedProvider, outbox: Any
) -> None:
    order = await company.sold("1000.00")
    id = provider.paid(order["number"], "300.00")
    answers = await asyncio.gather(*(provider.tell(id) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    (one,) = await transactions(company)
    assert (one["transaction_id"], one["amount"], one["status"], one["deliveries"]) == (
        id,
        cny("300.00"),
        "ANNOUNCED",
        4,
    )
    (recorded,) = await outbox(PaymentRecorded)
    assert str(recorded.payment_id) == one["payment_id"]
    assert (await company.account(order))["waiting"] == cny("300.00")
    changed = await provider.tell(id, amount="301.00")
    assert (changed.status_code, changed.json()["rule"]) == (409, "COL-98")
    nothing = await provider.tell(provider.paid(order["number"], "0.00"))
    assert (nothing.status_code, nothing.json()["rule"]) == (409, "COL-97")


async def test_feature_127_money_is_received_on_the_day_of_the_customers_clock(
    company: Company, provider: SimulatedProvider, outbox: Any
) -> None:
    order = await company.sold("1000.00")
    provider.paid_at = "2026-02-28T17:30:00Z"  # half past one on the first of March in Shanghai
    assert (await provider.tell(provider.paid(order["number"], "300.00"))).status_code == 200
    (recorded,) = await outbox(PaymentRecorded)
    payment = await company.get(company.finance, f"/payments/{recorded.payment_id}")
    assert payment["received_on"] == "2026-03-01"
    provider.paid_at = "2026-03-01T02:00:00"
    nowhere = await provider.tell(provider.paid(order["number"], "9.00"))
    assert (nowhere.status_code, nowhere.json()["errors"][0]["field"]) == (422, "paid_at")


async def test_feature_127_col_12_what_is_dated_far_ahead_is_kept_as_refused_until_it_is_told_with_a_day_that_has_come(
    company: Company, provider: SimulatedProvider, outbox: Any
) -> None:
    order = await company.sold("1000.00")
    provider.paid_at = "2027-03-02T02:00:00Z"
    id, billed = (provider.paid(order["number"], "300.00") for _ in range(2))
    for one in (id, id, billed):
        answer = await provider.tell(one)
        assert (answer.status_code, answer.json()["status"]) == (200, "REFUSED")
    kept = {one["transaction_id"]: one for one in await transactions(company, status="REFUSED")}
    assert (kept[id]["refused_by"], kept[id]["deliveries"], kept[id]["payment_id"]) == ("COL-12", 2, None)
    assert await outbox(PaymentRecorded) == []
    assert (await company.account(order))["waiting"] == cny("0.00")
    await brought(company, provider.bill(), **BILL)
    assert {one["status"] for one in await transactions(company)} == {"RECONCILED"}, "finance sees it on the bill too"
    late = provider.paid(order["number"], "40.00")
    assert (await provider.tell(late)).json()["status"] == "REFUSED"
    provider.paid_at = "2026-03-02T02:00:00Z"  # its clock was put right
    now = (await provider.tell(late)).json()
    assert (now["status"], now["refused_by"], now["paid_at"]) == ("ANNOUNCED", "", "2026-03-02T02:00:00Z")
    assert (await provider.tell(late)).json()["payment_id"] == now["payment_id"]
    assert len(await outbox(PaymentRecorded)) == 1
    assert (await company.account(order))["waiting"] == cny("40.00")


async def test_feature_127_col_99_the_bill_reconciles_what_was_told_and_finance_confirms_it(
    company: Company, provider: SimulatedProvider
) -> None:
    order = await company.sold("1000.00")
    same, other = provider.paid(order["number"], "300.00"), provider.paid("SO-UNKNOWN", "30.50")
    untold, back = provider.paid("SO-UNTOLD", "5.00"), provider.paid(order["number"], "9.00", refund=True)
    for id in (same, other, back):
        assert (await provider.tell(id)).status_code == 200
    report = await brought(company, provider.bill(**{f"t{other}": "31.50"}), **BILL)
    assert (report["accepted"], report["transactions"]) == (4, 3)
    told = {one["transaction_id"]: (one["status"], one["billed"]["amount"]) for one in await transactions(company)}
    assert told[same] == ("RECONCILED", "300.00")
    assert told[other] == ("DIFFERENT", "31.50")
    assert told[back] == ("RECONCILED", "-9.00")
    assert [one["transaction_id"] for one in await transactions(company, status="DIFFERENT")] == [other]
    await looked_at(company)
    entry = next(one for one in await entries(company) if one["reference"] == same)
    best = entry["suggestions"][0]
    done = await company.post(company.finance, f"/bank-entries/{entry['id']}/accept", payment_id=best["payment_id"])
    assert done["payment_status"] == "CONFIRMED"
    assert (await company.account(order))["paid"] == cny("300.00")
    assert (await provider.tell(untold)).json()["status"] == "RECONCILED"  # its bill was here before


async def test_feature_127_money_for_an_order_that_takes_none_is_kept_and_not_recorded(
    company: Company, provider: SimulatedProvider, outbox: Any
) -> None:
    order = await company.sold("1000.00")
    await company.cancelled(order)
    for number in (order["number"], "SO-NOBODY"):
        answer = await provider.tell(provider.paid(number, "30.50"))
        assert (answer.status_code, answer.json()["payment_id"]) == (200, None)
    assert await outbox(PaymentRecorded) == []
    assert len(await transactions(company)) == 2


async def test_feature_127_transactions_are_read_by_finance_of_the_legal_entity(
    company: Company, provider: SimulatedProvider
) -> None:
    await provider.tell(provider.paid("SO-1", "1.00"))
    assert (await company.get(company.foreign, "/provider-transactions"))["items"] == []
    assert (await company.as_(company.li).get("/provider-transactions")).status_code == 403
