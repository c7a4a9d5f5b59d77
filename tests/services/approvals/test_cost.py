"""What does a decision cost the database?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from chassis.testing import House
from tests.services.approvals.conftest import THREE, Company, id_of


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """What goes to the database through SQLAlchemy, and what goes there straight."""
    seen: list[str] = []
    drivers: list[Any] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        seen.append(" ".join(statement.split())[:60])

    def note_straight(query: Any) -> None:
        if not query.query.startswith(("BEGIN", "COMMIT")):
            seen.append(" ".join(query.query.split())[:60])

    def watch(adapted: Any, record: Any, proxy: Any) -> None:
        drivers.append(adapted.driver_connection)
        drivers[-1].add_query_logger(note_straight)

    engine = house.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "checkout", watch)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
    event.remove(engine, "checkout", watch)
    for driver in drivers:
        driver.remove_query_logger(note_straight)


async def test_a_decision_is_three_statements_and_a_commit_however_many_sign(company: Company, house: House) -> None:
    """Lock the request and read it, write what differs, tell it. (docs/decisions/0002)"""
    many = {"policy": "many", "route": [{"step": "s", "signers": [{"group": ["meng", "lena", "fang", "fei"]}]}]}
    await company.publish(many)
    for policy, signer in (("three", "meng"), ("many", "meng")):
        request = await company.submit(policy=policy, facts={"amount": "1"} if policy == "three" else {})
        await company.as_("root").get(f"/requests/{request.id}")  # the directory and the policy are in memory
        task = next(s.task_id for s in request.steps[0].signers if s.person_id == id_of(signer))
        with statements(house) as seen:
            answer = await company.as_(signer).post(
                f"/tasks/{task}/approve", json={"content_hash": request.content_hash}
            )
        assert answer.status_code == 200
        assert len(seen) == 3, seen
    assert THREE["policy"] == "three"
