"""How has a customer a grade in a test? By what an outside source says of him: the policy asks for nothing else."""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness, an_actor
from services.collections.tables import CreditEvidence
from tests.services.collections.conftest import NOW, Company

ADMIN = an_actor("admin", name="Admin", legal_entities=("*",))
SCORES = {"A": 95, "B": 70, "C": 40, "D": 5}  # nothing is known of all others: half, which is C
LEAST = {"A": 90, "B": 60, "C": 30, "D": 0}


async def grade(company: Company, harness: ServiceHarness, customer_id: str, grade: str) -> None:
    """From now on, whatever he pays; and already before a keeper has looked at him."""
    policy = (await company.get(company.finance, "/credit-policies"))[0]
    wanted = {name: policy[name] for name in ("evidence_days", "release_roles")}
    grades = [{"grade": one, "least_score": least, "most_days": 30, "hold": False} for one, least in LEAST.items()]
    rules = [{"rule": "EVIDENCE", "points": 100, "bound": 100}]
    await company.post(ADMIN, "/credit-policies", **wanted, rules=rules, grades=grades)
    said = CreditEvidence(
        id=new_id(), customer_id=UUID(customer_id), source="x", asked_by=ADMIN.id, asked_at=NOW, sha256="", body="",
        valid_until=date(2030, 1, 1), score=SCORES[grade],
    )  # fmt: skip
    async with harness.database.session() as session, session.begin():
        session.add(said)
        await session.execute(
            text("UPDATE customers SET grade = :g WHERE id = :id"), {"g": grade, "id": said.customer_id}
        )
