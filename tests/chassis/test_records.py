"""Do the tables that every service has do their one job?"""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest

from chassis.base.clock import new_id
from chassis.db import migrate
from chassis.db.database import engine_of
from chassis.http.live import Live
from chassis.records.custom_fields import (
    CustomField,
    FieldTemplate,
    find_template,
    save_template,
    valid_extra,
    valid_extra_of,
)
from chassis.records.files import content_of, save_file
from chassis.records.people import find_person, list_people
from chassis.testing.databases import Databases
from chassis.testing.plugin import ServiceHarness, an_actor
from messages.approvals.events import PersonChanged
from messages.errors import NotFound, RuleViolation
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


async def test_the_newest_fact_of_a_person_stays(harness: ServiceHarness) -> None:
    person = a_person(version=2, name="new")
    await harness.deliver(person, twice=True)
    await harness.deliver(a_person(person_id=person.person_id, version=1, name="old"))
    await harness.deliver(a_person(login="wang", unit="cs/eastern", roles=["sales_manager"]))
    async with harness.uow().begin() as work:
        found = await find_person(work, person.person_id)
        assert found is not None
        assert (found.name, found.roles, found.version) == ("new", frozenset({"sales"}), 2)
        assert [one.login for one in await list_people(work, unit="cs/east")] == ["lin"]
        assert [one.login for one in await list_people(work, role="sales_manager")] == ["wang"]
        assert await find_person(work, uuid4()) is None


def test_an_extra_that_keeps_to_the_template_is_kept_in_one_form() -> None:
    extra = {"color": "蓝", "weight": 1.5, "since": "2026-03-31", "urgent": False, "note": ""}
    assert valid_extra(TEMPLATE, extra) == {"color": "蓝", "weight": "1.5", "since": "2026-03-31", "urgent": False}


@pytest.mark.parametrize(
    ("extra", "field", "rule"),
    [
        pytest.param({}, "color", "custom.required", id="required"),
        pytest.param({"color": "green"}, "color", "custom.choice", id="no such choice"),
        pytest.param({"color": "red", "size": 1}, "size", "custom.unknown", id="unknown"),
        pytest.param({"color": "red", "weight": 101}, "weight", "custom.number", id="too much"),
        pytest.param({"color": "red", "weight": "NaN"}, "weight", "custom.no_number", id="no number"),
        pytest.param({"color": "red", "weight": True}, "weight", "custom.no_number", id="a flag for a number"),
        pytest.param({"color": "red", "note": "123456"}, "note", "custom.text", id="too long"),
        pytest.param({"color": "red", "since": "31.3.2026"}, "since", "custom.date", id="no date"),
        pytest.param({"color": "red", "urgent": "yes"}, "urgent", "custom.flag", id="no flag"),
    ],
)
def test_sys_4_names_field_value_and_rule(extra: dict[str, object], field: str, rule: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        valid_extra(TEMPLATE, extra)
    assert (refused.value.rule, refused.value.params["field"], refused.value.params["rule"]) == ("SYS-4", field, rule)
    assert "value" in refused.value.params


async def test_a_template_has_versions_and_the_newest_counts(harness: ServiceHarness) -> None:
    async with harness.uow(an_actor("admin")).begin() as work:
        assert await valid_extra_of(work, "order", {}) == {}
        await save_template(work, "order", FIELDS[:1])
        second = await save_template(work, "order", FIELDS)
        assert second.version == 2
        assert await valid_extra_of(work, "order", {"color": "red", "urgent": True}) == {"color": "red", "urgent": True}
        first = await find_template(work, "order", 1)
        assert first is not None
        assert [field.name for field in first.fields] == ["color"]


async def test_a_file_is_kept_once_by_content(harness: ServiceHarness) -> None:
    async with harness.uow(an_actor("sales")).begin() as work:
        kept = await save_file(
            work, name="a.pdf", media_type="application/pdf", content=b"%PDF", legal_entity_id="CS-CN"
        )
        same = await save_file(
            work, name="a.pdf", media_type="application/pdf", content=b"%PDF", legal_entity_id="CS-CN"
        )
        assert kept == same
        assert await content_of(work, kept.id) == b"%PDF"
        with pytest.raises(NotFound):
            await content_of(work, new_id())


@pytest.mark.parametrize("content", [b"", b"x" * (8 * 1024 * 1024 + 1)], ids=["empty", "too large"])
async def test_sys_15_a_file_has_a_size(harness: ServiceHarness, content: bytes) -> None:
    async with harness.uow(an_actor("sales")).begin() as work:
        with pytest.raises(RuleViolation, match="SYS-15"):
            await save_file(work, name="a", media_type="text/plain", content=content, legal_entity_id="CS-CN")


async def test_case_a10_a_live_list_hears_what_was_told_in_its_legal_entities_and_that_something_was_missed() -> None:
    live = Live()
    stream = live.stream(["CN"], ["orders.order."])
    assert await anext(stream) == "retry: 2000\n\n"
    heard = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    live.notify("orders.shipment.sent.v1 1 1 CN\norders.order.placed.v1 7 1 US\norders.order.confirmed.v1 0198 3 CN")
    assert await heard == 'event: orders.order.confirmed.v1\ndata: {"id":"0198","version":3}\n\n'
    live.notify("orders.order.changed.v1 0198 4 ")
    assert await anext(stream) == "event: orders.order.changed.v1\ndata: {}\n\n", "of no legal entity: no id"
    live.notify("reload")
    assert await anext(stream) == "event: reload\ndata: {}\n\n"
    await stream.aclose()


def test_sys_2_a_text_is_kept_in_one_form() -> None:
    assert clean(" e\u0301\r\n") == "é"
    with pytest.raises(ValueError, match="SYS-2"):
        clean("\x00")
