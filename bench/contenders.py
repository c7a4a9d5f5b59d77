"""How is an approval requested, decided and looked at: in Countersign, on its floor, and on bare Temporal?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID, uuid4

from temporalio.client import Client, WorkflowHandle

from bench.floors.updates import QUEUE, ThreeUpdates
from bench.http_wire import HttpWires

POLICY_KEY = "bench"
TITLE = "Benchmark 基准"
CONTENT = {"title": TITLE, "amount": "12500.00", "reason": "x" * 200}


@dataclass(frozen=True)
class MadeRequest:
    """One request for approval: what each of its three signers decides on."""

    id: str
    tasks: Sequence[str]
    seen: str = ""


class Contender(Protocol):
    name: str

    async def submit(self) -> MadeRequest: ...

    async def approve(self, request: MadeRequest, signer: int) -> bool:
        """Whether that was the last one needed."""

    async def decided(self, request: MadeRequest, signer: int) -> int:
        """How many have decided, as this signer's inbox shows it; -1 when it does not show the request."""

    async def state(self, request: MadeRequest) -> str: ...


class Countersign:
    """Over the public API, each with a token of his own."""

    name = "countersign"

    def __init__(self, wires: HttpWires, seller: tuple[str, str], signers: Sequence[tuple[str, str]]) -> None:
        self._wires = wires
        self._seller_id, self._seller = seller
        self._ids = [id for id, _ in signers]
        self._tokens = [token for _, token in signers]

    async def submit(self) -> MadeRequest:
        return await self._submit(self._body(str(uuid4())), self._seller)

    async def submit_for(self, process_id: str, id: UUID, token: str) -> MadeRequest:
        """A process submits, for the seller."""
        body = self._body(str(id)) | {"process_id": process_id, "requester_id": self._seller_id}
        return await self._submit(body, token)

    def _body(self, id: str) -> dict[str, Any]:
        about = {"kind": "bench", "id": id, "number": f"B-{id[:8]}", "title": TITLE}
        return {"id": id, "policy": POLICY_KEY, "about": about, "facts": {"amount": "12500.00"}, "content": CONTENT}

    async def _submit(self, body: dict[str, Any], token: str) -> MadeRequest:
        view = await self._wires.ask("POST", "/requests", body, token)
        task_of = {signer["person_id"]: signer["task_id"] for signer in view["steps"][0]["signers"]}
        return MadeRequest(body["id"], [task_of[id] for id in self._ids], view["content_hash"])

    async def approve(self, request: MadeRequest, signer: int) -> bool:
        body = {"content_hash": request.seen}
        path = f"/tasks/{request.tasks[signer]}/approve"
        view = await self._wires.ask("POST", path, body, self._tokens[signer])
        return bool(view["outcome"] == "APPROVED")

    async def decided(self, request: MadeRequest, signer: int) -> int:
        page = await self._wires.ask("GET", "/inbox", token=self._tokens[signer])
        return next((item["decided"] for item in page["items"] if item["request_id"] == request.id), -1)

    async def state(self, request: MadeRequest) -> str:
        view = await self._wires.ask("GET", f"/requests/{request.id}", token=self._seller)
        return str(view["state"])


class BareRows:
    """Bare rows behind the same web framework."""

    name = "bare rows"

    def __init__(self, wires: HttpWires) -> None:
        self._wires = wires

    async def submit(self) -> MadeRequest:
        made = await self._wires.ask("POST", "/requests", {"title": TITLE, "content": CONTENT["reason"]})
        return MadeRequest(made["id"], made["tasks"])

    async def approve(self, request: MadeRequest, signer: int) -> bool:
        answer = await self._wires.ask("POST", f"/tasks/{request.tasks[signer]}/approve")
        return bool(answer["state"] == "APPROVED")

    async def decided(self, request: MadeRequest, signer: int) -> int:
        items = await self._wires.ask("GET", f"/inbox?signer={signer}")
        return next((item["decided"] for item in items if item["request_id"] == request.id), -1)

    async def state(self, request: MadeRequest) -> str:
        return str((await self._wires.ask("GET", f"/requests/{request.id}"))["state"])


class BareTemporal:
    """A bare workflow; client and worker in this process, on the stack's own dev server. It has no inbox."""

    name = "bare Temporal"

    def __init__(self, client: Client) -> None:
        self._client = client

    async def submit(self) -> MadeRequest:
        id = f"bench-updates/{uuid4()}"
        await self._client.start_workflow(ThreeUpdates.run, id=id, task_queue=QUEUE)
        return MadeRequest(id, ("0", "1", "2"))

    async def approve(self, request: MadeRequest, signer: int) -> bool:
        return await self._handle(request).execute_update(ThreeUpdates.approve, signer) == len(request.tasks)

    async def decided(self, request: MadeRequest, signer: int) -> int:
        return -1

    async def state(self, request: MadeRequest) -> str:
        return str(await self._handle(request).result())

    def _handle(self, request: MadeRequest) -> WorkflowHandle[ThreeUpdates, str]:
        return self._client.get_workflow_handle_for(ThreeUpdates.run, request.id)
