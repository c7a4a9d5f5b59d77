"""Are changes of people, units, legal entities, calendars and absences in the audit? (APP-152)"""

from dataclasses import replace

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from services.approvals.domain.audit.verification import first_wrong
from services.approvals.store.audit.chains import list_chains, reading
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.people.test_reach import ABSENCE, PASSWORD, row


async def test_case_a13_changes_of_the_directory_are_in_the_audit(company: Company, harness: ServiceHarness) -> None:
    by = company.as_("root")
    change = {"approval_limit": "99.00", "roles": ["finance", "legal"], "password": PASSWORD}
    assert (await by.patch(f"/people/{id_of('fang')}", json=change, headers={"if-match": "1"})).is_success
    absence = {"person_id": str(id_of("ann")), "substitute_id": str(id_of("bob")), **ABSENCE}
    assert (await by.post("/absences", json=absence)).is_success
    assert (await company.process.post("/calendars", json={"id": "CN", "name": "Other"})).is_success
    rows = [row(1, "kim", legal_entity_id="CS-CN", unit="cs/new")]
    assert (await company.process.post("/people/import", json={"rows": rows, "source": "hr"})).is_success
    async with harness.database.session() as session:
        found = (await session.execute(text("SELECT code, params::text AS params, actor_name FROM audit"))).all()
    told = {(one.code, one.actor_name) for one in found}
    assert {
        ("audit.person.changed", "Root"), ("audit.person.absent", "Root"), ("audit.person.added", "process:worker"),
        ("audit.calendar.changed", "process:worker"), ("audit.org_unit.added", "process:worker"),
        ("audit.legal_entity.added", "process:worker"),
    } <= told  # fmt: skip
    kept = "\n".join(one.params for one in found)
    assert "99.00" in kept
    assert "argon2" not in kept
    async with reading(harness.database.url) as connection:
        chains = [chain async for chain in list_chains(connection)]
    assert [wrong for chain in chains if (wrong := first_wrong(chain))] == []
    people = [chain for chain in chains if chain.entries and chain.entries[0].code.startswith("audit.person")]
    assert len(people) >= 9


async def test_case_a13_what_was_changed_in_that_audit_is_found(company: Company, harness: ServiceHarness) -> None:
    change = {"approval_limit": "99.00"}
    path = f"/people/{id_of('fang')}"
    assert (await company.process.patch(path, json=change, headers={"if-match": "1"})).is_success
    async with reading(harness.database.url) as connection:
        chains = [chain async for chain in list_chains(connection)]
    chain = next(c for c in chains if len(c.entries) == 2 and c.entries[0].code == "audit.person.added")
    tampered = replace(chain.entries[1], params={**chain.entries[1].params, "said": "nothing"})
    wrong = first_wrong(replace(chain, entries=(chain.entries[0], tampered)))
    assert wrong is not None
    assert wrong.seq == 2
