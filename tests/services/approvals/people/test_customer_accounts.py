"""Is an account of a customer opened by whom it may be, of one customer for good, and nobody of the house?"""

from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest

from chassis.base import clock
from chassis.testing.plugin import ServiceHarness, an_actor, token_of
from messages.approvals.events import PersonChanged
from messages.orders.orders import OrderPlaced
from tests.builders import a_customer, cny
from tests.services.approvals.conftest import Company, id_of

PASSWORD = "Tr0ub4dor&3-horse"


async def customer_of(company: Company, login: str | None = "ann", **other: Any) -> UUID:
    event = a_customer(owner_id=id_of(login) if login else None, **other)
    await company.harness.deliver(event, twice=True)
    return event.customer_id


async def opened(company: Company, customer: UUID, by: str = "ann", login: str = "buyer") -> Any:
    wanted = {"customer_id": str(customer), "login": login, "name": "Bai Ling", "password": PASSWORD}
    answer = await company.as_(by).post("/customer-accounts", json=wanted)
    assert answer.status_code == 201, answer.text
    assert PASSWORD not in answer.text
    return answer.json()


def session_of(company: Company, account: Any) -> httpx.AsyncClient:
    """With a token as signing in gives it now."""
    actor = an_actor("customer", id=UUID(account["id"]), unit="", customer_id=UUID(account["customer_id"]))
    told = {"version": account["version"], "auth_time": clock.now().timestamp()}
    return company.harness.api.as_(actor, **told)


async def signed_in(harness: ServiceHarness, login: str = "buyer") -> str:
    answer = await harness.api.anybody.post("/sign-in", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


async def test_feature_103_an_account_signs_in_as_one_customer_and_nothing_else(
    company: Company, harness: ServiceHarness
) -> None:
    customer = await customer_of(company)
    account = await opened(company, customer)
    said = jwt.decode(await signed_in(harness), options={"verify_signature": False})
    assert (said["roles"], said["customer_id"], said["legal_entities"]) == (["customer"], str(customer), ["CS-CN"])
    event = (await harness.outbox(PersonChanged))[-1]
    assert isinstance(event, PersonChanged)
    assert (event.person_id, event.roles, event.active) == (UUID(account["id"]), ["customer"], True)


async def test_feature_103_an_account_is_nobody_of_the_house(company: Company) -> None:
    account = await opened(company, await customer_of(company))
    found = (await company.as_("ann").get("/people", params={"q": "Bai"})).json()
    assert found["items"] == []
    assert (await company.as_("ann").get(f"/people/{account['id']}")).status_code == 404
    root = company.as_("root")
    changed = await root.patch(f"/people/{account['id']}", json={"roles": ["admin"]}, headers={"if-match": "1"})
    assert changed.status_code == 404
    row = {
        "line": 1,
        "login": "buyer",
        "name": "Bai",
        "unit": "cs/east",
        "roles": ["sales"],
        "legal_entity_id": "CS-CN",
    }
    report = (await company.process.post("/people/import", json={"rows": [row], "source": "x"})).json()
    assert [error["rule"] for error in report["rows"][0]["errors"]] == ["APP-44"]
    step = {"step": "sign", "signers": [{"role": "customer"}], "within": "2 business days"}
    policy = {"policy": "outside", "facts": {"amount": "money"}, "route": [step]}
    published = await company.process.post("/policies", json={"policy": policy})
    if published.is_success:
        request = await company.submit(policy="outside")
        signers = [signer.person_id for one in request.steps for signer in one.signers]
        assert UUID(account["id"]) not in signers


async def test_feature_103_accounts_are_opened_and_ended_by_who_keeps_the_customer(company: Company) -> None:
    customer = await customer_of(company)
    account = await opened(company, customer)
    wanted = {"customer_id": str(customer), "login": "second", "name": "x", "password": PASSWORD}
    assert (await company.as_("bob").post("/customer-accounts", json=wanted)).status_code == 403
    assert (
        await company.as_("bob").get("/customer-accounts", params={"customer_id": str(customer)})
    ).status_code == 403
    assert (await company.as_("bob").post(f"/customer-accounts/{account['id']}/end")).status_code == 404
    await opened(company, customer, by="meng", login="second")
    listed = (await company.as_("ann").get("/customer-accounts", params={"customer_id": str(customer)})).json()
    assert [one["login"] for one in listed] == ["buyer", "second"]
    assert (await company.as_("meng").post(f"/customer-accounts/{account['id']}/end")).json()["active"] is False
    taken = await company.as_("ann").post("/customer-accounts", json=wanted)
    assert (taken.status_code, taken.json()["rule"]) == (409, "APP-44")


async def test_feature_103_opened_again_by_the_same_id_it_is_the_same(company: Company) -> None:
    customer, other = await customer_of(company), await customer_of(company)
    account = await opened(company, customer)
    wanted = {"id": account["id"], "login": "other", "name": "x", "password": PASSWORD}
    again = await company.as_("ann").post("/customer-accounts", json=wanted | {"customer_id": str(customer)})
    assert again.json() == account
    stolen = await company.as_("ann").post("/customer-accounts", json=wanted | {"customer_id": str(other)})
    assert stolen.status_code == 404


async def test_feature_103_an_account_that_has_ended_opens_nothing_from_that_moment(
    company: Company, harness: ServiceHarness
) -> None:
    account = await opened(company, await customer_of(company))
    buyer = session_of(company, account)
    assert (await buyer.get("/inbox")).status_code == 403
    ended = [await company.as_("ann").post(f"/customer-accounts/{account['id']}/end") for _ in range(2)]
    assert [one.json()["active"] for one in ended] == [False, False]
    assert (await buyer.post("/sign-out")).status_code == 401
    answer = await harness.api.anybody.post("/sign-in", json={"login": "buyer", "password": PASSWORD})
    assert answer.status_code == 401


async def test_feature_103_a_forgotten_password_is_given_anew_and_ends_the_sessions(
    company: Company, harness: ServiceHarness
) -> None:
    account = await opened(company, await customer_of(company))
    buyer = session_of(company, account)
    fresh = {"password": "another horse"}
    assert (await company.as_("ann").post(f"/customer-accounts/{account['id']}/reset-password", json=fresh)).is_success
    assert (await buyer.post("/sign-out")).status_code == 401
    assert (await harness.api.anybody.post("/sign-in", json={"login": "buyer", **fresh})).status_code == 200
    own = session_of(company, account | {"version": 2})
    changed = await own.post("/password", json=fresh | {"new_password": PASSWORD})
    assert changed.status_code == 200, changed.text
    assert await signed_in(harness)


async def test_feature_103_the_seller_is_told_of_what_his_customer_ordered(company: Company) -> None:
    placed: dict[str, Any] = {
        "order_id": id_of("order"), "number": "SO-1", "customer_id": id_of("customer"), "owner_id": id_of("ann"),
        "legal_entity_id": "CS-CN", "total": cny("1.00"), "version": 1,
    }  # fmt: skip
    await company.harness.deliver(OrderPlaced(**placed))
    assert (await company.as_("ann").get("/notices")).json()["items"] == []
    await company.harness.deliver(OrderPlaced(**placed, ordered_by="Bai Ling"))
    notices = (await company.as_("ann").get("/notices")).json()["items"]
    assert len(notices) == 1
    assert "Bai Ling" in str(notices[0])


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"roles": ["customer"]}, id="of no customer"),
        pytest.param(
            {"roles": ["sales"], "customer_id": str(id_of("x"))}, id="of a customer, with a role of the house"
        ),
        pytest.param({"roles": ["customer", "sales"], "customer_id": str(id_of("x"))}, id="with another role"),
        pytest.param(
            {"roles": ["customer"], "customer_id": str(id_of("x")), "legal_entities": ["*"]}, id="of the whole house"
        ),
        pytest.param(
            {"roles": ["customer"], "customer_id": str(id_of("x")), "legal_entities": ["A", "B"]}, id="of two houses"
        ),
    ],
)
async def test_feature_103_a_token_of_a_customer_and_more_is_no_token(company: Company, claims: dict[str, Any]) -> None:
    client = company.harness.api._client(token_of(company.actors["ann"], **claims))
    assert (await client.post("/sign-out")).status_code == 401
