"""Does somebody learn, before and after he asks, what would make a step unnecessary?"""

from messages.approvals.requests import PreviewView, RequestView
from tests.services.approvals.conftest import Company
from tests.services.approvals.requests.test_routes import CONTRACT


async def test_the_preview_and_the_live_request_say_what_would_avoid_a_step(company: Company) -> None:
    await company.publish(CONTRACT)
    asking = {"policy": "purchase", "facts": {"amount": "2000000.00"}}
    answer = await company.as_("ann").post("/requests/preview", json=asking)
    told = {step.key: [(why.code, why.params["value"]) for why in step.avoid]
            for step in PreviewView.model_validate_json(answer.content).steps}  # fmt: skip
    limit = {"fin": [("avoid.at_most", "100,000.00")], "boss": [("avoid.at_most", "1,000,000.00")]}
    assert told == {"manager": [], "legal": []} | limit
    request = await company.submit(policy="purchase", facts=asking["facts"])
    await company.act("meng", "approve", request)
    shown = RequestView.model_validate_json((await company.as_("ann").get(f"/requests/{request.id}")).content)
    assert {step.key: len(step.avoid) for step in shown.steps} == {"manager": 0, "legal": 0, "fin": 1}
    assert {step.key: len(step.avoid) for step in shown.coming} == {"boss": 1}
    fine = await company.as_("ann").post("/requests/preview", json=asking | {"facts": {"amount": "1000000.00"}})
    assert [step.key for step in PreviewView.model_validate_json(fine.content).steps if step.skipped] == ["boss"]
