"""Does a token stop working when its person leaves or loses a right, in every process, without a query?"""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from chassis.auth import tokens
from chassis.auth.identity import Actor
from chassis.base.settings import Settings
from chassis.http.revocation import Entitlement, Outdated, RevocationList, is_outdated
from chassis.testing.plugin import KEY, Api, ServiceHarness, an_actor
from messages.approvals.events import PersonChanged
from tests import builders
from tests.chassis import example_service
from tests.chassis.nats_server import until

MANAGER = an_actor("sales", "sales_manager")
KNOWN = Entitlement(5, True, MANAGER.roles, MANAGER.unit, "CS-CN")


def with_version(actor: Actor, version: int | None) -> Actor:
    return Actor(**{**vars(actor), "claims": {} if version is None else {"version": version}})


@pytest.mark.parametrize(
    ("version", "known", "outdated"),
    [
        pytest.param(5, KNOWN, False, id="as it is"),
        pytest.param(4, KNOWN, False, id="older, but nothing that matters has changed"),
        pytest.param(4, Entitlement(5, True, MANAGER.roles | {"legal"}, MANAGER.unit, "CS-CN"), False, id="a role too"),
        pytest.param(4, Entitlement(5, True, frozenset({"sales"}), MANAGER.unit, "CS-CN"), True, id="a role less"),
        pytest.param(4, Entitlement(5, True, MANAGER.roles, "cs/west", "CS-CN"), True, id="in another unit"),
        pytest.param(4, Entitlement(5, True, MANAGER.roles, MANAGER.unit, "CS-SG"), True, id="in another legal entity"),
        pytest.param(4, Entitlement(5, False, MANAGER.roles, MANAGER.unit, "CS-CN"), True, id="has left"),
        pytest.param(6, Entitlement(5, False, frozenset(), "", "CS-SG"), False, id="newer than what is known here"),
        pytest.param(None, Entitlement(5, True, frozenset(), "", "CS-SG"), False, id="of another issuer"),
        pytest.param(None, Entitlement(5, False, MANAGER.roles, MANAGER.unit, "CS-CN"), True, id="of another, left"),
        pytest.param(1, None, False, id="of whom nothing is known"),
    ],
)
def test_the_newer_word_counts(version: int | None, known: Entitlement | None, outdated: bool) -> None:
    assert is_outdated(with_version(MANAGER, version), known) is outdated


def test_a_process_has_no_person() -> None:
    assert not is_outdated(Actor.process("worker"), Entitlement(1, False, frozenset(), "", ""))


def told(actor: Actor, version: int, **other: object) -> PersonChanged:
    person = builders.a_person(actor)
    return person.model_copy(update={"version": version, **other})


@pytest.fixture
async def second(harness: ServiceHarness) -> AsyncIterator[Api]:
    """Another process of the same service, while the first one runs too."""
    await harness.service.start()
    app = example_service.make(
        Settings(database_url=harness.service.settings.database_url, issuer="http://issuer.test")
    )
    service = app.state.service
    service.verifier = tokens.Verifier(service.settings, tokens.jwks_of(KEY))
    await service.start()
    yield Api(app)
    await service.stop()
    await harness.service.stop()


async def test_who_has_left_or_lost_a_role_is_refused_by_every_process_until_signing_in(
    harness: ServiceHarness, second: Api
) -> None:
    async def status(api: Api, version: int) -> int:
        return (await api.as_(MANAGER, version=version).get("/notes")).status_code

    for api in (harness.api, second):
        assert await status(api, 1) == 200
    await harness.deliver(told(MANAGER, 2, roles=["sales"]))
    for api in (harness.api, second):

        async def refused(api: Api = api) -> bool:
            return await status(api, 1) == 401

        await until(refused)
        assert await status(api, 3) == 200, "signed in again, before this service has heard of it"
    no = (await second.as_(MANAGER, version=1).get("/notes")).json()
    assert (no["type"], "sign in again" in no["detail"]) == ("urn:countersign:problem:token_outdated", True)
    await harness.deliver(told(MANAGER, 1))  # late
    assert await status(second, 1) == 401


async def test_a_change_that_came_while_the_connection_was_lost_is_seen(harness: ServiceHarness, second: Api) -> None:
    async with harness.database.engine.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'relay'"
            )
        )
    await harness.deliver(told(MANAGER, 2, active=False))

    async def refused() -> bool:
        return (await second.as_(MANAGER, version=1).get("/notes")).status_code == 401

    await until(refused)


async def test_a_process_begins_with_what_is_known(harness: ServiceHarness) -> None:
    await harness.deliver(told(MANAGER, 2, active=False))
    revocation_list = RevocationList(harness.database)
    revocation_list.must_be_current(with_version(MANAGER, 1))
    await revocation_list.read()
    with pytest.raises(Outdated):
        revocation_list.must_be_current(with_version(MANAGER, 1))


async def test_a_reading_that_failed_is_made_up_for(harness: ServiceHarness) -> None:
    gone = RevocationList(harness.database, "no_such_table")
    for _ in range(2):
        with pytest.raises(Exception, match="no_such_table"):
            await gone.read()
        assert gone._all, "the next one reads everybody"
        assert gone._wake.is_set()
