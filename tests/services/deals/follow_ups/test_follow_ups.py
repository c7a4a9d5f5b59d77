"""Is a visit kept with all that came of it, and is its seller reminded of the next one? (feature 45)"""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messages.deals import follow_ups as said
from messages.deals.reminders import ReminderDeadlineMoved
from messages.hand_over import PersonHandedOver
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements

PHOTO = base64.b64encode(b"\xff\xd8 the gate").decode()
VOICE = base64.b64encode(b"ID3 what he said").decode()
NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)  # eleven o'clock in Shanghai
Said = dict[str, Any]


@pytest.fixture(autouse=True)
def today(time_is: Any) -> None:
    time_is(NOW)


async def follow_up(company: Company, *, key: str = "k", who: Any = None, **more: Any) -> Any:
    body = {"kind": "VISIT", "note": "seen the hall"} | more
    return await company.ok(who or company.seller, "POST", "/follow-ups", body, headers={"idempotency-key": key})


async def ring(company: Company, at: datetime, limit: int = 200) -> Any:
    as_of = {"x-as-of": at.isoformat()}
    return await company.ok(company.process, "POST", "/reminders/process-due", {"limit": limit}, headers=as_of)


async def test_feature_45_a_visit_is_kept_in_one_call_with_text_place_photo_and_voice(
    company: Company, outbox: Any
) -> None:
    sale = await company.opportunity()
    files = [
        {"name": "门口.jpg", "media_type": "image/jpeg", "content": PHOTO},
        {"name": "voice.mp3", "media_type": "audio/mpeg", "content": VOICE},
    ]
    where = {"place": "松江厂区", "latitude": 31.0322, "longitude": 121.2277}
    made = [await follow_up(company, opportunity_id=sale["id"], **where, files=files) for _ in "12"]
    assert made[0] == made[1], "the same key, once"
    row = made[0]
    assert (row["kind"], row["effective"], row["place"], row["latitude"]) == ("VISIT", True, "松江厂区", 31.0322)
    assert [one["name"] for one in row["files"]] == ["voice.mp3", "门口.jpg"]
    photo = next(one for one in row["files"] if one["name"] == "门口.jpg")
    answer = await company.as_(company.manager).get(f"/follow-ups/{row['id']}/files/{photo['sha256']}")
    assert (answer.content, answer.headers["content-type"]) == (b"\xff\xd8 the gate", "image/jpeg")
    assert await company.status(company.rival, "GET", f"/follow-ups/{row['id']}") == 404
    assert await company.status(company.rival, "GET", f"/follow-ups/{row['id']}/files/{photo['sha256']}") == 404
    [told] = await outbox(said.FollowUpRecorded)
    assert (told.number, str(told.opportunity_id), told.effective) == (row["number"], sale["id"], True)


async def test_feature_45_of_a_customer_and_of_his_opportunities_they_are_one_list(company: Company) -> None:
    sale = await company.opportunity()
    await follow_up(company, key="1", customer_id=sale["customer_id"], kind="call", happened_at="2026-11-30T08:00:00Z")
    await follow_up(company, key="2", opportunity_id=sale["id"])
    path = f"/follow-ups?customer_id={sale['customer_id']}"
    found = await company.ok(company.seller, "GET", path)
    assert [(one["kind"], one["opportunity_id"]) for one in found["items"]] == [("VISIT", sale["id"]), ("CALL", None)]
    of_sale = await company.ok(company.seller, "GET", f"/follow-ups?opportunity_id={sale['id']}")
    assert len(of_sale["items"]) == 1
    assert (await company.ok(company.rival, "GET", path))["items"] == []
    first = await company.ok(company.seller, "GET", f"{path}&limit=1")
    assert len((await company.ok(company.seller, "GET", f"{path}&limit=1&cursor={first['next']}"))["items"]) == 1


async def test_feature_45_on_the_next_date_the_owner_is_asked_once_and_going_on_answers_it(
    company: Company, outbox: Any, time_is: Any
) -> None:
    sale = await company.opportunity()
    planned = await follow_up(company, opportunity_id=sale["id"], next_on="2026-12-04")
    [moved] = await outbox(ReminderDeadlineMoved)
    nine = datetime(2026, 12, 4, 1, 0, tzinfo=UTC)  # in Shanghai
    assert moved.next_due_at == nine
    early = await ring(company, nine - timedelta(seconds=1))
    assert (early["handled"], early["next_due_at"]) == (0, "2026-12-04T01:00:00Z")
    assert [(await ring(company, nine))["handled"] for _ in "12"] == [1, 0]
    [asked] = await outbox(said.FollowUpDue)
    assert (str(asked.follow_up_id), asked.owner_id) == (planned["id"], company.seller.id)
    time_is(nine + timedelta(hours=1))
    await follow_up(company, key="2", opportunity_id=sale["id"], kind="CALL")
    [answered] = await outbox(said.FollowUpAnswered)
    assert str(answered.follow_up_id) == planned["id"]
    assert answered.version > asked.version
    shown = await company.ok(company.seller, "GET", f"/follow-ups/{planned['id']}")
    assert shown["answered_by"] is not None


async def test_feature_45_who_goes_on_before_the_date_is_not_asked(company: Company, outbox: Any) -> None:
    sale = await company.opportunity()
    await follow_up(company, key="1", opportunity_id=sale["id"], next_on="2026-12-04")
    await follow_up(company, key="2", opportunity_id=sale["id"], kind="NOTE", note="only for me")
    assert await outbox(said.FollowUpAnswered) == [], "a note of one's own answers nothing"
    await follow_up(company, key="3", opportunity_id=sale["id"], next_on="2026-12-08")
    assert (await ring(company, datetime(2026, 12, 5, tzinfo=UTC)))["handled"] == 0
    assert (await ring(company, datetime(2026, 12, 9, tzinfo=UTC)))["handled"] == 1
    assert len(await outbox(said.FollowUpDue)) == 1


async def test_feature_45_the_successor_is_asked_and_sees_what_was_done(
    company: Company, outbox: Any, deliver: Any
) -> None:
    sale = await company.opportunity()
    before = await follow_up(company, opportunity_id=sale["id"], next_on="2026-12-04")
    names = {"person_id": company.seller.id, "person_name": "Li Na", "to_id": company.rival.id}
    await deliver(PersonHandedOver(handover_id=company.admin.id, by_id=company.admin.id, **names))
    await ring(company, datetime(2026, 12, 5, tzinfo=UTC))
    [asked] = await outbox(said.FollowUpDue)
    assert asked.owner_id == company.rival.id
    assert (await company.ok(company.rival, "GET", f"/follow-ups/{before['id']}"))["note"] == "seen the hall"


async def test_dea_55_56_the_kinds_are_those_of_the_legal_entity(company: Company) -> None:
    sale = await company.opportunity()
    kinds = [{"code": "FAIR", "label": {"zh": "展会", "en": "Fair"}}, {"code": "MEMO", "effective": False}]
    path = "/follow-up-kinds"
    assert await company.status(company.seller, "PUT", path, {"kinds": kinds}) == 403
    for wrong in ([{"code": "MEMO", "effective": False}], [*kinds, {"code": "fair"}]):
        answer = await company.as_(company.admin).put(path, json={"kinds": wrong})
        assert answer.json()["rule"] == "DEA-56"
    assert (await company.ok(company.admin, "PUT", path, {"kinds": kinds}))["kinds"][0]["label"]["zh"] == "展会"
    assert (await follow_up(company, opportunity_id=sale["id"], kind="fair"))["kind_label"] == {
        "zh": "展会",
        "en": "Fair",
    }
    body = {"opportunity_id": sale["id"], "kind": "VISIT"}
    no = await company.refused("DEA-55", company.seller, "/follow-ups", body, headers={"idempotency-key": "9"})
    assert "FAIR" in no["detail"]


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        pytest.param("DEA-57", {"next_on": "2026-11-30"}, id="yesterday"),
        pytest.param("DEA-57", {"next_on": "2028-12-01"}, id="too far"),
        pytest.param("DEA-58", {"happened_at": "2026-12-02T00:00:00Z"}, id="tomorrow"),
        pytest.param("DEA-58", {"happened_at": "2025-11-01T00:00:00Z"}, id="long ago"),
    ],
)
async def test_dea_57_58_a_follow_up_has_happened_and_goes_on_later(company: Company, rule: str, more: Said) -> None:
    sale = await company.opportunity()
    body = {"opportunity_id": sale["id"], "kind": "VISIT"} | more
    await company.refused(rule, company.seller, "/follow-ups", body, headers={"idempotency-key": "1"})


async def test_dea_59_it_is_about_something_one_may_follow_up(company: Company) -> None:
    key = {"idempotency-key": "1"}
    await company.refused("DEA-59", company.seller, "/follow-ups", {"kind": "VISIT"}, headers=key)
    sale = await company.opportunity()
    for about in ({"opportunity_id": sale["id"]}, {"customer_id": sale["customer_id"]}):
        body = {"kind": "VISIT"} | about
        status = await company.status(company.rival, "POST", "/follow-ups", body, headers={"idempotency-key": "2"})
        assert status in (403, 404)


async def test_a_list_of_follow_ups_asks_no_query_for_a_row(company: Company) -> None:
    sale = await company.opportunity()
    for n in range(5):
        await follow_up(company, key=str(n), opportunity_id=sale["id"], files=[{"name": "x", "content": PHOTO}])
    with statements(company.harness) as asked:
        await company.ok(company.seller, "GET", f"/follow-ups?opportunity_id={sale['id']}")
    assert len([one for one in asked if "follow_up" in one or "sale_file" in one]) <= 3
