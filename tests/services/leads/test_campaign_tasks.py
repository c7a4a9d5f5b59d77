"""Is somebody asked to do a task of an activity, told when it is late, and are files at hand at any step?"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from chassis.testing.plugin import an_actor
from messages.approvals.events import TodoDone
from messages.approvals.parts import About
from messages.hand_over import LeadsHandedOver, PersonHandedOver
from messages.leads.activity_files import ActivityFileAttached, ActivityFileRemoved
from messages.leads.campaign_tasks import (
    CampaignTaskCancelled,
    CampaignTaskDeadlineMoved,
    CampaignTaskDone,
    CampaignTaskGiven,
    CampaignTaskOverdue,
)
from tests.services.leads.campaign_plans import MARKETER, activity_of, in_days, planned_campaign
from tests.services.leads.conftest import Company


async def give(company: Company, activity: Any, *, key: str = "", **more: Any) -> httpx.Response:
    body = {"title": "订场地", "note": "二百人", "executor_id": str(company.wang.id), "due_on": in_days(2)} | more
    client, headers = company.api.as_(MARKETER), {"idempotency-key": key or str(uuid4())}
    return await client.post(f"/activities/{activity['id']}/tasks", json=body, headers=headers)


async def an_activity(company: Company) -> Any:
    return await activity_of(company, await planned_campaign(company))


async def test_feature_3_a_task_is_given_to_an_executor_with_its_day_and_done_once(
    company: Company, outbox: Any
) -> None:
    activity = await an_activity(company)
    first, again = [(await give(company, activity, key="same")).json() for _ in range(2)]
    assert (first["id"], first["number"]) == (again["id"], again["number"])
    assert (first["executor_name"], first["status"], first["is_late"]) == ("王芳", "OPEN", False)
    [told] = await outbox(CampaignTaskGiven)
    assert (told.owner_id, told.activity_name, told.due_on.isoformat()) == (company.wang.id, "百度投放", in_days(2))
    assert told.todo_due_at.isoformat() == f"{in_days(3)}T00:00:00+08:00"
    path = f"/campaign-tasks/{first['id']}"
    assert (await company.api.as_(company.li).get(path)).status_code == 404, "another seller's"
    mine = await company.get(company.wang, "/campaign-tasks", open=True)
    assert [one["id"] for one in mine["items"]] == [first["id"]]
    assert (await company.get(company.wang, f"/activities/{activity['id']}"))["name"] == "百度投放", "he works for it"
    assert (await company.say(company.wang, f"{path}/cancel")).status_code == 403
    for _ in range(2):
        done = await company.post(company.wang, f"{path}/complete", note="订好了")
    assert (done["status"], done["done_note"]) == ("DONE", "订好了")
    [ended] = await outbox(CampaignTaskDone)
    assert (ended.by_id, ended.mentions) == (company.wang.id, [MARKETER.id])
    refused = await company.say(MARKETER, f"{path}/cancel")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-124")


async def test_feature_3_late_tasks_are_flagged_once(company: Company, outbox: Any) -> None:
    activity = await an_activity(company)
    late = (await give(company, activity, due_on=in_days(0))).json()
    in_time = (await give(company, activity, due_on=in_days(1))).json()
    gone = (await give(company, activity, due_on=in_days(0))).json()
    await company.post(MARKETER, f"/campaign-tasks/{gone['id']}/cancel")
    [moved] = await outbox(CampaignTaskDeadlineMoved)
    midnight = datetime.fromisoformat(f"{in_days(1)}T00:00:00+08:00")
    assert moved.next_due_at == midnight
    for at, handled in ((midnight - timedelta(seconds=1), 0), (midnight, 1), (midnight, 0)):
        done = await company.post(company.keeper, "/campaign-tasks/process-due", at.isoformat())
        assert (done["handled"], done["more"]) == (handled, False)
    assert datetime.fromisoformat(done["next_due_at"]) == midnight + timedelta(days=1)
    [told] = await outbox(CampaignTaskOverdue)
    assert (str(told.campaign_task_id), told.owner_id, told.mentions) == (late["id"], company.wang.id, [MARKETER.id])
    seen = (await company.get(MARKETER, "/campaign-tasks", activity_id=activity["id"]))["items"]
    assert {one["id"]: one["is_late"] for one in seen} == {late["id"]: True, in_time["id"]: False, gone["id"]: False}
    assert len(await outbox(CampaignTaskCancelled)) == 1


async def test_feature_3_what_is_to_be_done_for_an_activity_ends_with_it(company: Company, outbox: Any) -> None:
    activity, other = await an_activity(company), await an_activity(company)
    task, done = [(await give(company, activity)).json() for _ in range(2)]
    kept = (await give(company, other)).json()
    await company.post(company.wang, f"/campaign-tasks/{done['id']}/complete")
    for _ in range(2):
        await company.post(MARKETER, f"/activities/{activity['id']}/cancel", reason="场地取消")
    shown = [await company.get(MARKETER, f"/campaign-tasks/{one['id']}") for one in (task, done, kept)]
    assert [one["status"] for one in shown] == ["CANCELLED", "DONE", "OPEN"]
    [told] = await outbox(CampaignTaskCancelled)
    assert (str(told.campaign_task_id), told.owner_id, told.by_id) == (task["id"], company.wang.id, MARKETER.id)


async def test_feature_3_only_somebody_of_the_house_is_asked_in_time(company: Company) -> None:
    activity = await an_activity(company)
    for more, status in (
        ({"executor_id": str(uuid4())}, 404), ({"due_on": in_days(-1)}, 422), ({"title": ""}, 422),
        ({"due_on": in_days(367)}, 422),
    ):  # fmt: skip
        assert (await give(company, activity, **more)).status_code == status, more
    partner = an_actor("partner", name="代理")
    await company.hire(partner)
    refused = await give(company, activity, executor_id=str(partner.id))
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-125")
    await company.post(MARKETER, f"/activities/{activity['id']}/cancel", reason="x")
    assert (await give(company, activity)).json()["rule"] == "LEA-115"


async def test_feature_192_open_tasks_go_to_a_successor(company: Company, deliver: Any, outbox: Any) -> None:
    activity = await an_activity(company)
    task, done = [(await give(company, activity)).json() for _ in range(2)]
    await company.post(company.wang, f"/campaign-tasks/{done['id']}/complete")
    ordered = PersonHandedOver(
        handover_id=uuid4(),
        person_id=company.wang.id,
        person_name="王芳",
        to_id=company.li.id,
        by_id=uuid4(),
        version=1,
    )
    await deliver(ordered, twice=True)
    mine = await company.get(company.li, "/campaign-tasks", executor_id=str(company.li.id))
    assert [one["id"] for one in mine["items"]] == [task["id"]]
    [told] = await outbox(LeadsHandedOver)
    assert told.tasks == 1


async def test_feature_5_files_are_attached_to_an_activity_at_any_step(company: Company, outbox: Any) -> None:
    activity = await an_activity(company)
    path, mine = f"/activities/{activity['id']}/files", company.api.as_(MARKETER)
    kinds = ("BACKGROUND", "PARTNER", "SCHEDULE")

    async def attach(kind: str, content: bytes) -> httpx.Response:
        headers = {"content-type": "application/pdf"}
        params = {"name": f"{kind}.pdf", "file_kind": kind}
        return await mine.post(path, content=content, params=params, headers=headers)

    for n, kind in enumerate(kinds):
        if n == 2:
            await company.post(MARKETER, f"/activities/{activity['id']}/cancel", reason="x")
        for _ in range(2):
            assert (await attach(kind, f"file {n}".encode())).status_code == 200
    found = await company.get(MARKETER, path)
    assert [(one["kind"], one["name"], one["attached_by_name"]) for one in found] == [
        (kind, f"{kind}.pdf", "何琳") for kind in kinds
    ]
    assert len(await outbox(ActivityFileAttached)) == 3
    read = await mine.get(f"{path}/{found[0]['sha256']}")
    assert (read.content, read.headers["content-type"]) == (b"file 0", "application/pdf")
    assert "attachment" in read.headers["content-disposition"]
    assert (await attach("OTHER", b"")).json()["rule"] == "SYS-15"
    assert (await company.api.as_(company.li).get(path)).status_code == 404
    for _ in range(2):
        left = await mine.delete(f"{path}/{found[0]['sha256']}")
        assert [one["kind"] for one in left.json()] == ["PARTNER", "SCHEDULE"]
    assert len(await outbox(ActivityFileRemoved)) == 1


async def test_feature_3_what_is_ticked_off_in_the_inbox_is_done(company: Company, deliver: Any, outbox: Any) -> None:
    task = (await give(company, await an_activity(company))).json()
    about = About(kind="campaign_task", id=task["id"], number=task["number"], title="x")
    ticked = TodoDone(
        todo_id=uuid4(), kind="do_campaign_task", about=about, process_id=None, legal_entity_id="CS-CN",
        person_id=company.wang.id, role=None, actor_id=company.wang.id, comment="好了", version=2,
    )  # fmt: skip
    other = ticked.model_copy(update={"about": About(kind="order", id=task["id"], number="SO-1", title="x")})
    for event in (other, ticked):
        await deliver(event, twice=True)
    seen = await company.get(MARKETER, f"/campaign-tasks/{task['id']}")
    assert (seen["status"], seen["done_note"]) == ("DONE", "好了")
    [told] = await outbox(CampaignTaskDone)
    assert told.by_id == company.wang.id
