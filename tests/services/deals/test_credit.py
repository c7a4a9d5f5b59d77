"""Do approvers of a contract see how far finance trusts its customer?"""

from typing import Any
from uuid import UUID

from messages.collections.grading.grades import CreditStandingChanged
from tests.builders import cny
from tests.services.deals.conftest import Company


async def stands(company: Company, customer: Any, version: int, **said: Any) -> None:
    """Told by collections."""
    told = {"credit_standing_id": customer, "customer_id": customer, "legal_entity_id": "CS-CN", "version": version}
    await company.harness.deliver(CreditStandingChanged.model_validate(told | said))


async def test_feature_142_145_152_a_contract_is_judged_by_what_finance_knows(company: Company) -> None:
    customer = await company.customer()
    id = UUID(customer["id"])
    await stands(
        company, id, 2, grade="D", most_days=0, on_hold=True, hold_reason="诉讼", days_late=8, room=[cny("10.00")]
    )
    await stands(company, id, 1, grade="A", most_days=90)
    contract = await company.won(customer=customer)
    sent = await company.ok(company.seller, "POST", f"/contracts/{contract['id']}/submit")
    causes = {one["cause"]: one["points"] for one in sent["risk_factors"]}
    assert (causes["grade"], causes["overdue"], causes["on_hold"]) == (25, 8, 20)
    subject = await company.ok(company.process, "GET", f"/contracts/{contract['id']}/approval-subject")
    facts = {name: subject["facts"][name] for name in ("on_hold", "over_limit", "terms_above_grade")}
    assert facts == {"on_hold": True, "over_limit": True, "terms_above_grade": True}
    assert (subject["content"]["credit_grade"], subject["content"]["credit_hold"]) == ("D", "诉讼")


async def test_of_whom_finance_has_said_nothing_nothing_is_held_against_him(company: Company) -> None:
    contract = await company.in_approval()
    subject = await company.ok(company.process, "GET", f"/contracts/{contract['id']}/approval-subject")
    assert not any(subject["facts"][name] for name in ("on_hold", "over_limit", "terms_above_grade"))
    assert not {"credit_grade", "credit_hold"} & set(subject["content"])
