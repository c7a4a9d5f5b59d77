"""Does the token of a customer who orders for himself end everywhere when his account does?"""

from uuid import uuid4

import pytest

from chassis.base import clock
from chassis.records.people import find_person, list_people
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.approvals.events import PersonChanged
from tests.security.routes import routes_of


@pytest.fixture(params=["orders", "collections"])
def service_name(request: pytest.FixtureRequest) -> str:
    """The services that have a portal."""
    name: str = request.param
    return name


async def test_feature_103_an_ended_accounts_token_ends_in_each_service_with_the_portal(
    harness: ServiceHarness,
) -> None:
    buyer = an_actor("customer", unit="", customer_id=uuid4())
    client = harness.api.as_(buyer, version=1, auth_time=clock.now().timestamp())
    paths = [route.path for route in routes_of(harness.app) if route.name.startswith("GET /portal/") and not route.ids]
    assert paths
    asked = {"order_id": str(uuid4())}
    assert {(await client.get(path, params=asked)).status_code for path in paths} == {200}
    ended = PersonChanged(
        person_id=buyer.id, login="buyer", name=buyer.name, unit="", manager_id=None, roles=["customer"], active=False,
        tz=buyer.tz, lang=buyer.lang, legal_entity_id="CS-CN", version=2, valid_after=clock.now(),
    )  # fmt: skip
    await harness.deliver(ended)
    harness.service.revocation_list.changed(str(buyer.id))
    await harness.service.revocation_list.read()
    assert {(await client.get(path, params=asked)).status_code for path in paths} == {401}


async def test_feature_103_a_customers_account_is_given_nothing_of_the_house(harness: ServiceHarness) -> None:
    """It stands among those whose tokens may end, and is nobody to whom a record may go."""
    if harness.name != "orders":
        pytest.skip("one service is enough: one function finds people")
    seller, buyer = an_actor("sales"), an_actor("customer", unit="", customer_id=uuid4())
    for one in (seller, buyer):
        told = PersonChanged(
            person_id=one.id, login=str(one.id), name=one.name, unit=one.unit, manager_id=None, roles=sorted(one.roles),
            active=True, tz=one.tz, lang=one.lang, legal_entity_id="CS-CN", version=1,
        )  # fmt: skip
        await harness.deliver(told)
    async with harness.uow().begin() as work:
        assert await find_person(work, buyer.id) is None
        assert [one.id for one in await list_people(work)] == [seller.id]
