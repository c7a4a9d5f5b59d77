"""How does a message leave the house: through Apprise, or signed to another program?"""

import asyncio
import json
import socket
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from standardwebhooks.webhooks import Webhook

from chassis.base import clock
from messages.errors import RuleViolation
from services.approvals.domain.notices.channels import Address, address_of, must_lead_outside, without_secrets
from services.approvals.domain.notices.outgoing_facts import is_refused_for_good, is_taken
from services.approvals.settings import ApprovalsSettings
from services.approvals.use_cases.steps.send_by_apprise import Robot, send_by_apprise

SECONDS = 5.0  # to connect, and from one part of an answer to the next
ALTOGETHER = 10.0  # also who answers bit by bit keeps a batch no longer; the process that asked for it gives it 45
LONGEST_ERROR = 500


@dataclass(frozen=True)
class Outgoing:
    """One message to one address. `id` is the same however often it is sent."""

    id: str
    kind: str
    address: str
    secrets: tuple[str, ...] = ()
    subject: str = ""
    body: str = ""
    payload: dict[str, Any] | None = None  # of a webhook
    tries: int = 1  # with this one


@dataclass(frozen=True)
class Answer:
    """`error`: nothing when it was taken; else what the channel said, without secrets. `is_final`: it would say so
    again."""

    error: str = ""
    is_final: bool = False


async def send_message(one: Outgoing, settings: ApprovalsSettings) -> Answer:
    status, said = 0, ""
    try:
        if one.kind == "webhook":
            async with asyncio.timeout(ALTOGETHER):
                status, said = await _post(one, settings)
        else:
            robot = Robot(one.id, one.kind, one.address, one.secrets, one.subject, one.body)
            said = await asyncio.to_thread(send_by_apprise, robot, settings)
    except RuleViolation as no:
        said = str(no)
    except (OSError, httpx.HTTPError, ValueError) as error:
        said = f"{type(error).__name__}: {error}"
    if is_taken(status, tries=one.tries):
        return Answer()
    return Answer(without_secrets(said, _unsayable(one))[:LONGEST_ERROR], is_final=is_refused_for_good(status))


async def outside(url: str, settings: ApprovalsSettings) -> tuple[Address, list[str]]:
    """Where a webhook leads, and the addresses that were looked at: connected to is one of those, whatever the name
    says by then. Raises RuleViolation and OSError."""
    target = address_of(url)
    found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    must_lead_outside(target, addresses, settings.webhook_hosts)
    return target, addresses


async def _post(one: Outgoing, settings: ApprovalsSettings) -> tuple[int, str]:
    """By the Standard Webhooks: signed with every secret that holds now. Redirects are not followed. The status and
    what was said."""
    target, addresses = await outside(one.address, settings)
    body = json.dumps(one.payload, ensure_ascii=False, separators=(",", ":"))
    now = clock.now()  # receivers compare it with their own clocks: never virtual time
    headers = {
        "content-type": "application/json", "user-agent": "Countersign", "webhook-id": one.id,
        "host": target.host if target.port in (80, 443) else f"{target.host}:{target.port}",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(one.id, now, body) for secret in one.secrets),
    }  # fmt: skip
    for number, address in enumerate(addresses, 1):
        try:
            return await _answer(target, address, body.encode(), headers)
        except httpx.ConnectError:  # nobody there: the name has other addresses
            if number == len(addresses):
                raise
    return 0, "no address"


async def _answer(target: Address, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    host = f"[{address}]" if ":" in address else address
    url = f"{target.scheme}://{host}:{target.port}{target.rest}"
    async with httpx.AsyncClient(timeout=SECONDS, trust_env=False, verify=_tls()) as client:
        named = {"sni_hostname": target.host}
        async with client.stream(
            "POST", url, content=body, headers=headers, extensions=named, follow_redirects=False
        ) as answer:
            if answer.is_success:
                return answer.status_code, ""
            said = b""
            async for part in answer.aiter_bytes():
                said += part
                if len(said) >= LONGEST_ERROR:
                    break
    told = said[:LONGEST_ERROR].decode("utf-8", "replace")
    return answer.status_code, f"HTTP {answer.status_code} {told}".strip()


@cache
def _tls() -> ssl.SSLContext:
    """The authorities of this machine, read once: that takes longer than a message."""
    return ssl.create_default_context()


def _unsayable(one: Outgoing) -> list[str]:
    rest = address_of(one.address).rest if one.kind == "webhook" else one.address
    parts = [one.address, *one.secrets] if one.kind != "mail" else list(one.secrets)
    return [part for part in [*parts, rest if rest != "/" and one.kind != "mail" else ""] if part]
