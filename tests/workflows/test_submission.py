"""Does the right request stand for each submission of a record, however often it is asked for?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.http.client import ServiceClient
from messages.errors import NotFound
from workflows.activities.approvals import Approvals, request_id_of
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import Submission

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROCESS = f"contract-approval/{uuid4()}"
SUBJECT = {
    "kind": "contract", "id": str(uuid4()), "number": "CT-1", "title": "Acme", "legal_entity_id": "CS-CN",
    "requester_id": str(uuid4()), "facts": {"amount": "10.50"}, "content": {"total": "10.50 CNY"},
    "attachments": [{"name": "terms.pdf", "sha256": "a" * 64, "size": 9}],
}  # fmt: skip


class Requests(ServiceClient):
    """The requests of approvals, and the approval subjects of deals, without HTTP."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []

    async def send(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        if path.endswith("/approval-subject"):
            return SUBJECT
        _, _, id, verb = [*path.split("/"), "", ""][:4]
        self.asked.append(f"{method} {verb or ('request' if id else 'requests')}")
        if method == "GET" and id not in self.kept:
            raise NotFound("request", id)
        if verb:
            self._change(self.kept[id], verb, body)
        elif method == "POST":
            id = str(body.id)
            self.kept.setdefault(id, _request(body))
        return self.kept[id]

    def ends(self, state: str, *, attempt: int = 0) -> None:
        request = self.kept[str(request_id_of(PROCESS, "approval", attempt))]
        request |= {"state": state, "outcome": state}

    def _change(self, request: dict[str, Any], verb: str, body: Any) -> None:
        if verb == "resubmit":
            request |= {"state": "PENDING", "outcome": None, "content": body.content, "round": request["round"] + 1}
            request |= {"attachments": body.attachments}
        else:
            request |= {"state": "WITHDRAWN", "outcome": "WITHDRAWN"}


def _request(command: Any) -> dict[str, Any]:
    return {
        "id": str(command.id), "policy": command.policy, "policy_version": 1, "about": command.about.model_dump(),
        "requester_id": command.requester_id, "process_id": command.process_id, "legal_entity_id": "CS-CN",
        "state": "PENDING", "round": 1, "outcome": None, "steps": [], "content": command.content,
        "content_hash": "0" * 64, "attachments": command.attachments, "opened_at": NOW, "version": 1,
    }  # fmt: skip


@pytest.fixture
def requests() -> Requests:
    return Requests()


async def submit(requests: Requests, round: int) -> tuple[UUID, str | None]:
    asking = ServiceCalls(requests)
    approvals = Approvals(asking, {"deals": asking})
    about = {"kind": "contract", "id": SUBJECT["id"], "policy": "contract"}
    asked = Submission.model_validate({"process_id": PROCESS, "purpose": "approval", "round": round, **about})
    standing = await approvals.submit_request(NOW, asked)
    return standing.request_id, standing.outcome


async def test_feature_105_asked_twice_the_first_request_is_found(requests: Requests) -> None:
    assert await submit(requests, 1) == await submit(requests, 1) == (request_id_of(PROCESS, "approval"), None)
    assert len(requests.kept) == 1


async def test_a_returned_record_is_submitted_again_under_the_same_request_once(requests: Requests) -> None:
    first, _ = await submit(requests, 1)
    requests.ends("RETURNED")
    assert await submit(requests, 2) == (first, None)
    assert await submit(requests, 2) == (first, None)
    assert requests.asked.count("POST resubmit") == 1


async def test_returned_again_in_the_second_round_is_an_outcome_not_a_reason_to_submit(requests: Requests) -> None:
    first, _ = await submit(requests, 1)
    requests.ends("RETURNED")
    await submit(requests, 2)
    requests.ends("RETURNED")
    assert await submit(requests, 2) == (first, "RETURNED")


async def test_after_a_final_answer_a_new_submission_is_a_new_request(requests: Requests) -> None:
    first, _ = await submit(requests, 1)
    requests.ends("WITHDRAWN")
    second, outcome = await submit(requests, 2)
    assert (second, outcome) == (request_id_of(PROCESS, "approval", 1), None)
    assert second != first
    assert await submit(requests, 2) == (second, None)


async def test_a_request_still_open_for_an_older_submission_is_withdrawn_first(requests: Requests) -> None:
    await submit(requests, 1)
    second, outcome = await submit(requests, 2)
    assert (second, outcome) == (request_id_of(PROCESS, "approval", 1), None)
    assert requests.kept[str(request_id_of(PROCESS, "approval"))]["state"] == "WITHDRAWN"


async def test_the_files_of_the_record_go_along_at_each_submission(requests: Requests) -> None:
    first, _ = await submit(requests, 1)
    assert [dict(one) for one in requests.kept[str(first)]["attachments"]] == SUBJECT["attachments"]
    requests.ends("RETURNED")
    requests.kept[str(first)]["attachments"] = []
    await submit(requests, 2)
    assert [dict(one) for one in requests.kept[str(first)]["attachments"]] == SUBJECT["attachments"]


@pytest.mark.parametrize(
    ("title", "shown"),
    [pytest.param("长" * 200, "长" * 200, id="just fits"), pytest.param("长" * 201, "长" * 199 + "…", id="too long")],
)
async def test_a_title_of_a_long_name_and_a_long_project_is_cut_and_not_refused(
    requests: Requests, monkeypatch: pytest.MonkeyPatch, title: str, shown: str
) -> None:
    monkeypatch.setitem(SUBJECT, "title", title)
    first, _ = await submit(requests, 1)
    assert requests.kept[str(first)]["about"]["title"] == shown
