"""Does a dunning level ask whom it names, once, until it is paid; and does it say that they were notified? Who hears of
money that came?"""

from typing import Any
from uuid import UUID, uuid4

from messages.approvals.events import TodoClosed, TodoOpened
from messages.approvals.notices import NoticeConfirmed
from messages.collections.payments import PaymentConfirmed
from messages.collections.receivables import (
    ReceivableCancelled,
    ReceivableOverdue,
    ReceivablePaid,
    ReceivableReminded,
)
from messages.money import Money
from tests.services.approvals.conftest import Company
from tests.services.approvals.notices.test_in_app import asks, notices, of


async def inbox(company: Company, login: str) -> list[tuple[str, str]]:
    items = (await company.as_(login).get("/inbox")).json()["items"]
    return [(one["todo"], one["glance"]["amount"]) for one in items]


async def test_feature_136_a_reminder_is_among_the_notices_of_the_rep_and_of_his_manager_once(
    company: Company, deliver: Any, outbox: Any
) -> None:
    id = uuid4()
    named = {"tasks_for": [], "notices_for": ["owner", "manager"], "receivable_id": id, "version": 2}
    reminded = of(ReceivableReminded, "ann", **named)
    for _ in range(2):
        await deliver(reminded)
    for login in ("ann", "meng"):
        [one] = await notices(company, login)
        assert one["path"] == f"/records/receivable/{id}"
        assert "due" in one["text"] or "到期" in one["text"]
    assert await notices(company, "bob") == []
    confirmed = await outbox(NoticeConfirmed)
    assert {(one.of, one.level, one.who) for one in confirmed} == {
        (ReceivableReminded.subject, 0, "owner"),
        (ReceivableReminded.subject, 0, "manager"),
    }


async def test_feature_138_a_level_asks_all_whom_it_names_and_their_to_dos_close_when_it_is_paid(
    company: Company, deliver: Any, outbox: Any
) -> None:
    id = uuid4()
    named = {"tasks_for": ["owner", "finance"], "notices_for": ["manager"], "within": "1 business days"}
    about = {"receivable_id": id, "level": 7, "version": 3, "open": Money.of("800", "CNY")}
    await deliver(of(ReceivableOverdue, "ann", **named, **about))
    assert await inbox(company, "ann") == await inbox(company, "fang") == [("overdue", "800.00 CNY")]
    assert await inbox(company, "meng") == []
    [told] = await notices(company, "meng")
    assert "800.00" in told["text"]
    assert [(one.who, len(one.people)) for one in await outbox(NoticeConfirmed)] == [
        ("owner", 1), ("finance", 2), ("manager", 1),
    ]  # fmt: skip
    await deliver(of(ReceivablePaid, "ann", receivable_id=id, history=False, version=4))
    assert await inbox(company, "ann") == await inbox(company, "fang") == []
    assert len(await outbox(TodoClosed)) == 2


async def test_feature_138_a_cancelled_one_and_a_reminder_that_is_late_by_now_ask_nobody_any_more(
    company: Company, deliver: Any
) -> None:
    id = uuid4()
    await deliver(of(ReceivableReminded, "ann", **asked("owner"), receivable_id=id, version=2))
    assert [todo for todo, _ in await inbox(company, "ann")] == ["remind_payment"]
    await deliver(of(ReceivableOverdue, "ann", **asks("owner"), receivable_id=id, level=1, version=3))
    assert [todo for todo, _ in await inbox(company, "ann")] == ["overdue"]
    await deliver(of(ReceivableCancelled, "ann", receivable_id=id, version=4))
    assert await inbox(company, "ann") == []


async def test_feature_137_what_comes_again_is_told_again_and_is_one_open_to_do_of_what_is_open_by_then(
    company: Company, deliver: Any, outbox: Any
) -> None:
    id = uuid4()
    await again(deliver, id, level=45, version=5, left="800")
    await again(deliver, id, level=52, version=6, left="300")
    assert await inbox(company, "ann") == [("overdue", "300.00 CNY")]
    assert len(await outbox(TodoOpened)) == 1
    [told] = await notices(company, "ann")
    assert "52" in told["text"]
    assert "300.00" in told["text"]
    [task] = (await company.as_("ann").get("/inbox")).json()["items"]
    await company.as_("ann").post(f"/tasks/{task['task_id']}/done", json={})
    assert await inbox(company, "ann") == []
    await again(deliver, id, level=59, version=7, left="300")
    assert await inbox(company, "ann") == [("overdue", "300.00 CNY")], "still not paid: he is asked again"
    levels = [(one.level, one.who) for one in await outbox(NoticeConfirmed)]
    assert levels == [(45, "owner"), (52, "owner"), (59, "owner")]


async def test_feature_140_a_confirmed_payment_reaches_its_seller_executives_and_finance_once(
    company: Company, deliver: Any
) -> None:
    paid = of(PaymentConfirmed, "ann", amount=Money.of("90000", "CNY"))
    for _ in range(2):
        await deliver(paid)
    for login in ("ann", "meng", "fang"):
        [one] = await notices(company, login)
        assert "90,000.00" in one["text"]
    assert await notices(company, "bob") == []


async def again(deliver: Any, id: UUID, *, level: int, version: int, left: str) -> None:
    about = {"receivable_id": id, "level": level, "version": version, "open": Money.of(left, "CNY")}
    await deliver(of(ReceivableOverdue, "ann", **asks("owner"), **about, again=level > 45))


def asked(*whom: str) -> dict[str, Any]:
    return {name: value for name, value in asks(*whom).items() if name != "notifies"}
