"""Does approval begin only after a risk score exists, and do the approvers see why?"""

from tests.services.deals.conftest import Company
from tests.services.deals.test_contracts import if_match


async def test_feature_87_the_risk_is_reckoned_at_submission_and_put_before_the_approvers(company: Company) -> None:
    contract = await company.won(price="440.00")  # 20 % below the list price; 30 % prepaid; a new customer
    assert contract["risk_score"] is None
    sent = await company.ok(company.seller, "POST", f"/contracts/{contract['id']}/submit")
    assert sent["risk_score"] == 20 + 7 + 15
    assert {one["cause"]: one["points"] for one in sent["risk_factors"]} == {
        "discount": 20, "credit_days": 7, "new_customer": 15
    }  # fmt: skip
    subject = await company.ok(company.process, "GET", f"/contracts/{contract['id']}/approval-subject")
    assert subject["facts"]["risk"] == 42
    assert subject["content"]["risk_factors"] == sent["risk_factors"]


async def test_an_assessment_by_hand_holds_until_the_contract_is_changed(company: Company) -> None:
    contract = await company.won()
    path, said = f"/contracts/{contract['id']}", {"score": 80, "reason": "parent company in trouble"}
    assert await company.status(company.seller, "POST", f"{path}/assess-risk", said) == 403, "not by the seller"
    assert await company.status(company.legal, "POST", f"{path}/assess-risk", said | {"score": 101}) == 422
    assessed = await company.ok(company.legal, "POST", f"{path}/assess-risk", said)
    assert assessed["risk_score"] == 80
    assert "parent company in trouble" in assessed["risk_factors"][0]["note"]
    sent = await company.ok(company.seller, "POST", f"{path}/submit")
    assert sent["risk_score"] == 80
    await company.refused("DEA-33", company.legal, f"{path}/assess-risk", said)
    back = await company.ok(company.process, "POST", f"{path}/return", {"guidance": "more", "round": 1})
    edited = await company.ok(company.seller, "PATCH", path, {"clauses": "x"}, **if_match(back["version"]))
    assert (edited["risk_score"], edited["risk_factors"]) == (None, [])
    again = await company.ok(company.seller, "POST", f"{path}/submit")
    assert again["risk_score"] == 31  # 9.09 %: 9; 70 % after 30 days: 7; new: 15
