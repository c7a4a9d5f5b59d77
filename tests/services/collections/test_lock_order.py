"""Does who decides on a payment lock its entry, customer, payments and receivables in the order of everybody else?"""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.testing.plugin import ServiceHarness
from messages.deals.terms import InstalmentTrigger
from tests.services.collections.bank_files import one_entry
from tests.services.collections.conftest import Company

WAITS_FOR_ME = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
LOCK_ENTRY = text("SELECT id FROM bank_entries WHERE id = :id FOR UPDATE NOWAIT")
LOCK_CUSTOMER = text("SELECT id FROM customers WHERE id = :id FOR UPDATE NOWAIT")
LOCK_PAYMENT = text("SELECT id FROM payments WHERE id = :id FOR UPDATE NOWAIT")
LOCK = text("SELECT id FROM receivables WHERE id = :id FOR UPDATE NOWAIT")


async def _until_it_waits(session: AsyncSession) -> None:
    for _ in range(500):
        if (await session.execute(WAITS_FOR_ME)).scalar_one():
            return
        await asyncio.sleep(0.02)


async def _asked_to_void(company: Company, payment_id: str) -> str:
    """The path on which the correction is confirmed by another one."""
    asked = await company.post(company.finance_too, "/corrections", payment_id=payment_id, kind="VOID", reason="gone")
    return f"/corrections/{asked['id']}/confirm"


async def test_who_voids_the_payment_of_an_entry_locks_the_entry_before_the_customer(
    company: Company, harness: ServiceHarness
) -> None:
    """As who reopens or accepts it: else each of the two waits for ever for the other."""
    order = await company.sold("100.00")
    entry = await one_entry(company, "100.00", text="x")
    his = {"customer_id": str(order["customer_id"])}
    done = await company.post(company.finance_too, f"/bank-entries/{entry['id']}/accept", **his)
    path = await _asked_to_void(company, done["payment_id"])
    async with harness.database.session() as session:
        await session.execute(LOCK_ENTRY, {"id": UUID(entry["id"])})
        voided = asyncio.create_task(company.post(company.finance, path))
        await _until_it_waits(session)
        await session.execute(LOCK_CUSTOMER, {"id": order["customer_id"]})
    assert (await voided)["status"] == "CONFIRMED"
    opened = await company.get(company.finance, f"/bank-entries/{entry['id']}")
    assert (opened["status"], opened["payment_id"]) == ("OPEN", None)


async def test_who_waits_for_the_first_payment_of_a_customer_holds_none_behind_it(
    company: Company, harness: ServiceHarness
) -> None:
    """Also where what settles something later may serve the debt of a voided payment first."""
    order = await company.sold("100.00", (("50", InstalmentTrigger.ORDER, 0), ("50", InstalmentTrigger.ORDER, 30)))
    first, second = sorted(uuid4() for _ in range(2))
    for id in (second, first):  # the second settles what is due first, and is voided
        await company.pay(order, "50.00", id=str(id))
    assert [one["status"] for one in await company.receivables(order)] == ["PAID", "PAID"]
    path = await _asked_to_void(company, str(second))
    async with harness.database.session() as session:
        await session.execute(LOCK_PAYMENT, {"id": first})
        voided = asyncio.create_task(company.post(company.finance, path))
        await _until_it_waits(session)
        await session.execute(LOCK_PAYMENT, {"id": second})
    assert (await voided)["status"] == "CONFIRMED"
    assert [one["status"] for one in await company.receivables(order)] == ["PAID", "OPEN"]


@pytest.mark.parametrize("verb", ["confirm", "reject"])
async def test_who_waits_for_the_first_receivable_holds_none_behind_it(
    company: Company, harness: ServiceHarness, verb: str
) -> None:
    order = await company.sold()
    first, second = sorted(UUID(row["id"]) for row in await company.receivables(order))
    meant = [{"receivable_id": str(second), "amount": "50.00"}]
    paid = await company.pay(order, "50.00", confirm=False, allocations=meant)
    await company.pay(order, "20.00", confirm=False)
    said = {"allocations": meant} if verb == "confirm" else {"reason": "not found"}
    async with harness.database.session() as session:
        await session.execute(LOCK, {"id": first})
        decided = asyncio.create_task(company.post(company.finance, f"/payments/{paid['id']}/{verb}", **said))
        await _until_it_waits(session)
        await session.execute(LOCK, {"id": second})
    assert (await decided)["status"] in ("CONFIRMED", "REJECTED")
