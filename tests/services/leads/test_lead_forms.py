"""Does what a visitor of the company's site sends become one lead, within the bounds of the form?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.leads.lead_forms import LeadFormChanged, LeadFormClosed, LeadFormMade
from tests.services.leads.conftest import Company

VISITOR = {"contact": "王伟", "phone": "13800138000", "note": "请回电"}


async def form_of(company: Company, **more: Any) -> Any:
    command = {"name": "官网", "fields": ["contact", "phone", "note"], "required": ["phone"]} | more
    return await company.post(company.ops, "/lead-forms", **command)


async def opened(company: Company, form: Any) -> str:
    answer = await company.api.anybody.get(f"/intake/forms/{form['id']}")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


async def send(company: Company, form: Any, token: str, **more: Any) -> httpx.Response:
    body = VISITOR | {"token": token} | more
    return await company.api.anybody.post(f"/intake/forms/{form['id']}", json=body)


async def test_feature_7_what_a_visitor_sends_is_one_lead_however_often_it_is_sent(
    company: Company, later: Any, outbox: Any
) -> None:
    form = await form_of(company, thanks={"zh": "谢谢", "en": "Thanks"})
    token = await opened(company, form)
    later(seconds=3)
    answers = await asyncio.gather(*(send(company, form, token) for _ in range(4)))
    assert [one.status_code for one in answers] == [201] * 4
    assert answers[0].json() == {"thanks": {"zh": "谢谢", "en": "Thanks"}}
    [lead] = (await company.get(company.ops, "/leads"))["items"]
    shown = {name: lead[name] for name in ("contact", "phone", "note", "source", "channel_code", "status")}
    assert shown == {**VISITOR, "source": "WEBSITE", "channel_code": "WEBSITE", "status": "POOLED"}
    again = await opened(company, form)
    later(seconds=3)
    assert (await send(company, form, again, phone="13900139000")).status_code == 201
    assert (await company.get(company.ops, "/leads/counts"))["total"] == 2
    assert len(await outbox(LeadFormMade)) == 1


async def test_feature_7_a_form_is_sent_as_it_was_opened_in_time_and_by_a_person(company: Company, later: Any) -> None:
    form, other = await form_of(company), await form_of(company)
    token = await opened(company, form)
    at_once = await send(company, form, token)
    assert (at_once.status_code, at_once.json()["rule"]) == (409, "LEA-130")
    later(seconds=3)
    for wrong, of in ((token[:-1], form), ("x", form), (f"{token}é", form), (token, other)):
        assert (await send(company, of, wrong)).json()["rule"] == "LEA-130"
    program = await send(company, form, token, website="https://spam.example")
    assert (program.status_code, program.json()["rule"]) == (409, "LEA-134")
    later(hours=2)
    assert (await send(company, form, token)).json()["rule"] == "LEA-130"
    assert (await company.get(company.ops, "/leads/counts"))["total"] == 0


async def test_feature_7_only_what_the_form_asks_for_is_taken_with_consent(company: Company, later: Any) -> None:
    form = await form_of(company, consent={"zh": "同意隐私政策"}, fields=["contact", "phone"])
    token = await opened(company, form)
    later(seconds=3)
    for body, field in (
        ({"note": None, "phone": None, "consent": True}, "phone"),
        ({"consent": True}, "note"),
        ({"note": None}, "consent"),
        ({"note": None, "consent": True, "phone": "12"}, "phone"),
        ({"note": None, "consent": True, "owner_id": "x"}, "owner_id"),
    ):
        wrong = await send(company, form, token, **body)
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, field)
    assert (await send(company, form, token, note=None, consent=True)).status_code == 201


async def test_feature_7_one_address_and_one_day_send_no_more_than_is_allowed(
    company: Company, later: Any, harness: ServiceHarness
) -> None:
    form = await form_of(company, per_sender=2, per_day=3, required=[])
    began = datetime.now(UTC)
    later(seconds=((began + timedelta(days=1)).replace(hour=2, minute=10) - began).total_seconds())  # within an hour

    async def another() -> int:
        token = await opened(company, form)
        later(seconds=3)
        return (await send(company, form, token, phone=None, contact=f"{token[:20]}")).status_code

    assert [await another() for _ in range(3)] == [201, 201, 429]
    later(hours=1)
    assert [await another() for _ in range(2)] == [201, 429], "the day is full"
    later(hours=48)
    assert await another() == 201
    rows = await harness.uow().fetch("SELECT sender FROM lead_form_sender")
    assert len(rows) == 1, "gone after a day"
    assert all("127.0.0.1" not in row["sender"] for row in rows)


async def test_feature_7_a_form_is_changed_and_closed(company: Company, later: Any, outbox: Any) -> None:
    form = await form_of(company)
    token = await opened(company, form)
    later(seconds=3)
    keeper, path = company.api.as_(company.ops), f"/lead-forms/{form['id']}"
    changed = {"name": "官网", "fields": ["email"], "required": ["email"], "sites": ["https://www.example.com"]}
    assert (await keeper.put(path, json=changed)).status_code == 428
    for bad in ({"fields": ["note"]}, {"sites": ["http://www.example.com"]}, {"sites": ["https://a b"]}):
        assert (await keeper.put(path, json=changed | bad, headers={"if-match": "1"})).status_code == 422, bad
    done = await keeper.put(path, json=changed, headers={"if-match": "1"})
    assert (done.json()["fields"], done.json()["version"]) == (["email"], 2)
    assert (await send(company, form, token)).json()["errors"][0]["rule"] == "LEA-106"
    mail = {"contact": None, "phone": None, "note": None, "email": "a@example.com"}
    assert (await send(company, form, token, **mail)).status_code == 201
    for _ in range(2):
        assert (await keeper.post(f"{path}/close")).status_code == 200
    assert (await company.api.anybody.get(f"/intake/forms/{form['id']}")).status_code == 404
    assert (await send(company, form, token)).status_code == 404
    assert (await keeper.put(path, json=changed, headers={"if-match": "3"})).json()["rule"] == "LEA-131"
    assert (len(await outbox(LeadFormChanged)), len(await outbox(LeadFormClosed))) == (1, 1)
    foreign = company.api.as_(an_actor("ops", legal_entities=("CS-US",)))
    assert (await foreign.get(path)).status_code == 404
    assert (await foreign.get("/lead-forms")).json()["items"] == []
