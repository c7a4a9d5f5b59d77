"""Do files go with what is said about a request, and can they be had again?"""

from typing import Any

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import RequestCommented
from messages.approvals.requests import RequestView
from tests.services.approvals.conftest import Company, id_of

SIGN = {
    "step": "sign",
    "signers": [{"group": ["lena", "fang"]}],
    "attachment_required": ["reject"],
    "comment_required": ["approve"],
}


async def asked(company: Company) -> RequestView:
    await company.publish({"policy": "files", "route": [SIGN]})
    return await company.submit(policy="files", facts={})


async def attached(company: Company, login: str, request: RequestView, content: bytes = b"%PDF") -> dict[str, Any]:
    path = f"/requests/{request.id}/files"
    headers = {"content-type": "application/pdf"}
    answer = await company.as_(login).post(path, params={"name": "why.pdf"}, content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_app_4_a_no_that_needs_a_file_has_one(company: Company) -> None:
    request = await asked(company)
    bare = await company.act("lena", "reject", request)
    assert (bare.status_code, bare.json()["rule"]) == (409, "APP-4")
    missing = {"name": "why.pdf", "sha256": "a" * 64, "size": 4}
    assert (await company.act("lena", "reject", request, attachments=[missing])).status_code == 404
    file = await attached(company, "lena", request)
    named = {name: file[name] for name in ("name", "sha256", "size")}
    done = await company.act("lena", "reject", request, attachments=[named])
    assert (done.status_code, done.json()["state"]) == (200, "REJECTED"), done.text
    shown = (await company.show(request)).steps[0].signers[0]
    assert [one.model_dump() for one in shown.attachments] == [named]
    acts = (await company.as_("ann").get(f"/requests/{request.id}/history")).json()
    assert next(act["act"]["params"]["files"] for act in acts if act["act"]["code"] == "audit.task.reject") == [named]


async def test_app_5_a_yes_may_need_a_word_too(company: Company) -> None:
    request = await asked(company)
    answer = await company.act("lena", "approve", request, comment="")
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-5")
    task = (await company.as_("lena").get(f"/tasks/{request.steps[0].signers[0].task_id}")).json()
    assert (task["comment_for"], task["attachment_for"]) == (["approve"], ["reject"])


async def test_a_comment_carries_files_and_names_people(company: Company, harness: ServiceHarness) -> None:
    request = await asked(company)
    file = await attached(company, "ann", request)
    named = {name: file[name] for name in ("name", "sha256", "size")}
    body = {"comment": "see page 2", "mentions": [str(id_of("lena"))], "attachments": [named]}
    answer = await company.as_("ann").post(f"/requests/{request.id}/comments", json=body)
    assert answer.status_code == 200, answer.text
    (told,) = await harness.outbox(RequestCommented)
    assert isinstance(told, RequestCommented)
    assert (told.mentions, told.attachments) == ([id_of("lena")], ["why.pdf"])
    acts = (await company.as_("ann").get(f"/requests/{request.id}/history")).json()
    params = acts[-1]["act"]["params"]
    assert (params["mentions"], params["files"]) == ([str(id_of("lena"))], [named])


async def test_a_file_is_kept_once_and_had_by_whoever_may_see_the_request(company: Company) -> None:
    request = await asked(company)
    file = await attached(company, "lena", request)
    assert await attached(company, "ann", request) == file
    path = f"/requests/{request.id}/files/{file['sha256']}"
    for login, status in (("ann", 200), ("fang", 200), ("bob", 404)):
        answer = await company.as_(login).get(path)
        assert answer.status_code == status
    had = await company.as_("ann").get(path)
    assert (had.content, had.headers["content-type"]) == (b"%PDF", "application/pdf")
    assert had.headers["content-disposition"].startswith("attachment")
    stranger = await company.as_("bob").post(f"/requests/{request.id}/files", params={"name": "x"}, content=b"x")
    assert stranger.status_code == 404
    assert (await company.as_("ann").get(f"/requests/{request.id}/files/{'0' * 64}")).status_code == 404
