"""Does a lead come in by a channel's key once, and only what and as often as was allowed?"""

import asyncio
from typing import Any

import httpx
import pytest

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.leads.channel_keys import ChannelKeyMade, ChannelKeyRevoked, ChannelKeyRotated
from messages.leads.events import LeadCaptured
from services.leads.domain.channel_keys import hash_of
from tests.services.leads.conftest import Company


async def key_of(company: Company, **more: Any) -> Any:
    command = {"name": "百度推广", "channel": "SEM"} | more
    return await company.post(company.ops, "/channel-keys", **command)


async def send(company: Company, secret: str, /, **lead: Any) -> httpx.Response:
    body = {"external_id": "B-1", "company": "华为", "phone": "13800138000"} | lead
    return await company.api.anybody.post("/intake/leads", json=body, headers={"x-channel-key": secret.encode()})


async def test_feature_7_a_channel_posts_a_lead_with_its_own_key_once(company: Company, outbox: Any) -> None:
    key = await key_of(company)
    first, again = [await send(company, key["secret"]) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert first.json() | {"known": True} == again.json()
    assert first.json()["known"] is False
    found = await company.get(company.ops, "/leads")
    assert [(one["source"], one["external_id"], one["channel_code"]) for one in found["items"]] == [
        ("SEM", "B-1", "SEM")
    ]
    [told] = await outbox(LeadCaptured)
    assert (told.channel_code, told.status.value) == ("SEM", "POOLED")
    assert set(first.json()) == {"id", "number", "external_id", "known"}, "nothing else is told to a channel"


async def test_feature_7_many_at_once_and_by_two_keys_of_a_channel_are_one_lead(company: Company) -> None:
    keys = [await key_of(company, name=name) for name in ("one", "two")]
    answers = await asyncio.gather(*(send(company, keys[n % 2]["secret"]) for n in range(12)))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["id"] for one in answers}) == 1
    assert [one.json()["known"] for one in answers].count(False) == 1
    assert (await company.get(company.ops, "/leads/counts"))["total"] == 1


async def test_feature_7_only_a_hash_is_kept_and_the_secret_is_shown_once(
    company: Company, harness: ServiceHarness, outbox: Any
) -> None:
    body = {"name": "百度推广", "channel": "百度"}
    client, headers = company.api.as_(company.ops), {"idempotency-key": "once"}
    answers = [await client.post("/channel-keys", json=body, headers=headers) for _ in range(2)]
    first, again = [one.json() for one in answers]
    assert "id" in again, again["errors"]
    assert (again["id"], again["secret"]) == (first["id"], None)
    assert (await company.get(company.ops, f"/channel-keys/{first['id']}"))["secret"] is None
    assert first["secret"].endswith(first["ends_with"])
    row = (await harness.uow().fetch("SELECT to_jsonb(channel_key) AS row FROM channel_key"))[0]["row"].values()
    assert first["secret"] not in row
    assert hash_of(first["secret"]) in row
    assert len(await outbox(ChannelKeyMade)) == 1


async def test_feature_7_a_key_is_rotated_and_revoked(company: Company, outbox: Any) -> None:
    key = await key_of(company)
    path = f"/channel-keys/{key['id']}"
    other = await company.post(company.ops, f"{path}/rotate")
    for secret in (key["secret"], other["secret"]):
        assert (await send(company, secret)).status_code == 201
    last = await company.post(company.ops, f"{path}/rotate", both_hold_hours=0)
    assert [(await send(company, secret)).status_code for secret in (key["secret"], other["secret"])] == [401, 401]
    assert (await send(company, last["secret"])).status_code == 201
    for _ in range(2):
        await company.post(company.ops, f"{path}/revoke")
    gone = await send(company, last["secret"])
    assert (gone.status_code, gone.json()["type"]) == (401, "urn:countersign:problem:channel_key")
    refused = await company.say(company.ops, f"{path}/rotate")
    assert (refused.status_code, refused.json()["rule"]) == (409, "LEA-105")
    assert (len(await outbox(ChannelKeyRotated)), len(await outbox(ChannelKeyRevoked))) == (2, 1)


async def test_feature_7_a_persons_login_is_no_key_and_a_key_is_no_login(company: Company) -> None:
    key = await key_of(company)
    for secret in ("", "x", key["secret"][:-1], "密钥"):
        assert (await send(company, secret)).status_code == 401, secret
    mine = await company.api.as_(company.ops).post("/intake/leads", json={"external_id": "1", "company": "x"})
    assert mine.status_code == 401
    bearer = {"authorization": f"Bearer {key['secret']}"}
    assert (await company.api.anybody.get("/leads", headers=bearer)).status_code == 401


@pytest.mark.usefixtures("later")  # all within a minute
async def test_feature_7_only_what_was_allowed_may_be_said_as_often_as_was_allowed(company: Company) -> None:
    key = await key_of(company, fields=["company"], per_minute=2)
    wrong = await send(company, key["secret"])
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "phone")
    lead = {"phone": None}
    nobody = await send(company, key["secret"], company=None, **lead)
    assert (nobody.status_code, nobody.json()["errors"][0]["rule"]) == (422, "LEA-107")
    owner = await send(company, key["secret"], owner_id="x", **lead)
    assert (owner.status_code, owner.json()["errors"][0]["field"]) == (422, "owner_id")
    sent = [await send(company, key["secret"], external_id=str(n), **lead) for n in range(3)]
    assert [one.status_code for one in sent] == [201, 201, 429]
    assert int(sent[2].headers["retry-after"]) <= 60
    mine, path = company.api.as_(company.ops), f"/channel-keys/{key['id']}"
    assert (await mine.patch(path, json={"per_minute": 5})).status_code == 428
    assert (await mine.patch(path, json={"per_minute": 5}, headers={"if-match": "9"})).status_code == 412
    changed = await mine.patch(path, json={"per_minute": 5}, headers={"if-match": str(key["version"])})
    assert (changed.status_code, changed.json()["received_today"]) == (200, 2)
    assert (await send(company, key["secret"], external_id="3", **lead)).status_code == 201


async def test_feature_7_the_keys_of_a_legal_entity_are_its_own(company: Company) -> None:
    key = await key_of(company)
    other = an_actor("ops", legal_entities=("CS-US",))
    assert (await company.api.as_(other).get("/channel-keys")).json()["items"] == []
    for verb in ("rotate", "revoke"):
        assert (await company.say(other, f"/channel-keys/{key['id']}/{verb}")).status_code == 404
    assert (
        await company.say(other, "/channel-keys", name="x", channel="SEM", legal_entity_id="CS-CN")
    ).status_code == 403


async def test_feature_7_a_key_leads_to_the_pool_that_was_chosen(company: Company) -> None:
    north = await company.pool(code="north", sources=["nobody"], unit="cs/north")
    key = await key_of(company, pool_id=north["id"])
    lead = (await send(company, key["secret"])).json()
    assert (await company.get(company.ops, f"/leads/{lead['id']}"))["pool_id"] == north["id"]
    wrong = await company.say(company.ops, "/channel-keys", name="x", channel="SEM", pool_id=key["id"])
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "pool_id")


async def test_feature_8_every_lead_is_of_a_channel_and_the_totals_are_those_of_the_rows(company: Company) -> None:
    key = await key_of(company, channel="VIDEO")
    await send(company, key["secret"])
    for source, more in (("展会", {}), ("web", {"channel": "微信"}), ("crm-7", {}), ("fair", {"phone": "13800138000"})):
        await company.lead(source=source, **more)
    rows = [{"line": n, "source": "crm-7", "external_id": str(n), "channel": "SEM"} for n in range(3)]
    await company.post(company.ops, "/leads/import", source="crm", rows=rows)
    counts = await company.get(company.ops, "/lead-channels/counts")
    found = {row["channel_code"]: row["leads"] for row in counts["rows"]}
    assert found == {"SEM": 3, "OFFLINE": 2, "VIDEO": 1, "MOBILE": 1, "OTHER": 1}
    assert counts["total"] == (await company.get(company.ops, "/leads/counts"))["total"] == 8
    for code, leads in found.items():
        assert len((await company.get(company.ops, "/leads", channel=code))["items"]) == leads
    assert next(row["duplicates"] for row in counts["rows"] if row["channel_code"] == "OFFLINE") == 1


async def test_feature_8_the_list_of_channels_is_the_companys_own(company: Company) -> None:
    usual = await company.get(company.ops, "/lead-channels")
    assert (usual["usual"], "OFFLINE" in {one["code"] for one in usual["channels"]}) == (True, True)
    await key_of(company)
    client = company.api.as_(company.ops)
    short = await client.put("/lead-channels", json={"channels": [{"code": "EXPO"}]})
    assert (short.status_code, short.json()["rule"], short.json()["params"]) == (409, "LEA-101", {"channel": "SEM"})
    own = [{"code": "EXPO", "label": {"zh": "工博会", "en": "Fair"}, "aliases": ["ciif"]}, {"code": "SEM"}]
    for _ in range(2):
        assert (await client.put("/lead-channels", json={"channels": own})).status_code == 200
    assert (await company.lead(source="CIIF"))["channel_code"] == "EXPO"
    assert (await company.lead(source="展会"))["channel_code"] == "OTHER"
