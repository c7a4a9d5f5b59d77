"""Is it known who was where, under whom and away, at any earlier moment?"""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.base.clock import now
from chassis.testing.plugin import ServiceHarness
from services.approvals.domain.people.directory import Directory
from services.approvals.store.people.directory import find_directory
from services.approvals.store.people.directory_history import directories_at, first_version
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.what_if.past import LOGINS

CHANGES = [{"active": False}, {"active": True}, {"unit": "cs/west"}, {"roles": ["legal", "finance"]},
           {"approval_limit": "12345678901234.56"}, {"approval_limit": None}, {"name": "Åsa 李"}]  # fmt: skip


async def current(harness: ServiceHarness) -> Directory:
    async with harness.uow().begin() as work:
        return await find_directory(work)


async def test_every_version_is_found_again_as_it_was(company: Company, harness: ServiceHarness) -> None:
    luck, known = Random(4), [await current(harness)]
    for n in range(30):
        login = luck.choice(LOGINS)
        shown = await company.process.get(f"/people/{id_of(login)}")
        if n % 5 == 1:
            other = luck.choice([one for one in LOGINS if one != login])
            away = {"starts_at": now().isoformat(), "ends_at": (now() + timedelta(days=n)).isoformat()}
            people = {"person_id": str(id_of(login)), "substitute_id": str(id_of(other))}
            await company.as_("root").post("/absences", json=away | people)
        elif n % 7 == 3:
            days = {"id": "CN", "name": "China", "holidays": [f"2026-05-{n:02}"], "makeup_days": ["2026-05-09"]}
            await company.process.post("/calendars", json=days)
        else:
            stamp = {"if-match": shown.headers["etag"]}
            await company.process.patch(f"/people/{id_of(login)}", json=luck.choice(CHANGES), headers=stamp)
        known.append(await current(harness))
    async with harness.uow().begin() as work:
        found = await directories_at(work, {one.version for one in known})
        first = await first_version(work)
        assert first is not None
        begun = (await directories_at(work, {first}))[first]
    assert ([*begun.calendars], begun.persons) == (["CN"], {}), "the first change of all; migrations count versions too"
    assert len(found) > 20
    for one in known:
        assert found[one.version] == one
    assert replace(known[-1], version=0) != replace(known[0], version=0)


async def test_what_was_rolled_back_leaves_no_trace(company: Company, harness: ServiceHarness) -> None:
    before = await current(harness)
    with pytest.raises(ZeroDivisionError):
        await _breaks_off(harness)
    assert await current(harness) == before
    async with harness.database.session() as session:
        newest = (await session.execute(text("SELECT max(version) FROM directory_history"))).scalar_one()
    assert newest <= before.version


async def _breaks_off(harness: ServiceHarness) -> None:
    async with harness.database.session() as session, session.begin():
        await session.execute(text("UPDATE persons SET active = false"))
        raise ZeroDivisionError


@pytest.mark.parametrize("statement", ["UPDATE directory_history SET version = 1", "DELETE FROM directory_history",
                                       "TRUNCATE directory_history"])  # fmt: skip
async def test_the_history_is_append_only(company: Company, harness: ServiceHarness, statement: str) -> None:
    async with harness.database.session() as session:
        with pytest.raises(DBAPIError, match="append-only"):
            await session.execute(text(statement))


async def test_the_history_knows_no_passwords_and_no_mail_addresses(company: Company, harness: ServiceHarness) -> None:
    person = {"login": "new", "name": "New", "unit": "cs", "legal_entity_id": "CS-CN", "email": "new@example.com"}
    assert (await company.process.post("/people", json=person | {"password": "very secret"})).status_code == 200
    async with harness.database.session() as session:
        rows = (await session.execute(text("SELECT content::text FROM directory_history"))).scalars().all()
    kept = "\n".join(row for row in rows if row)
    assert "password" not in kept
    assert "example.com" not in kept
