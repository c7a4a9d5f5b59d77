"""Does every live receivable reach each dunning level once, at local midnight, one message per customer?"""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from messages.approvals.notices import NoticeConfirmed
from messages.collections.credit import CreditChanged
from messages.collections.dunning.dunnings import SHARDS, DunningPrepared
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from services.collections.domain.due_dates import midnight
from services.collections.domain.dunning_procedure import DunningLevel, Procedure
from services.collections.domain.dunning_procedure import reached as levels_reached_by
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import Company, cny

CN = "Asia/Shanghai"
DUE = date(2026, 4, 1)
PROCEDURE = Procedure(
    uuid4(), "*", "", tuple(DunningLevel(max(days, 0), days) for days in (-30, 1, 7, 15, 30, 45)), repeat_days=7
)


def rows(*externals: str, customer: str = "C-1", due: date = DUE, **more: Any) -> list[dict[str, Any]]:
    fields = {"customer": customer, "invoiced_on": "2026-03-01", "due_on": due.isoformat(), "amount": "100.00"}
    live = {"currency": "CNY", "live": True}
    return [fields | live | {"line": n, "external_id": id} | more for n, id in enumerate(externals, 2)]


async def brought(company: Company, *told: dict[str, Any]) -> list[UUID]:
    """Their ids, in the order told."""
    lines = [row | {"line": line} for line, row in enumerate(told, 2)]
    report = await company.post(company.finance, "/receivables/import", rows=lines, source="test")
    assert report["accepted"] == len(told), report
    return [UUID(row["id"]) for row in report["rows"]]


async def shown(company: Company, id: UUID) -> Any:
    return await company.get(company.finance, f"/receivables/{id}")


async def shard_with(company: Company, id: UUID) -> int:
    return shard_of(UUID((await shown(company, id))["customer_id"]))


def day(days: int, tz: str = CN) -> datetime:
    """Local 00:00, so many days after the due date."""
    return midnight(DUE + timedelta(days=days), tz)


async def test_feature_136_a_reminder_comes_once_thirty_days_before(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    early = await company.sweep(shard, day(-30) - timedelta(seconds=1))
    assert (early["reminded"], early["next_due_at"], early["more"]) == (0, "2026-03-01T16:00:00Z", False)
    for _ in range(2):
        swept = await company.sweep(shard, day(-30))
    assert swept == {"reminded": 0, "escalated": 0, "dunned": 0, "next_due_at": "2026-03-26T16:00:00Z", "more": False}
    # then its owner is asked to contact the customer, five days before it is due
    told = await outbox(ReceivableReminded)
    assert [event.receivable_id for event in told] == [id]
    assert (await shown(company, id))["reminded"]
    assert await outbox(DunningPrepared) == []


async def test_dunning_levels_are_reached_at_local_midnights(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    for moment in (day(n) for n in range(-5, 60)):
        await company.sweep(shard, moment)
    told = await outbox(ReceivableOverdue)
    assert [(event.level, event.reached_at, event.notifies) for event in told] == [
        (1, day(1), "owner"),
        (7, day(7), "manager"),
        (15, day(15), "finance"),
        (30, day(30), "director"),
        (45, day(45), "legal"),
        (52, day(52), "legal"),  # every week until it is paid
        (59, day(59), "legal"),
    ]
    assert [event.again for event in told] == [False] * 5 + [True] * 2
    assert [event.version for event in told] == sorted({event.version for event in told})
    assert (await company.sweep(shard, day(90)))["next_due_at"] == "2026-07-03T16:00:00Z"


async def test_a_late_keeper_catches_up_all_dunning_levels_in_order(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    swept = await company.sweep(await shard_with(company, id), day(16))
    assert (swept["reminded"], swept["escalated"], swept["dunned"]) == (0, 3, 1)
    assert await outbox(ReceivableReminded) == [], "case_F: nobody is reminded of a day that is over"
    assert [event.level for event in await outbox(ReceivableOverdue)] == [1, 7, 15]
    assert [event.levels for event in await outbox(DunningPrepared)] == [{"AR-CS-CN-1": 15}]
    assert (await shown(company, id))["level"] == 15


async def test_all_that_is_due_at_once_is_one_message_per_customer(company: Company, outbox: Any) -> None:
    told = [*rows("1", "2"), *rows("3", due=DUE - timedelta(days=6)), *rows("4", due=DUE + timedelta(days=60))]
    ids = await brought(company, *told)
    shard = await shard_with(company, ids[0])
    await company.sweep(shard, day(-1))
    await company.sweep(shard, day(1))
    first, second = await outbox(DunningPrepared)
    assert (first.levels, str(first.total)) == ({"AR-CS-CN-3": 1}, "100.00 CNY")
    assert (second.levels, str(second.total)) == ({"AR-CS-CN-1": 1, "AR-CS-CN-2": 1, "AR-CS-CN-3": 7}, "300.00 CNY")
    assert sorted(second.notifies) == ["manager", "owner"]
    written = (await company.get(company.finance, "/dunnings", customer_id=first.customer_id))["items"][1]
    assert "AR-CS-CN-3" in written["text_zh"]
    assert "CN¥300.00" in written["text_en"]
    assert (await company.get(company.other, "/dunnings"))["items"] == []


async def test_two_keepers_at_once_handle_each_dunning_level_once(company: Company, outbox: Any) -> None:
    ids = await brought(company, *rows(*[str(n) for n in range(40)]))
    shard = await shard_with(company, ids[0])
    swept = await asyncio.gather(*[company.sweep(shard, day(8)) for _ in range(4)])
    assert sum(one["escalated"] for one in swept) == 80
    assert len(await outbox(ReceivableOverdue)) == 80
    assert len(await outbox(DunningPrepared)) == 1


async def test_batches_take_whole_customers(company: Company, outbox: Any) -> None:
    told = [row for n in range(30) for row in rows(f"{n}-a", f"{n}-b", f"{n}-c", customer=f"C-{n}")]
    await brought(company, *told)
    sweeps = 0
    for shard in range(SHARDS):
        more = True
        while more:
            swept = await company.sweep(shard, day(1), limit=7)
            more, sweeps = swept["more"], sweeps + 1
    assert sweeps > SHARDS
    dunned = await outbox(DunningPrepared)
    assert sorted(len(event.levels) for event in dunned) == [3] * 30
    assert len({event.customer_id for event in dunned}) == 30


async def test_payment_stops_dunning_and_undoes_no_level(company: Company, outbox: Any, time_is: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    view = await shown(company, id)
    shard = await shard_with(company, id)
    time_is(day(7) + timedelta(hours=9))
    fields = {"customer_id": view["customer_id"], "amount": cny("100.00"), "received_on": "2026-04-08"}
    paid = await company.post(company.finance_too, "/payments", **fields)
    await company.sweep(shard, day(1))  # the keeper is late: it has not seen the seventh day
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert [event.level for event in await outbox(ReceivableOverdue)] == [1, 7]  # reached before that day's payments
    swept = await company.sweep(shard, day(50))
    assert (swept["escalated"], swept["next_due_at"]) == (0, None)
    view = await shown(company, id)
    assert (view["status"], view["settled_on"], view["days_late"], view["level"]) == ("PAID", "2026-04-08", 7, 7)


async def test_a_keeper_and_a_confirmation_at_once_reach_each_dunning_level_once(
    company: Company, outbox: Any, time_is: Any
) -> None:
    ids = await brought(company, *rows(*[str(n) for n in range(6)]))  # they queue for their customer
    customer, shard = (await shown(company, ids[0]))["customer_id"], await shard_with(company, ids[0])
    time_is(day(7) + timedelta(hours=9))
    fields = {"customer_id": customer, "amount": cny("100.00"), "received_on": "2026-04-08"}
    paid = [await company.post(company.finance_too, "/payments", **fields) for _ in ids]
    confirming = [company.post(company.finance, f"/payments/{one['id']}/confirm") for one in paid]
    await asyncio.gather(company.sweep(shard, day(7)), *confirming, company.sweep(shard, day(7)))
    told = [(event.receivable_id, event.level) for event in await outbox(ReceivableOverdue)]
    assert sorted(told) == sorted((id, level) for id in ids for level in (1, 7))
    assert {(await shown(company, id))["status"] for id in ids} == {"PAID"}


async def test_a_part_paid_receivable_is_dunned_on(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    view = await shown(company, id)
    fields = {"customer_id": view["customer_id"], "amount": cny("99.90"), "received_on": "2026-03-02"}
    paid = await company.post(company.finance_too, "/payments", **fields)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    await company.sweep(await shard_with(company, id), day(1))
    assert [str(event.open) for event in await outbox(ReceivableOverdue)] == ["0.10 CNY"]


@pytest.mark.parametrize(
    ("tz", "hour"), [("Asia/Shanghai", 16), ("UTC", 0), ("America/New_York", 4), ("Pacific/Kiritimati", 10)]
)
async def test_midnight_is_the_customers(company: Company, tz: str, hour: int) -> None:
    (id,) = await brought(company, *rows("1", tz=tz))
    swept = await company.sweep(await shard_with(company, id), day(-3, tz))
    expected = midnight(DUE + timedelta(days=1), tz)
    assert datetime.fromisoformat(swept["next_due_at"]) == expected
    assert expected.hour == hour


async def test_what_was_reached_equals_an_independent_computation(company: Company, outbox: Any) -> None:
    dues = {f"R{n}": DUE + timedelta(days=n) for n in range(25)}
    told = [row for n, (id, due) in enumerate(dues.items()) for row in rows(id, customer=f"C-{n % 7}", due=due)]
    await brought(company, *told)
    for n in range(-5, 40, 4):  # a keeper that wakes every four days
        for shard in range(SHARDS):
            await company.sweep(shard, day(n) + timedelta(hours=5))
    last = day(39) + timedelta(hours=5)
    expected = {
        (f"AR-CS-CN-{id}", step.level.number, step.at)
        for id, due in dues.items()
        for step in levels_reached_by(PROCEDURE, last=None, due=due, tz=CN, until=last)
        if step.level.number
    }
    signal_of = [(event.number, event.level, event.reached_at) for event in await outbox(ReceivableOverdue)]
    assert sorted(signal_of) == sorted(expected)


async def test_others_learn_how_late_a_customer_is(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    await company.sweep(shard, day(1))
    await company.sweep(shard, day(15))
    told = await outbox(CreditChanged)
    assert [(str(event.owed), event.oldest_days_late) for event in told] == [
        ("100.00 CNY", 0),
        ("100.00 CNY", 1),
        ("100.00 CNY", 15),
    ]
    assert {event.oldest_due_on for event in told} == {DUE}


async def test_only_processes_process_what_is_due(company: Company) -> None:
    assert (await company.send(company.finance, "/shards/0/process-due")).status_code == 403
    assert (await company.send(company.keeper, f"/shards/{SHARDS}/process-due")).status_code == 404
    assert (await company.send(company.keeper, "/shards/0/process-due", limit=0)).status_code == 422
    shards = await company.get(company.keeper, "/shards")
    assert [shard["shard"] for shard in shards] == list(range(SHARDS))


async def test_shards_show_their_nearest_deadline(company: Company) -> None:
    (id,) = await brought(company, *rows("1"))
    shards = await company.get(company.keeper, "/shards")
    mine = shards[await shard_with(company, id)]
    assert (mine["clocks"], datetime.fromisoformat(mine["next_due_at"])) == (1, datetime(2026, 3, 1, 16, tzinfo=UTC))


async def test_case_e1_feature_188_a_dunning_says_notified_only_when_somebody_was_and_sent_never(
    company: Company, deliver: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    await company.sweep(await shard_with(company, id), day(59))
    [written] = (await company.get(company.finance, "/dunnings"))["items"]
    assert written["notifies"] == ["owner", "manager", "finance", "director", "legal"]
    assert (written["notified"], written["notified_at"], written["sent_at"]) == ([], None, None)
    assert written["prepared_at"]
    for level in (1, 7, 7):
        confirmed = NoticeConfirmed(
            notice_id=uuid4(), of=ReceivableOverdue.subject, record_id=id, level=level, people=[uuid4()], version=1
        )
        await deliver(confirmed)
    [now] = (await company.get(company.finance, "/dunnings"))["items"]
    assert (now["notified"], now["sent_at"]) == (["owner", "manager"], None)
    assert now["notified_at"]


async def test_case_e1_a_letter_says_notified_when_all_of_it_is_in_his_inbox(company: Company, deliver: Any) -> None:
    """Two receivables, one letter: the owner has the one, and then, by two messages at once, the other two."""
    ids = await brought(company, *rows("1", "2", "3"))
    await company.sweep(await shard_with(company, ids[0]), day(1))

    async def confirm(id: UUID) -> None:
        ids = {"notice_id": uuid4(), "record_id": id, "people": [uuid4()]}
        await deliver(NoticeConfirmed(of=ReceivableOverdue.subject, level=1, version=1, **ids))

    await confirm(ids[0])
    [written] = (await company.get(company.finance, "/dunnings"))["items"]
    assert (written["notifies"], written["notified"], written["notified_at"]) == (["owner"], [], None)
    await asyncio.gather(confirm(ids[1]), confirm(ids[2]))
    [now] = (await company.get(company.finance, "/dunnings"))["items"]
    assert now["notified"] == ["owner"]


async def test_case_e1_the_letter_tells_the_days_of_its_day(company: Company) -> None:
    (id,) = await brought(company, *rows("1"))
    await company.sweep(await shard_with(company, id), day(59))
    [written] = (await company.get(company.finance, "/dunnings"))["items"]
    assert "59 days late" in written["text_en"]
    assert "已逾期 59 天" in written["text_zh"]
