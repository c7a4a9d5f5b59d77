"""Is somebody told in the app: of acts, and of what happens elsewhere; and is nobody who has left?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from messages.approvals.events import TodoClosed, TodoOpened
from messages.base import Event
from messages.collections.advances import AdvanceOffered, AdvanceUsed, AdvanceWithdrawn
from messages.collections.corrections import CorrectionRejected, CorrectionRequested
from messages.collections.payments import PaymentConfirmed
from messages.collections.receivables import ReceivableCancelled, ReceivableOverdue, ReceivablePaid
from messages.collections.refunds import RefundConfirmed, RefundRequested, RefundWithdrawn
from messages.deals.registrations import RegistrationProtectionEnding, RegistrationReleased
from messages.hand_over import LeadsHandedOver, OrdersHandedOver, PersonHandedOver
from messages.leads.events import LeadAssigned, LeadReclaimed, LeadWarned
from messages.orders.shipments import ShipmentReceived, ShipmentSent
from tests.messages.samples import sample
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notices.post import Post, later, mail_server, post, web_server  # noqa: F401 (fixtures)


def of(kind: type[Event], login: str, **more: Any) -> Event:
    whose = "former_owner_id" if "former_owner_id" in kind.model_fields else "owner_id"
    return sample(kind).model_copy(update={whose: id_of(login), "legal_entity_id": "CS-CN"} | more)


def asks(*whom: str) -> dict[str, Any]:
    """A level of the dunning procedure that has a to-do for these."""
    return {"notifies": whom[0], "tasks_for": list(whom), "notices_for": [], "within": "2 business days"}


async def notices(company: Company, login: str, **query: Any) -> list[dict[str, Any]]:
    answer = await company.as_(login).get("/notices", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def unread(company: Company, login: str) -> int:
    return int((await company.as_(login).get("/notices/count")).json()["unread"])


async def test_case_e2_feature_188_what_happens_to_ones_records_is_told_in_the_app(
    company: Company, deliver: Any
) -> None:
    kinds = (LeadWarned, LeadReclaimed, LeadAssigned, RegistrationReleased, ShipmentSent, ShipmentReceived)
    for kind in (*kinds, PaymentConfirmed):
        await deliver(of(kind, "ann"))
    found = await notices(company, "ann")
    assert len(found) == len(kinds) + 1 == await unread(company, "ann")
    assert not any("{" in one["text"] or one["text"].startswith("notice.") for one in found)
    assert {one["path"].split("/")[2] for one in found} == {"lead", "registration", "order", "payment"}
    assert await notices(company, "bob") == []


async def test_case_e2_the_same_event_twice_is_one_notice(company: Company, deliver: Any) -> None:
    id = uuid4()
    for _ in range(2):
        await deliver(of(LeadWarned, "ann"), id=id)
    assert await unread(company, "ann") == 1
    for _ in range(2):  # published again at each allocation
        await deliver(of(PaymentConfirmed, "bob"))
    assert await unread(company, "bob") == 1


async def test_case_e2_by_his_channel_too(company: Company, post: Post, deliver: Any) -> None:
    await post.channel("ann")
    await deliver(of(LeadWarned, "ann"))
    await post.sweep()
    assert post.mail.to == ["ann@house.test"]
    assert (await post.deliveries("ann"))[0].state == "SENT"


async def test_case_a8_e2_of_a_protection_that_ends_soon_in_the_app_and_by_channel(
    company: Company, post: Post, deliver: Any
) -> None:
    await post.channel("ann")
    id, until = uuid4(), datetime(2026, 4, 1, 2, tzinfo=UTC)
    for _ in range(2):
        await deliver(of(RegistrationProtectionEnding, "ann", number="RG-7", protected_until=until), id=id)
    [told] = await notices(company, "ann")
    assert "RG-7" in told["text"]
    assert "2026-04-01" in told["text"]
    assert told["path"].split("/")[2] == "registration"
    await post.sweep()
    assert post.mail.to == ["ann@house.test"]
    assert "RG-7" in str(post.mail.mails[0]["subject"])


async def test_case_e1_an_overdue_level_is_a_to_do_until_it_is_paid(
    company: Company, post: Post, deliver: Any, outbox: Any
) -> None:
    await post.channel("ann")
    receivable = uuid4()
    for level, whom in ((1, "owner"), (7, "manager"), (15, "finance")):
        about = {"level": level, "receivable_id": receivable, "version": level}
        await deliver(of(ReceivableOverdue, "ann", **asks(whom), **about))
    inboxes = {who: (await company.as_(who).get("/inbox")).json()["items"] for who in ("ann", "meng", "fang", "bob")}
    assert {who: [one["todo"] for one in found] for who, found in inboxes.items()} == {
        "ann": ["overdue"], "meng": ["overdue"], "fang": ["overdue"], "bob": [],
    }  # fmt: skip
    [card] = inboxes["ann"]
    assert card["glance"]["amount"] == str(sample(ReceivableOverdue).open)
    await post.sweep()
    assert post.mail.to == ["ann@house.test"]
    said = str(post.mail.mails[0]["subject"])
    assert "CNY" not in said.replace("CN¥", ""), said
    assert len(await outbox(TodoOpened)) == 3
    await deliver(of(ReceivablePaid, "ann", receivable_id=receivable, history=False, version=16))
    assert (await company.as_("ann").get("/inbox")).json()["items"] == []
    assert len(await outbox(TodoClosed)) == 3


async def test_case_e1_an_overdue_level_that_comes_after_the_payment_asks_nobody(
    company: Company, deliver: Any, outbox: Any
) -> None:
    about: dict[str, Any] = {"receivable_id": uuid4()} | asks("owner")
    await deliver(of(ReceivablePaid, "ann", receivable_id=about["receivable_id"], history=False, version=5))
    await deliver(of(ReceivableOverdue, "ann", **about, level=1, version=4))
    assert (await company.as_("ann").get("/inbox")).json()["items"] == []
    assert await outbox(TodoOpened) == []
    await deliver(of(ReceivableOverdue, "ann", **about, level=7, version=8))  # the payment was reversed since
    assert [one["todo"] for one in (await company.as_("ann").get("/inbox")).json()["items"]] == ["overdue"]


@pytest.mark.parametrize(
    ("asked", "done", "todo", "record"),
    [
        (RefundRequested, RefundConfirmed, "confirm_refund", "refund_id"),
        (RefundRequested, RefundWithdrawn, "confirm_refund", "refund_id"),
        (CorrectionRequested, CorrectionRejected, "confirm_correction", "correction_id"),
        (AdvanceOffered, AdvanceUsed, "use_advance", "advance_id"),
        (AdvanceOffered, AdvanceWithdrawn, "use_advance", "advance_id"),
        (AdvanceOffered, ReceivablePaid, "use_advance", "advance_id"),
        (AdvanceOffered, ReceivableCancelled, "use_advance", "advance_id"),
    ],
)
async def test_case_e4_money_that_finance_has_to_decide_on_is_a_to_do_of_finance_until_it_has(
    company: Company, deliver: Any, asked: type[Event], done: type[Event], todo: str, record: str
) -> None:
    id = uuid4()
    about = {name: id for name in (record, "receivable_id") if name in asked.model_fields}
    await deliver(of(asked, "ann", **about, version=1))
    inboxes = {who: (await company.as_(who).get("/inbox")).json()["items"] for who in ("fang", "ann")}
    assert {who: [one["todo"] for one in found] for who, found in inboxes.items()} == {"fang": [todo], "ann": []}
    said = {record: id, "receivable_id": id, "history": False}
    done_about = {name: value for name, value in said.items() if name in done.model_fields}
    await deliver(of(done, "ann", **done_about, version=2))
    assert (await company.as_("fang").get("/inbox")).json()["items"] == []


async def test_of_imported_history_nobody_is_told(company: Company, deliver: Any, outbox: Any) -> None:
    await deliver(of(ReceivablePaid, "ann", history=True))
    assert await outbox(TodoClosed) == []
    assert await unread(company, "ann") == 0


async def test_app_160_how_a_request_ended_is_told_without_any_channel(company: Company) -> None:
    request = await company.submit()
    await company.act("meng", "reject", request, comment="too dear")
    [one] = await notices(company, "ann")
    assert (one["what"], one["detail"], one["read_at"]) == ("settled", "too dear", None)
    assert request.about.number in one["text"]
    assert await notices(company, "meng") == []


async def test_a_notice_is_read_by_its_person_only_and_once(company: Company, deliver: Any) -> None:
    await deliver(of(LeadWarned, "ann"))
    await deliver(of(LeadReclaimed, "ann"))
    first = (await notices(company, "ann"))[0]
    assert (await company.as_("bob").post(f"/notices/{first['id']}/read")).status_code == 404
    read = (await company.as_("ann").post(f"/notices/{first['id']}/read")).json()
    assert read["read_at"]
    assert (await company.as_("ann").post(f"/notices/{first['id']}/read")).json() == read
    assert await unread(company, "ann") == len(await notices(company, "ann", unread=True)) == 1
    assert (await company.as_("ann").post("/notices/read")).json() == {"unread": 0}
    assert len(await notices(company, "ann")) == 2


async def leaves(company: Company, login: str) -> None:
    person = (await company.process.get(f"/people/{id_of(login)}")).json()
    headers = {"if-match": f'"{person["version"]}"'}
    answer = await company.process.patch(f"/people/{id_of(login)}", json={"active": False}, headers=headers)
    assert answer.status_code == 200, answer.text


async def test_app_161_case_a8_nobody_who_has_left_is_told_or_sent_anything(
    company: Company, post: Post, deliver: Any
) -> None:
    await post.channel("ann", when="daily")
    await deliver(of(LeadWarned, "ann"))  # in his digest of tomorrow
    request = await company.submit("ann")
    await leaves(company, "ann")
    await company.act("meng", "reject", request)
    await deliver(of(LeadReclaimed, "ann"))
    swept = await post.sweep(later(days=5))
    assert (swept.sent, post.mail.to) == (0, [])
    assert [one["what"] for one in await notices(company, "meng")] == ["record"]  # what came for her


async def test_app_165_feature_189_returned_work_is_a_to_do_until_it_is_submitted_again(company: Company) -> None:
    request = await company.submit()
    await company.act("meng", "return", request, comment="name the site")
    [todo] = [one for one in (await company.as_("ann").get("/inbox")).json()["items"] if one["kind"] == "TODO"]
    shown = (await company.as_("ann").get(f"/tasks/{todo['task_id']}")).json()
    assert (shown["todo"], shown["comment"], shown["may"]) == ("resubmit", "name the site", [])
    assert shown["due_at"] > shown["opened_at"]
    assert (todo["glance"]["amount"], shown["glance"]["amount"]) == ("150000.00 CNY", "150000.00 CNY")
    ticked = await company.as_("ann").post(f"/tasks/{todo['task_id']}/done", json={})
    assert (ticked.status_code, ticked.json()["rule"]) == (409, "APP-165")
    again = {"facts": {"amount": "150000.00"}, "content": {"amount": "150000.00", "site": "East"}}
    answer = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=again)
    assert answer.status_code == 200, answer.text
    assert (await company.as_("ann").get("/inbox")).json()["items"] == []


async def test_feature_189_or_withdrawn(company: Company) -> None:
    request = await company.submit()
    await company.act("meng", "return", request)
    assert len((await company.as_("ann").get("/inbox")).json()["items"]) == 1
    await company.as_("ann").post(f"/requests/{request.id}/withdraw", json={})
    assert (await company.as_("ann").get("/inbox")).json()["items"] == []


async def test_app_166_case_a8_one_act_hands_over_and_reports(company: Company, deliver: Any, outbox: Any) -> None:
    root = company.as_("root")
    path = f"/people/{id_of('ann')}/hand-over"
    refused = await root.post(path, json={"to": str(id_of("ann"))})
    assert (refused.status_code, refused.json()["rule"]) == (409, "APP-166")
    moved = (await root.post(path, json={"to": str(id_of("bob"))})).json()
    assert moved["to_id"] == str(id_of("bob"))
    [ordered] = await outbox(PersonHandedOver)
    assert (ordered.person_id, ordered.to_id) == (id_of("ann"), id_of("bob"))
    same = {"handover_id": ordered.handover_id, "person_id": id_of("ann"), "person_name": "Ann"}
    await deliver(LeadsHandedOver(**same, owner_id=id_of("bob"), leads=3, version=1), twice=True)
    await deliver(OrdersHandedOver(**same, owner_id=id_of("bob"), orders=1, version=1))
    [report] = (await root.get(f"/people/{id_of('ann')}/hand-overs")).json()
    assert report["records"] == {"leads": 3, "campaigns": 0, "activities": 0, "tasks": 0, "orders": 1}
    assert (report["by_id"], report["to_id"]) == (str(id_of("root")), str(id_of("bob")))
    assert len(await notices(company, "bob")) == 2
    assert (await company.as_("bob").get(f"/people/{id_of('ann')}/hand-overs")).status_code == 403


async def test_case_a8_who_leaves_gives_all_to_his_superior_at_once(company: Company, outbox: Any) -> None:
    await leaves(company, "ann")
    [ordered] = await outbox(PersonHandedOver)
    assert ordered.to_id == id_of("meng")


async def test_case_a8_where_nobody_is_above_an_administrator_names_the_successor(
    company: Company, outbox: Any
) -> None:
    await leaves(company, "boss")
    assert await outbox(PersonHandedOver) == []
    [todo] = (await company.as_("root").get("/inbox")).json()["items"]
    assert todo["todo"] == "name_successor"
    await company.as_("root").post(f"/people/{id_of('boss')}/hand-over", json={"to": str(id_of("meng"))})
    assert (await company.as_("root").get("/inbox")).json()["items"] == []
