"""What runs, what is stuck, and what could not be handled?"""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import httpx
from fastapi import APIRouter, Request, Response

from console.pages.parts.navigation import OPERATING
from console.pages.parts.responses import page
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem, UnreadableResponse
from console.session import Reader
from messages.services import SERVICES
from messages.texts import text

router = APIRouter()

PATIENCE_S = 2.5
PARTS = (*SERVICES, "worker")
WORDED = ("ready", "service", "consumers", "behind", "set_aside")
FINE: tuple[object, ...] = ("up", "none", [], "", True)
T = TypeVar("T")


@router.get("/operation")
async def operation(request: Request, person: Reader, gateway: Gateway) -> Response:
    """Everybody is asked at the same time, and nobody is waited for longer than the patience: what hangs is named."""
    if not person.may(*OPERATING):
        raise ServiceProblem(403, {"detail": text("problem.forbidden", person.lang)})
    parts, outboxes, stuck, rejected = await asyncio.gather(
        asyncio.gather(*(_in_time(gateway.readiness(name)) for name in PARTS)),
        asyncio.gather(*(_in_time(_outbox(gateway, name)) for name in SERVICES)),
        _in_time(gateway.get("worker", "/stuck-processes", dict[str, Any])),
        _in_time(gateway.get("worker", "/faults", dict[str, Any])),
    )
    return page(
        request,
        "find/operation.html",
        person,
        parts=[_part(name, state) for name, state in zip(PARTS, parts, strict=True)],
        outboxes=[(name, state) for name, state in zip(SERVICES, outboxes, strict=True) if state and state["waiting"]],
        stuck=stuck["items"] if stuck else [],
        rejected=rejected["items"] if rejected else [],
        unchecked=sum(told["unchecked"] for told in (stuck, rejected) if told),
        patience=PATIENCE_S,
    )


async def _in_time(asking: Awaitable[T]) -> T | None:
    """None: it did not answer."""
    try:
        return await asyncio.wait_for(asking, PATIENCE_S)
    except (TimeoutError, httpx.TransportError, ServiceProblem, UnreadableResponse):
        return None


async def _outbox(gateway: ServiceGateway, name: str) -> dict[str, Any]:
    return await gateway.get(name, "/outbox", dict[str, Any])


def _part(name: str, state: dict[str, Any] | None) -> dict[str, Any]:
    if state is None:
        return {"name": name, "answers": False, "lacks": [], "consumers": [], "behind": {}, "set_aside": 0}
    lacks = [f"{what} {value}" for what, value in state.items() if what not in WORDED and value not in FINE]
    consumers = [tuple(row.split(" ", 1)) for row in state.get("consumers", [])]
    more = {"behind": state.get("behind", {}), "set_aside": state.get("set_aside", 0)}
    return {"name": name, "answers": True, "lacks": lacks, "consumers": consumers, **more}
