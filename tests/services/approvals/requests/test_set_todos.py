"""Does a process set all its to-dos in one call, and does a call that comes twice or late spoil nothing?"""

from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.testing.plugin import ServiceHarness
from tests.services.approvals.conftest import Company, id_of
from tests.services.statement_log import statements


def a_todo(id: UUID, kind: str = "ship") -> dict[str, Any]:
    about = {"kind": "order", "id": str(id_of("order")), "number": "SO-1", "title": "Ten pumps"}
    return {"id": str(id), "kind": kind, "about": about, "role": "finance", "legal_entity_id": "CS-CN"}


async def set_todos(company: Company, open: list[dict[str, Any]], close: list[UUID]) -> list[str]:
    body = {"open": open, "close": [str(id) for id in close]}
    answer = await company.process.post("/todos/set", json=body)
    assert answer.status_code == 200, answer.text
    ended: list[str] = answer.json()["ended"]
    return ended


async def state(company: Company, id: UUID) -> str:
    seen = await company.process.get(f"/tasks/{id}")
    return str(seen.json()["state"])


async def test_what_is_wanted_is_open_and_the_rest_is_closed(company: Company) -> None:
    ship, receive = uuid4(), uuid4()
    assert await set_todos(company, [a_todo(ship)], []) == []
    assert await set_todos(company, [a_todo(receive, "receive")], [ship]) == []
    assert (await state(company, ship), await state(company, receive)) == ("CLOSED", "OPEN")
    assert await set_todos(company, [a_todo(receive, "receive")], [ship]) == []  # the same again
    assert (await state(company, ship), await state(company, receive)) == ("CLOSED", "OPEN")


async def test_an_older_call_that_comes_late_opens_nothing_again(company: Company) -> None:
    ship, receive = uuid4(), uuid4()
    await set_todos(company, [a_todo(ship)], [])
    await set_todos(company, [a_todo(receive, "receive")], [ship])
    assert await set_todos(company, [a_todo(ship)], []) == [str(ship)]
    assert (await state(company, ship), await state(company, receive)) == ("CLOSED", "OPEN")


async def test_what_was_done_is_said_and_what_was_never_opened_needs_no_closing(company: Company) -> None:
    ship = uuid4()
    await set_todos(company, [a_todo(ship)], [])
    assert (await company.as_("fang").post(f"/tasks/{ship}/done", json={})).status_code == 200
    assert await set_todos(company, [a_todo(ship)], [uuid4()]) == [str(ship)]
    assert await state(company, ship) == "DONE"


async def test_what_a_process_had_open_before_it_was_begun_anew_is_over(company: Company) -> None:
    first, second, kept, other = (uuid4() for _ in range(4))
    of_process = {"process_id": "order-to-cash/1"}
    await set_todos(company, [a_todo(id) | of_process for id in (first, second, kept)], [])
    await set_todos(company, [a_todo(other) | {"process_id": "order-to-cash/2"}], [])
    body = {"open": [a_todo(kept) | of_process], "only_of": "order-to-cash/1"}
    for _ in range(2):
        answer = await company.process.post("/todos/set", json=body)
        assert (answer.status_code, answer.json()["ended"]) == (200, [])
        states = [await state(company, id) for id in (first, second, kept, other)]
        assert states == ["CLOSED", "CLOSED", "OPEN", "OPEN"]


async def test_only_a_process_sets_to_dos_and_each_has_an_id(company: Company) -> None:
    assert (await company.as_("root").post("/todos/set", json={})).status_code == 403
    nameless = {"open": [a_todo(uuid4()) | {"id": None}], "close": []}
    assert (await company.process.post("/todos/set", json=nameless)).status_code == 422


async def test_to_dos_are_opened_and_closed_with_three_statements_however_many(
    company: Company, harness: ServiceHarness
) -> None:
    await set_todos(company, [a_todo(uuid4())], [])  # the directory is in memory
    before: list[UUID] = []
    for many in (1, 3):
        ids = [uuid4() for _ in range(many)]
        with statements(harness) as said:
            await set_todos(company, [a_todo(id) for id in ids], before)
        assert len(said) == 3, said
        before = ids


@pytest.mark.parametrize(
    ("amount", "shown"), [("1234.50", "1234.50 JPY"), ("0.00", ""), (None, "")], ids=["some", "nothing", "not said"]
)
async def test_case_f_a_to_do_keeps_and_shows_its_amount(company: Company, amount: str | None, shown: str) -> None:
    id = uuid4()
    money = amount and {"amount": amount, "currency": "JPY"}
    await set_todos(company, [a_todo(id) | {"amount": money}], [])
    listed = (await company.as_("fang").get("/inbox")).json()["items"]
    card = next(item for item in listed if item["task_id"] == str(id))
    task = (await company.as_("fang").get(f"/tasks/{id}")).json()
    assert [(one["glance"] or {"amount": ""})["amount"] for one in (card, task)] == [shown, shown]
