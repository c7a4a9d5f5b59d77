"""Do the tables that every service has do their one job?"""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest

from chassis import migrate
from chassis.clock import new_id
from chassis.custom_fields import CustomField, FieldTemplate, check_extra, checked_extra, find_template, save_template
from chassis.database import engine_of
from chassis.directory import find_person, list_people
from chassis.files import content_of, keep_file
from chassis.live import Live
from chassis.testing import House, an_actor
from chassis.testing_databases import Databases
from messages.approvals.events import PersonChanged
from messages.errors import NotFound, Refused
from messages.text import clean

FIELDS = [
    CustomField(name="color", kind="choice", choices=["red", "蓝"], required=True),
    CustomField(name="weight", kind="number", least=Decimal(0), most=Decimal(100)),
    CustomField(name="note", kind="text", most=Decimal(5)),
    CustomField(name="since", kind="date"),
    CustomField(name="urgent", kind="flag"),
]
TEMPLATE = FieldTemplate(kind="order", version=1, fields=FIELDS)


def a_person(**other: object) -> PersonChanged:
    base: dict[str, object] = {
        "person_id": uuid4(),
        "login": "lin",
        "name": "林",
        "unit": "cs/east/sales-1",
        "manager_id": None,
        "roles": ["sales"],
        "active": True,
        "tz": "Asia/Shanghai",
        "lang": "zh",
        "legal_entity_id": "CS-CN",
        "version": 1,
    }
    return PersonChanged.model_validate(base | other)


async def test_the_migrations_make_the_tables_of_the_code(databases: Databases) -> None:
    url = await databases.fresh("bare")
    await migrate.migrate("bare", url)
    await migrate.migrate("bare", url)  # again changes nothing
    engine = engine_of(url, pool_size=1)
    assert await migrate.differences("bare", engine) == []
    await engine.dispose()


async def test_the_newest_fact_of_a_person_stays(house: House) -> None:
    person = a_person(version=2, name="new")
    await house.deliver(person, twice=True)
    await house.deliver(a_person(person_id=person.person_id, version=1, name="old"))
    await house.deliver(a_person(login="wang", unit="cs/eastern", roles=["sales_manager"]))
    async with house.uow().begin() as work:
        found = await find_person(work, person.person_id)
        assert found is not None
        assert (found.name, found.roles, found.version) == ("new", frozenset({"sales"}), 2)
        assert [one.login for one in await list_people(work, unit="cs/east")] == ["lin"]
        assert [one.login for one in await list_people(work, role="sales_manager")] == ["wang"]
        assert await find_person(work, uuid4()) is None


def test_an_extra_that_keeps_to_the_template_is_kept_in_one_form() -> None:
    extra = {"color": "蓝", "weight": 1.5, "since": "2026-03-31", "urgent": False, "note": ""}
    assert check_extra(TEMPLATE, extra) == {"color": "蓝", "weight": "1.5", "since": "2026-03-31", "urgent": False}


@pytest.mark.parametrize(
    ("extra", "field", "rule"),
    [
        pytest.param({}, "color", "custom.required", id="required"),
        pytest.param({"color": "green"}, "color", "custom.choice", id="no such choice"),
        pytest.param({"color": "red", "size": 1}, "size", "custom.unknown", id="unknown"),
        pytest.param({"color": "red", "weight": 101}, "weight", "custom.number", id="too much"),
        pytest.param({"color": "red", "weight": "NaN"}, "weight", "custom.number", id="no number"),
        pytest.param({"color": "red", "weight": True}, "weight", "custom.number", id="a flag for a number"),
        pytest.param({"color": "red", "note": "123456"}, "note", "custom.text", id="too long"),
        pytest.param({"color": "red", "since": "31.3.2026"}, "since", "custom.date", id="no date"),
        pytest.param({"color": "red", "urgent": "yes"}, "urgent", "custom.flag", id="no flag"),
    ],
)
def test_sys_4_names_field_value_and_rule(extra: dict[str, object], field: str, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        check_extra(TEMPLATE, extra)
    assert (refused.value.rule, refused.value.params["field"], refused.value.params["rule"]) == ("SYS-4", field, rule)
    assert "value" in refused.value.params


async def test_a_template_has_versions_and_the_newest_counts(house: House) -> None:
    async with house.uow(an_actor("admin")).begin() as work:
        assert await checked_extra(work, "order", {}) == {}
        await save_template(work, "order", FIELDS[:1])
        second = await save_template(work, "order", FIELDS)
        assert second.version == 2
        assert await checked_extra(work, "order", {"color": "red", "urgent": True}) == {"color": "red", "urgent": True}
        first = await find_template(work, "order", 1)
        assert first is not None
        assert [field.name for field in first.fields] == ["color"]


async def test_a_file_is_kept_once_by_content(house: House) -> None:
    async with house.uow(an_actor("sales")).begin() as work:
        kept = await keep_file(
            work, name="a.pdf", media_type="application/pdf", content=b"%PDF", legal_entity_id="CS-CN"
        )
        same = await keep_file(
            work, name="a.pdf", media_type="application/pdf", content=b"%PDF", legal_entity_id="CS-CN"
        )
        assert kept == same
        assert await content_of(work, kept.id) == b"%PDF"
        with pytest.raises(NotFound):
            await content_of(work, new_id())


@pytest.mark.parametrize("content", [b"", b"x" * (8 * 1024 * 1024 + 1)], ids=["empty", "too large"])
async def test_sys_15_a_file_has_a_size(house: House, content: bytes) -> None:
    async with house.uow(an_actor("sales")).begin() as work:
        with pytest.raises(Refused, match="SYS-15"):
            await keep_file(work, name="a", media_type="text/plain", content=content, legal_entity_id="CS-CN")


async def test_a_live_list_hears_what_was_told_and_that_something_was_missed() -> None:
    live = Live()
    stream = live.stream(["orders.order."])
    assert await anext(stream) == "retry: 2000\n\n"
    heard = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    live.notice("orders.shipment.sent.v1 1 1\norders.order.confirmed.v1 0198 3")
    assert await heard == 'event: orders.order.confirmed.v1\ndata: {"id":"0198","version":3}\n\n'
    live.notice("reload")
    assert await anext(stream) == "event: reload\ndata: {}\n\n"
    await stream.aclose()


def test_sys_2_a_text_is_kept_in_one_form() -> None:
    assert clean(" e\u0301\r\n") == "é"
    with pytest.raises(ValueError, match="SYS-2"):
        clean("\x00")
