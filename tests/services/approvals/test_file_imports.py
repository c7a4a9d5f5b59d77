"""Is a file that somebody brings in kept, read, run batch by batch, and seen by nobody else?"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from chassis.base import clock
from services.approvals.domain.file_imports.stages import KEPT
from tests.services.approvals.conftest import Company

LEADS = "姓名,公司,来源\n李,甲公司,展会\n王,乙公司,展会\n".encode("gb18030")
MAPPING = {"fields": {"contact": "姓名", "company": "公司", "source": "来源"}}


async def brought(company: Company, content: bytes = LEADS, *, of: str = "lead") -> Any:
    answer = await company.as_("ann").post(f"/imports?name=a.csv&of={of}", content=content)
    assert answer.is_success, answer.text
    return answer.json()


def batch(number: int, stage: str = "CHECK", **said: Any) -> dict[str, Any]:
    return {"stage": stage, "number": number, "line": 2 + number, "accepted": 1, "duplicate": 0, "invalid": 0, **said}


async def test_a_file_is_read_when_it_comes(company: Company) -> None:
    seen = await brought(company)
    assert (seen["columns"], seen["rows"], seen["status"]) == (["姓名", "公司", "来源"], 2, "UPLOADED")
    assert seen["sample"][0] == {"line": 2, "cells": {"姓名": "李", "公司": "甲公司", "来源": "展会"}}
    content = await company.as_("ann").get(f"/imports/{seen['id']}/file")
    assert content.content == LEADS


async def test_what_is_no_table_is_refused_by_name_in_the_readers_language(company: Company) -> None:
    picture, one_column = b"\x89PNG\x00\x01\x02" * 9, "姓名\n李\n".encode()
    for content, rule in ((picture, "SYS-77"), (one_column, "SYS-78"), (b"PK\x03\x04", "SYS-81")):
        answer = await company.as_("ann").post("/imports?name=a.csv&of=lead", content=content)
        assert answer.status_code == 422
        [wrong] = answer.json()["errors"]
        assert (wrong["field"], wrong["value"], wrong["rule"]) == ("file", "a.csv", rule)


async def test_another_sheet_is_read_when_it_is_chosen(company: Company) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    for name, head in (("一", ["a", "b"]), ("二", ["c", "d"])):
        book.add_worksheet(name).write_row(0, 0, head)
    book.close()
    seen = await brought(company, file.getvalue())
    assert (seen["sheets"], seen["columns"]) == (["一", "二"], ["a", "b"])
    answer = await company.as_("ann").post(f"/imports/{seen['id']}/sheet", json={"sheet": "二"})
    assert (answer.json()["columns"], answer.json()["sheet"]) == (["c", "d"], "二")


async def test_batches_count_once_however_often_they_are_told_and_it_goes_on_where_it_stopped(company: Company) -> None:
    ann, id = company.as_("ann"), (await brought(company))["id"]
    at = f"/imports/{id}"
    assert (await ann.post(f"{at}/start", json={"stage": "IMPORT"})).status_code == 409, "it is not checked"
    assert (await ann.post(f"{at}/start", json={"stage": "CHECK", "mapping": MAPPING})).is_success
    assert (await ann.post(f"{at}/start", json={"stage": "CHECK"})).json()["rule"] == "SYS-85", "it runs"
    error = {"line": 3, "field": "phone", "column": "电话", "value": "1", "rule": "LEA-2", "text": "x"}
    for _ in range(2):
        told = batch(0, invalid=1, errors=[error])
        assert (await ann.post(f"{at}/batches", json=told)).status_code == 204
    wrong = await ann.post(f"{at}/batches", json=batch(1, "IMPORT"))
    assert wrong.json()["rule"] == "SYS-86"
    ended = (await ann.post(f"{at}/end", json={"stage": "CHECK"})).json()
    assert (ended["status"], ended["accepted"], ended["invalid"], ended["batches"]) == ("CHECKED", 1, 1, 1)
    assert (await ann.get(f"{at}/errors")).json() == {"items": [error], "next": None}

    assert (await ann.post(f"{at}/start", json={"stage": "IMPORT"})).is_success
    await ann.post(f"{at}/batches", json=batch(0, "IMPORT"))
    stopped = (await ann.post(f"{at}/end", json={"stage": "IMPORT", "why": "leads is away"})).json()
    assert (stopped["status"], stopped["stopped"], stopped["is_running"]) == ("IMPORTING", "leads is away", False)
    again = (await ann.post(f"{at}/start", json={"stage": "IMPORT"})).json()
    assert (again["batches"], again["accepted"], again["stopped"]) == (1, 1, "")
    await ann.post(f"{at}/batches", json=batch(1, "IMPORT"))
    for _ in range(2):
        done = (await ann.post(f"{at}/end", json={"stage": "IMPORT"})).json()
    assert (done["status"], done["accepted"]) == ("DONE", 2)
    assert (await ann.get(f"{at}/file")).status_code == 404, "the content is gone"
    assert (await ann.get(f"{at}/errors")).json()["items"] == [], "those of the import"


async def test_nobody_else_sees_a_file(company: Company) -> None:
    id = (await brought(company))["id"]
    for login in ("bob", "meng", "root"):
        other = company.as_(login)
        assert (await other.get(f"/imports/{id}")).status_code == 404
        assert (await other.get(f"/imports/{id}/file")).status_code == 404
        assert (
            await other.post(f"/imports/{id}/start", json={"stage": "CHECK", "mapping": MAPPING})
        ).status_code == 404
        assert (await other.get("/imports")).json() == []
    assert [one["id"] for one in (await company.as_("ann").get("/imports")).json()] == [id]


async def test_a_mapping_is_saved_under_its_name_and_used_by_colleagues(company: Company) -> None:
    ann, bob = company.as_("ann"), company.as_("bob")
    said = {"kind": "lead", "name": "展会名单", "mapping": MAPPING}
    first = (await ann.post("/import-mappings", json=said)).json()
    changed = {"fields": {"contact": "姓名", "source": "来源"}, "constants": {"region": "上海"}}
    again = (await ann.post("/import-mappings", json=said | {"mapping": changed})).json()
    assert first["id"] == again["id"]
    [seen] = (await bob.get("/import-mappings?of=lead")).json()
    assert (seen["name"], seen["mapping"]["constants"]) == ("展会名单", {"region": "上海"})
    assert (await bob.get("/import-mappings?of=order")).json() == []
    assert (await bob.delete(f"/import-mappings/{first['id']}")).status_code == 404, "it is hers"
    assert (await ann.delete(f"/import-mappings/{first['id']}")).is_success
    assert (await bob.get("/import-mappings?of=lead")).json() == []


async def test_what_nobody_went_on_with_is_forgotten_after_a_week(
    company: Company, time_is: Callable[[datetime], None]
) -> None:
    old = (await brought(company))["id"]
    time_is(clock.now() + KEPT + timedelta(minutes=1))
    new = (await brought(company, LEADS + b"\n"))["id"]
    assert [one["id"] for one in (await company.as_("ann").get("/imports")).json()] == [new]
    assert (await company.as_("ann").get(f"/imports/{old}")).status_code == 404
