"""What does a decision cost the database?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from chassis.testing import House
from tests.services.approvals.conftest import THREE, Company, id_of


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        seen.append(" ".join(statement.split())[:60])

    engine = house.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def test_a_decision_is_four_statements_and_a_commit_however_many_sign(company: Company, house: House) -> None:
    """Lock the request, read its steps, write what differs, tell it. (docs/decisions/0002)"""
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
        assert len(seen) == 4, seen
    assert THREE["policy"] == "three"
