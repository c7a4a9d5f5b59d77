"""Do the owners name every process that should be running?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.client import ServiceClient
from workflows.activities.asking import Asking
from workflows.owners import Owners

ALONE, LATER, OF_A_PROCESS = uuid4(), uuid4(), uuid4()


class Approvals(ServiceClient):
    """Three requests on two pages, without HTTP; the other services have nothing."""

    def __init__(self) -> None:
        self.first = [a_request(ALONE), a_request(OF_A_PROCESS, process_id="order-to-cash/1")]
        self.second = [a_request(LATER)]

    async def send(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        query = how["query"]
        if path in ("/pools", "/shards"):
            return []
        if path != "/requests" or query["state"] != "PENDING":
            return {"items": [], "next": None}
        return {"items": self.second, "next": None} if query["cursor"] else {"items": self.first, "next": "2"}


def a_request(id: UUID, *, process_id: str | None = None) -> dict[str, Any]:
    return {
        "id": str(id), "policy": "expense", "policy_version": 1, "requester_id": str(uuid4()), "process_id": process_id,
        "about": {"kind": "expense", "id": str(uuid4()), "number": "EX-1", "title": "Taxi"}, "state": "PENDING",
        "legal_entity_id": "CS-CN", "round": 1, "steps": [], "content": {}, "content_hash": "0" * 64,
        "opened_at": datetime(2026, 3, 2, 9, tzinfo=UTC), "version": 1,
    }  # fmt: skip


async def test_a_request_that_no_process_asked_for_needs_one_of_its_own() -> None:
    asking = Asking(Approvals())
    owners = Owners(dict.fromkeys(("approvals", "collections", "deals", "leads", "orders"), asking))
    assert [begin.id async for begin in owners.open()] == [f"approval/{ALONE}", f"approval/{LATER}"]
