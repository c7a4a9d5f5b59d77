"""May an operator try a policy as if somebody else asked, and nobody else?"""

from tests.services.approvals.conftest import Company, id_of

WRITTEN = "policy: tried\nroute: [{step: a, signers: {manager: 1}}]"


async def test_an_operator_tries_it_as_somebody_else_and_the_others_only_as_themselves(company: Company) -> None:
    body = {"policy": "tried", "yaml": WRITTEN, "requester_id": str(id_of("ann"))}
    as_ann = (await company.as_("ann").post("/requests/preview", json=body)).json()
    tried = await company.as_("root").post("/requests/preview", json=body)
    assert tried.status_code == 200, tried.text
    named = [[one["name"] for one in step["signers"]] for step in tried.json()["steps"]]
    assert named == [[one["name"] for one in step["signers"]] for step in as_ann["steps"]]
    refused = await company.as_("lena").post("/requests/preview", json=body)
    assert refused.status_code == 403, refused.text
