"""Is a project registered by one seller at a time, protected, returned, released, closed?"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.base.clock import new_id
from messages.deals import registrations as said
from tests.services.deals.conftest import Company, a_win

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def at(moment: datetime) -> dict[str, Any]:
    return {"headers": {"x-as-of": moment.isoformat()}}


async def test_a_registration_is_returned_resubmitted_protected_and_released(company: Company, outbox: Any) -> None:
    opportunity = await company.opportunity()
    row = await company.registered(opportunity)
    assert (row["status"], row["round"], row["conflict_with"], row["owner_name"]) == ("SUBMITTED", 1, None, "Li Na")
    path = f"/registrations/{row['id']}"
    back = await company.ok(company.process, "POST", f"{path}/return", {"guidance": "who decides there?", "round": 1})
    assert (back["status"], back["guidance"]) == ("RETURNED", "who decides there?")
    again = await company.ok(company.seller, "POST", f"{path}/resubmit", {"note": "the plant manager"})
    assert (again["status"], again["round"], again["note"]) == ("SUBMITTED", 2, "the plant manager")
    assert await company.ok(company.seller, "POST", f"{path}/resubmit") == again
    late = await company.ok(company.process, "POST", f"{path}/return", {"guidance": "late", "round": 1})
    assert late == again, "a decision on an earlier round changes nothing"
    kept = await company.ok(company.process, "POST", f"{path}/protect", {"days": 30}, **at(NOW))
    assert kept["protected_until"] == "2026-04-01T02:00:00Z"
    longer = await company.ok(company.process, "POST", f"{path}/protect", {"days": 90}, **at(NOW + timedelta(days=1)))
    assert longer == kept, "protecting again does not prolong it"
    shown = await company.ok(company.seller, "GET", f"/opportunities/{opportunity['id']}")
    assert (shown["registration_id"], shown["registration_status"]) == (row["id"], "PROTECTED")
    over = NOW + timedelta(days=30)
    early = await company.as_(company.process).post(f"{path}/release", **at(over - timedelta(seconds=1)))
    assert (early.status_code, early.json()["rule"]) == (409, "DEA-5")
    freed = await company.ok(company.process, "POST", f"{path}/release", **at(over))
    assert freed["status"] == "RELEASED"
    assert await company.ok(company.process, "POST", f"{path}/release", **at(over)) == freed
    assert [type(event) for event in await outbox() if event.noun() == "registration"] == [
        said.RegistrationSubmitted, said.RegistrationReturned, said.RegistrationSubmitted, said.RegistrationProtected,
        said.RegistrationReleased,
    ]  # fmt: skip


async def test_dea_5_a_protection_is_not_released_before_its_time(company: Company) -> None:
    row = await company.registered(await company.opportunity(), None, "protect")
    await company.refused("DEA-5", company.process, f"/registrations/{row['id']}/release")


async def test_dea_47_case_a8_its_owner_is_warned_once_before_its_end(company: Company, outbox: Any) -> None:
    row = await company.registered(await company.opportunity())
    path, over = f"/registrations/{row['id']}", NOW + timedelta(days=30)
    waiting = await company.ok(company.process, "POST", f"{path}/warn", **at(NOW))
    assert (waiting["version"], waiting["warned_of"]) == (row["version"], None), "it is not protected yet"
    await company.ok(company.process, "POST", f"{path}/protect", {"days": 30}, **at(NOW))
    warned = await company.ok(company.process, "POST", f"{path}/warn", **at(over - timedelta(days=7)))
    assert warned["warned_of"] == warned["protected_until"] == "2026-04-01T02:00:00Z"
    assert await company.ok(company.process, "POST", f"{path}/warn", **at(over - timedelta(days=6))) == warned
    [told] = await outbox(said.RegistrationProtectionEnding)
    assert (str(told.registration_id), str(told.owner_id)) == (row["id"], row["owner_id"])
    assert told.protected_until == over


async def test_dea_47_nobody_is_warned_of_what_has_ended(company: Company, outbox: Any) -> None:
    row = await company.registered(await company.opportunity())
    path, over = f"/registrations/{row['id']}", NOW + timedelta(days=30)
    await company.ok(company.process, "POST", f"{path}/protect", {"days": 30}, **at(NOW))
    await company.ok(company.process, "POST", f"{path}/warn", **at(over))
    await company.ok(company.process, "POST", f"{path}/release", **at(over))
    await company.ok(company.process, "POST", f"{path}/warn", **at(over - timedelta(days=1)))
    assert await outbox(said.RegistrationProtectionEnding) == []
    assert (await company.as_(company.seller).post(f"{path}/warn")).status_code == 403


async def test_dea_3_a_project_is_registered_once_at_a_time(company: Company) -> None:
    customer = await company.customer()
    first = await company.registered(await company.opportunity(customer=customer, project="Line 7"))
    other = await company.opportunity(company.rival, customer=customer, project="LINE-7")
    no = await company.refused("DEA-3", company.rival, f"/opportunities/{other['id']}/register")
    assert no["params"]["number"] == "RG-***", "not everybody may see whose it is"
    mine = await company.opportunity(customer=customer, project="line 7")
    no = await company.refused("DEA-3", company.seller, f"/opportunities/{mine['id']}/register")
    assert no["params"]["number"] == first["number"]
    await company.ok(company.seller, "POST", f"/registrations/{first['id']}/withdraw")
    again = await company.ok(company.rival, "POST", f"/opportunities/{other['id']}/register")
    assert again["conflict_with"] is None


async def test_feature_58_many_who_register_one_project_at_once_leave_one(company: Company) -> None:
    customer = await company.customer()
    sellers = [company.seller, company.rival] * 4
    rows = [await company.opportunity(who, customer=customer, project="Line 7") for who in sellers]
    answers = await asyncio.gather(
        *[company.as_(who).post(f"/opportunities/{row['id']}/register") for who, row in zip(sellers, rows, strict=True)]
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert {answer.json()["rule"] for answer in answers if answer.status_code == 409} == {"DEA-3"}


async def test_two_sellers_at_one_customer_are_a_conflict_shown_to_the_approvers(company: Company) -> None:
    customer = await company.customer()
    first = await company.opportunity(customer=customer, project="Line 7")
    second = await company.opportunity(company.rival, customer=customer, project="Line 8")
    paths = [(company.seller, first), (company.rival, second)]
    rows = await asyncio.gather(
        *[company.ok(who, "POST", f"/opportunities/{row['id']}/register") for who, row in paths]
    )
    ids = {row["id"] for row in rows}
    conflicts = [row for row in rows if row["conflict_with"]]
    assert len(conflicts) == 1
    assert conflicts[0]["conflict_with"] in ids
    subject = await company.ok(company.process, "GET", f"/registrations/{conflicts[0]['id']}/approval-subject")
    assert subject["facts"] == {"amount": "900.00", "conflict": True, "region": "East"}
    assert subject["content"]["conflict_with"].startswith("RG-")
    assert subject["requester_id"] == conflicts[0]["owner_id"]
    assert subject["prepared_by"] == [conflicts[0]["owner_id"]]
    own = await company.opportunity(customer=customer, project="Line 9")
    await company.ok(company.seller, "POST", f"/registrations/{rows[0]['id']}/withdraw")
    await company.ok(company.rival, "POST", f"/registrations/{rows[1]['id']}/withdraw")
    assert (await company.registered(own))["conflict_with"] is None


async def test_the_same_id_registers_once(company: Company, outbox: Any) -> None:
    row = await company.opportunity()
    path, body = f"/opportunities/{row['id']}/register", {"id": str(new_id())}
    answers = await asyncio.gather(*[company.ok(company.seller, "POST", path, body) for _ in range(4)])
    assert all(answer == answers[0] for answer in answers)
    assert len(await outbox(said.RegistrationSubmitted)) == 1
    other = await company.opportunity()
    await company.refused("DEA-26", company.seller, f"/opportunities/{other['id']}/register", body)


async def test_dea_4_what_has_ended_stays_so(company: Company) -> None:
    row = await company.registered(await company.opportunity(), None, "reject")
    path = f"/registrations/{row['id']}"
    assert (await company.ok(company.process, "POST", f"{path}/reject"))["version"] == row["version"]
    await company.refused("DEA-4", company.process, f"{path}/protect")
    await company.refused("DEA-4", company.seller, f"{path}/withdraw")
    await company.refused("DEA-4", company.seller, f"{path}/resubmit")


async def test_dea_6_only_a_protected_opportunity_is_won(company: Company) -> None:
    product = await company.product()
    opportunity = await company.opportunity()
    path, body = f"/opportunities/{opportunity['id']}/win", a_win(product.product_id)
    await company.refused("DEA-6", company.seller, path, body)
    row = await company.registered(opportunity)
    await company.refused("DEA-6", company.seller, path, body)
    await company.ok(company.process, "POST", f"/registrations/{row['id']}/protect")
    won = await company.ok(company.seller, "POST", path, body)
    assert (won["status"], won["registration_status"]) == ("WON", "CLOSED")


async def test_a_lost_opportunity_closes_its_registration(company: Company, outbox: Any) -> None:
    opportunity = await company.opportunity()
    row = await company.registered(opportunity, None, "return")
    await company.ok(company.seller, "POST", f"/opportunities/{opportunity['id']}/lose", {"reason": "NO_BUDGET"})
    assert (await company.ok(company.seller, "GET", f"/registrations/{row['id']}"))["status"] == "CLOSED"
    assert len(await outbox(said.RegistrationClosed)) == 1
    ended = await company.ok(company.process, "POST", f"/registrations/{row['id']}/release")
    assert ended["status"] == "CLOSED"


async def test_who_may_do_what_with_a_registration(company: Company) -> None:
    row = await company.registered(await company.opportunity())
    path = f"/registrations/{row['id']}"
    for verb in ("protect", "reject", "return", "release"):
        assert await company.status(company.seller, "POST", f"{path}/{verb}") == 403
    assert await company.status(company.seller, "GET", f"{path}/approval-subject") == 403
    assert await company.status(company.rival, "POST", f"{path}/withdraw") == 404
    assert await company.status(company.rival, "GET", path) == 404
    assert await company.status(company.legal, "POST", f"{path}/withdraw") == 403
    assert (await company.ok(company.manager, "POST", f"{path}/withdraw"))["status"] == "WITHDRAWN"


async def test_lists_tell_the_open_ones_from_the_ended(company: Company) -> None:
    live = await company.registered(await company.opportunity())
    ended = await company.registered(await company.opportunity(), None, "reject")
    for params, wanted in (({"open": "true"}, live), ({"open": "false"}, ended), ({"status": "REJECTED"}, ended)):
        page = await company.ok(company.process, "GET", "/registrations", params=params)
        assert [row["id"] for row in page["items"]] == [wanted["id"]]


@pytest.mark.parametrize("body", [{"days": 0}, {"days": 731}, {"days": 30, "until": "now"}, {"round": 0}])
async def test_a_malformed_protection_is_named(company: Company, body: dict[str, Any]) -> None:
    assert await company.status(company.process, "POST", f"/registrations/{new_id()}/protect", body) == 422


async def test_withdrawing_and_protecting_at_once_end_in_one_truth(company: Company, outbox: Any) -> None:
    row = await company.registered(await company.opportunity())
    path = f"/registrations/{row['id']}"
    await asyncio.gather(
        company.as_(company.process).post(f"{path}/protect"), company.as_(company.seller).post(f"{path}/withdraw")
    )
    assert (await company.ok(company.seller, "GET", path))["status"] == "WITHDRAWN"
    versions = [event.version for event in await outbox() if event.noun() == "registration"]
    assert versions == sorted(set(versions))


async def test_a_registration_is_locked_while_it_is_approved(company: Company) -> None:
    row = await company.registered(await company.opportunity())
    path = f"/registrations/{row['id']}"
    assert await company.ok(company.seller, "POST", f"{path}/resubmit", {"note": "other words"}) == row
    assert await company.ok(company.seller, "GET", path) == row


async def test_case_c3_who_registered_first_is_first_though_it_came_back(company: Company) -> None:
    customer = await company.customer()
    first = await company.registered(await company.opportunity(customer=customer, project="A"), None, "return")
    second = await company.registered(
        await company.opportunity(company.rival, customer=customer, project="B"), company.rival
    )
    assert second["conflict_with"] == first["id"]
    again = await company.ok(company.seller, "POST", f"/registrations/{first['id']}/resubmit")
    assert again["conflict_with"] is None, "nobody was before it"
    await company.ok(company.process, "POST", f"/registrations/{second['id']}/return")
    later = await company.ok(company.rival, "POST", f"/registrations/{second['id']}/resubmit")
    assert later["conflict_with"] == first["id"]
