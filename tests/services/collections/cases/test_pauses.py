"""Does dunning wait for a dispute or a complaint, and go on afterwards without a burst? (feature 155)"""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from messages.collections.cases.pauses import DunningPauseEnded, DunningPauseStarted
from messages.collections.dunning.dunnings import DunningPrepared
from messages.collections.receivables import ReceivableOverdue
from tests.services.collections.conftest import Company, cny
from tests.services.collections.test_dunning import DUE, brought, day, rows, shard_with, shown

Said = dict[str, Any]


async def pause(company: Company, ids: list[UUID], until: date, **more: Any) -> Any:
    view = await shown(company, ids[0])
    body: Said = {
        "customer_id": view["customer_id"],
        "receivable_ids": [str(id) for id in ids],
        "reason": "COMPLAINT",
    }
    return await company.post(
        company.finance, "/dunning-pauses", **body | {"note": "gateway is broken", "until": until.isoformat()} | more
    )


def after(days: int) -> date:
    return DUE + timedelta(days=days)


async def test_feature_155_a_paused_receivable_is_in_no_letter_and_goes_on_with_its_highest_level_once(
    company: Company, outbox: Any, time_is: Any
) -> None:
    """COL-188: of the days 7 and 15, which passed meanwhile, only 15 is said."""
    paused, other = await brought(company, *rows("1", "2"))
    shard = await shard_with(company, paused)
    await company.sweep(shard, day(1))
    time_is(day(2))
    made = await pause(company, [paused], after(19))
    assert (made["running"], made["ends_at"]) == (True, day(20).isoformat().replace("+00:00", "Z"))
    assert (await shown(company, paused))["paused_until"] == made["ends_at"]
    for moment in (day(n) for n in range(2, 20)):
        await company.sweep(shard, moment)
    levels = [(event.receivable_id, event.level) for event in await outbox(ReceivableOverdue)]
    assert levels == [*[(id, 1) for id in sorted((paused, other))], (other, 7), (other, 15)]
    assert [set(event.levels) for event in await outbox(DunningPrepared)][1:] == [{"AR-CS-CN-2"}] * 2
    swept = await company.sweep(shard, day(20))
    assert (swept["escalated"], swept["dunned"]) == (1, 1)
    last = (await outbox(ReceivableOverdue))[-1]
    assert (last.receivable_id, last.level, last.reached_at) == (paused, 15, day(20))
    time_is(day(20))
    assert (await shown(company, paused))["paused_until"] is None
    [ended] = await outbox(DunningPauseEnded)
    assert (ended.ended_by, ended.number) == (None, "AR-CS-CN-1-H1")
    await company.sweep(shard, day(30))
    assert [event.level for event in await outbox(ReceivableOverdue) if event.receivable_id == paused] == [1, 15, 30]


async def test_feature_155_a_pause_is_ended_by_hand_and_twice_is_once(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    time_is(day(-5))
    made = await pause(company, [id], after(30))
    await company.sweep(shard, day(8))
    assert await outbox(ReceivableOverdue) == []
    time_is(day(8))
    path = f"/dunning-pauses/{made['id']}/end"
    ended = [await company.post(company.finance, path, reason="repaired") for _ in range(2)]
    assert [(one["running"], one["end_reason"]) for one in ended] == [(False, "repaired")] * 2
    assert len(await outbox(DunningPauseEnded)) == 1
    swept = await company.sweep(shard, day(8))
    assert swept["escalated"] == 1
    assert [event.level for event in await outbox(ReceivableOverdue)] == [7]
    assert (await shown(company, id))["paused_until"] is None


async def test_feature_155_all_that_a_customer_owes_waits_also_what_becomes_due_meanwhile(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (first,) = await brought(company, *rows("1"))
    shard = await shard_with(company, first)
    time_is(day(-5))
    view = await shown(company, first)
    body: Said = {
        "customer_id": view["customer_id"],
        "reason": "DISPUTE",
        "note": "x",
        "until": after(10).isoformat(),
    }
    made = await company.post(company.finance, "/dunning-pauses", **body)
    assert made["whole_customer"]
    await brought(company, *rows("2"))
    await company.sweep(shard, day(8))
    assert await outbox(ReceivableOverdue) == []
    assert (await company.sweep(shard, day(11)))["escalated"] == 2
    assert [event.level for event in await outbox(ReceivableOverdue)] == [7, 7]


async def test_feature_155_ended_by_hand_it_ends_for_what_became_due_meanwhile_too(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (first,) = await brought(company, *rows("1", disputed=True))
    shard = await shard_with(company, first)
    time_is(day(-5))
    customer = (await shown(company, first))["customer_id"]
    body: Said = {"customer_id": customer, "reason": "DISPUTE", "note": "x", "until": after(30).isoformat()}
    pauses = [await company.post(company.finance, "/dunning-pauses", **body)]
    pauses += (await company.get(company.finance, "/dunning-pauses", receivable_id=first, running=True))["items"]
    (second,) = await brought(company, *rows("2"))
    await company.sweep(shard, day(8))
    assert await outbox(ReceivableOverdue) == []
    time_is(day(9))
    for pause in pauses:
        await company.post(company.finance, f"/dunning-pauses/{pause['id']}/end", reason="settled")
    await company.sweep(shard, day(9))
    assert {event.receivable_id for event in await outbox(ReceivableOverdue)} == {first, second}
    assert not (await shown(company, first))["disputed"], "so it is in letters again"


async def test_feature_155_what_comes_as_disputed_by_a_file_waits_as_long_as_it_may(
    company: Company, outbox: Any
) -> None:
    disputed, other = await brought(company, *rows("1", disputed=True), *rows("2"))
    [started] = await outbox(DunningPauseStarted)
    assert (started.receivable_ids, started.reason) == ([disputed], "DISPUTE")
    await company.sweep(await shard_with(company, other), day(8))
    assert {event.receivable_id for event in await outbox(ReceivableOverdue)} == {other}
    found = (await company.get(company.finance, "/dunning-pauses", receivable_id=disputed, running=True))["items"]
    assert [(one["reason"], one["until"]) for one in found] == [("DISPUTE", "2026-05-31")]


async def test_col_186_no_longer_than_the_company_allows_and_not_of_yesterday(company: Company, time_is: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    view = await shown(company, id)
    body: Said = {
        "customer_id": view["customer_id"],
        "receivable_ids": [str(id)],
        "reason": "DISPUTE",
        "note": "x",
    }
    for until, status in (("2026-03-01", 409), ("2026-06-01", 409), ("2026-05-31", 201), ("2026-03-02", 201)):
        answer = await company.send(company.finance, "/dunning-pauses", **body, until=until)
        assert answer.status_code == status, answer.text
        assert status == 201 or answer.json()["rule"] == "COL-186"


async def test_col_187_only_what_is_open_and_of_one_customer_is_paused(company: Company) -> None:
    (first,) = await brought(company, *rows("1"))
    (second,) = await brought(company, *rows("2", customer="C-2"))
    customer = (await shown(company, first))["customer_id"]
    body: Said = {"customer_id": customer, "reason": "DISPUTE", "note": "x", "until": "2026-03-09"}
    for ids in ([first, second], [second]):
        answer = await company.send(company.finance, "/dunning-pauses", **body, receivable_ids=[str(id) for id in ids])
        assert (answer.status_code, answer.json()["rule"]) == (409, "COL-187")


async def test_feature_155_nobody_pauses_sees_or_ends_what_is_anothers(company: Company) -> None:
    (id,) = await brought(company, *rows("1"))
    made = await pause(company, [id], after(1))
    customer = made["customer_id"]
    body: Said = {"customer_id": customer, "reason": "DISPUTE", "note": "x", "until": "2026-03-09"}
    for actor in (company.other, company.foreign):
        named: tuple[Said, ...] = ({"receivable_ids": [str(id)]}, {})
        for more in named:
            assert (await company.send(actor, "/dunning-pauses", **body, **more)).status_code == 404
        assert (await company.get(actor, "/dunning-pauses"))["items"] == []
        assert (await company.send(actor, f"/dunning-pauses/{made['id']}/end", reason="x")).status_code == 404


async def test_feature_155_money_that_comes_during_a_pause_reaches_no_level(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    time_is(day(0))
    await pause(company, [id], after(30))
    time_is(day(20))
    fields: Said = {"customer_id": (await shown(company, id))["customer_id"], "amount": cny("100.00")}
    paid = await company.post(company.finance_too, "/payments", **fields, received_on=after(20).isoformat())
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert await outbox(ReceivableOverdue) == []
    assert (await company.sweep(await shard_with(company, id), day(40)))["next_due_at"] is None


async def test_feature_155_two_keepers_at_once_end_a_pause_once(company: Company, outbox: Any, time_is: Any) -> None:
    ids = await brought(company, *rows("1", "2", "3"))
    shard = await shard_with(company, ids[0])
    time_is(day(-1))
    await pause(company, ids, after(9))
    swept = await asyncio.gather(*[company.sweep(shard, day(16)) for _ in range(4)])
    assert sum(one["escalated"] for one in swept) == 3
    assert len(await outbox(DunningPauseEnded)) == 1
    assert len(await outbox(DunningPrepared)) == 1
