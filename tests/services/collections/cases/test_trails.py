"""Does an auditor get the whole life of a receivable, unaltered, and a court its papers? (features 149, 153)"""

import hashlib
import io
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.hand_over import PersonHandedOver
from tests.services.collections.conftest import Company, cny
from tests.services.collections.test_dunning import brought, day, rows, shard_with, shown

LEGAL = an_actor("legal", name="Legal", unit="cs/legal")
DIRECTOR = an_actor("director", name="Director", unit="cs")


async def trail(company: Company, id: object, **query: Any) -> Any:
    return await company.get(company.finance, f"/receivables/{id}/trail", lang="en", **query)


async def lived(company: Company, time_is: Any, deliver: Any) -> Any:
    """One that was dunned, paused, promised, talked about, handed over and paid in part."""
    await company.hire(company.finance, company.other)
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    await company.sweep(shard, day(1))
    time_is(day(2))
    customer = (await shown(company, id))["customer_id"]
    about: dict[str, Any] = {"receivable_ids": [str(id)]}
    pause = {"customer_id": customer, "reason": "DISPUTE", "note": "wrong price", "until": "2026-04-05"}
    await company.post(company.finance, "/dunning-pauses", **about, **pause)
    by: dict[str, Any] = {"amount": "60.00", "promised_on": "2026-04-06", "promised_by": "Ms Zhao"}
    await company.post(company.finance, "/promises", **about, **by)
    await company.post(company.finance, f"/receivables/{id}/comment", text="They were sure")
    over = {"handover_id": uuid4(), "person_id": company.finance.id, "to_id": company.other.id}
    await deliver(PersonHandedOver(**over, person_name="Finance", by_id=company.finance.id, version=1))
    paid = {"customer_id": customer, "amount": cny("60.00"), "received_on": "2026-04-02"}
    made = await company.post(company.finance_too, "/payments", **paid)
    await company.post(company.finance, f"/payments/{made['id']}/confirm")
    return id


async def test_feature_153_each_movement_level_letter_pause_promise_and_owner_with_who_and_when(
    company: Company, time_is: Any, deliver: Any
) -> None:
    seen = await trail(company, await lived(company, time_is, deliver))
    what = [one["what"] for one in seen["entries"]]
    assert sorted(what) == sorted([
        "ledger.RECEIVABLE_OPENED", "collections.receivable.opened.v1", "collections.receivable.overdue.v1", "letter",
        "collections.dunning_pause.started.v1", "collections.promise.made.v1", "collections.receivable.commented.v1",
        "owner", "ledger.ALLOCATED", "collections.receivable.balance_changed.v1", "collections.promise.kept.v1",
    ])  # fmt: skip
    by = {one["what"]: one["by_name"] for one in seen["entries"]}
    assert (by["owner"], by["ledger.ALLOCATED"], by["collections.promise.made.v1"]) == ("Finance",) * 3
    assert by["collections.receivable.overdue.v1"] == "", "by itself"
    words = {one["what"]: one["words"] for one in seen["entries"]}
    assert words["owner"] == "It went to Other"
    assert "Ms Zhao promises to pay" in words["collections.promise.made.v1"]
    assert [one["amount"] for one in seen["entries"] if one["amount"]] == [cny("100.00"), cny("-60.00")]
    assert [one["place"] for one in seen["entries"]] == list(range(1, 12))


async def test_feature_153_col_199_a_kept_digest_is_found_again_while_the_trail_only_grows(
    company: Company, time_is: Any, deliver: Any
) -> None:
    id = await lived(company, time_is, deliver)
    kept = (await trail(company, id))["digest"]
    assert (await trail(company, id, digest=kept))["known_at"] == 11
    await company.post(company.finance, f"/receivables/{id}/comment", text="and more")
    later = await trail(company, id, digest=kept)
    assert (later["known_at"], len(later["entries"])) == (11, 12)
    assert later["digest"] != kept
    assert (await trail(company, id, digest=hashlib.sha256(b"another").hexdigest()))["known_at"] is None


@pytest.mark.parametrize(
    "altering",
    [
        "UPDATE outbox SET payload = payload || '{\"promised_by\": \"x\"}' WHERE subject LIKE '%promise.made%'",
        "DELETE FROM outbox WHERE subject LIKE '%dunning_pause.started%'",
        "UPDATE dunning SET text_zh = 'another'",
    ],
)
async def test_feature_153_col_199_what_is_altered_behind_our_back_is_found(
    company: Company, harness: ServiceHarness, time_is: Any, deliver: Any, altering: str
) -> None:
    id = await lived(company, time_is, deliver)
    kept = (await trail(company, id))["digest"]
    async with harness.database.engine.begin() as connection:
        await connection.execute(text(altering))
    assert (await trail(company, id, digest=kept))["known_at"] is None


@pytest.mark.parametrize("table", ["receivable_comments", "receivable_owner_changes", "ledger_entries"])
async def test_feature_153_what_was_written_is_never_changed(
    company: Company, harness: ServiceHarness, time_is: Any, deliver: Any, table: str
) -> None:
    await lived(company, time_is, deliver)
    with pytest.raises(DBAPIError, match="append-only"):
        async with harness.database.engine.begin() as connection:
            await connection.execute(text(f"DELETE FROM {table}"))


async def test_feature_153_it_is_a_pdf_and_a_spreadsheet_for_those_who_audit(
    company: Company, time_is: Any, deliver: Any
) -> None:
    id = await lived(company, time_is, deliver)
    for lang in ("zh", "en"):
        printed = await company.as_(DIRECTOR).get(f"/receivables/{id}/trail/pdf", params={"lang": lang})
        assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    sheet = await company.as_(DIRECTOR).get(f"/receivables/{id}/trail/xlsx", params={"lang": "en"})
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as packed:
        cells = packed.read("xl/worksheets/sheet1.xml").decode()
    assert (await trail(company, id))["digest"] in cells
    for part in ("", "/pdf", "/xlsx"):
        assert (await company.as_(company.li).get(f"/receivables/{id}/trail{part}")).status_code == 403
        assert (await company.as_(company.foreign).get(f"/receivables/{id}/trail{part}")).status_code == 404


async def test_feature_149_the_evidence_pack_has_the_papers_of_the_debt(company: Company, time_is: Any) -> None:
    order = await company.sold()
    await company.shipped(order)
    await company.received(order)
    invoice = await company.post(company.li, "/invoices", order_id=str(order["order_id"]))
    await company.post(company.finance, f"/invoices/{invoice['id']}/issue")
    owed = (await company.receivables(order))[0]
    await company.sweep(await shard_with(company, owed["id"]), day(60))
    for actor in (LEGAL, company.finance):
        answer = await company.as_(actor).get(f"/receivables/{owed['id']}/evidence", params={"lang": "zh"})
        assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        assert names[:2] == ["1-summary.pdf", "2-trail.pdf"]
        assert any(name.startswith("letters/") for name in names)
        assert any(name.startswith("invoices/") for name in names)
        assert all(packed.read(name)[:5] == b"%PDF-" for name in names if name.endswith(".pdf"))
    again = await company.as_(LEGAL).get(f"/receivables/{owed['id']}/evidence", params={"lang": "zh"})
    assert again.content == answer.content, "the same papers are the same bytes"
    assert (await company.as_(company.li).get(f"/receivables/{owed['id']}/evidence")).status_code == 403
    assert (await company.as_(company.foreign).get(f"/receivables/{owed['id']}/evidence")).status_code == 404


async def test_feature_149_also_of_a_debt_that_another_system_made(company: Company) -> None:
    (id,) = await brought(company, *rows("1"))
    answer = await company.as_(LEGAL).get(f"/receivables/{id}/evidence", params={"lang": "en"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.namelist() == ["1-summary.pdf", "2-trail.pdf"]
