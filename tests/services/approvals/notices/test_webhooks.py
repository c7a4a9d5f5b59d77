"""Do other programs hear facts, signed so that their own library believes them?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

import asyncio
import contextlib
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from chassis.testing.plugin import an_actor
from services.approvals.domain.notices.schedule import PAUSES
from services.approvals.use_cases.steps import send_message
from tests.services.approvals.conftest import Company
from tests.services.approvals.notices.post import (  # noqa: F401 (fixtures)
    Post,
    later,
    mail_server,
    post,
    web_server,
)
from tests.services.approvals.notices.receivers import a_web_server


async def an_endpoint(post: Post, **more: Any) -> dict[str, Any]:
    body = {"url": f"{post.web.url}/erp"} | more
    admin = post.company.harness.api.as_(an_actor("admin", legal_entities=("*",)))
    answer = await admin.post("/endpoints", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_each_fact_is_posted_once_and_the_receivers_library_believes_it(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post)
    request = await company.submit()
    await company.act("meng", "approve", request)
    await company.act("meng", "approve", request)
    await post.sweep()
    told = sorted(one.json["type"] for one in post.web.heard)
    assert told == ["approvals.request.opened.v1", "approvals.step.opened.v1", "approvals.task.decided.v1"]
    for heard in post.web.heard:
        read = Webhook(endpoint["secret"]).verify(heard.body, heard.headers)
        assert read["data"]["request_id"] == str(request.id)
        with pytest.raises(WebhookVerificationError):
            Webhook("whsec_" + "QUFB" * 8).verify(heard.body, heard.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(endpoint["secret"]).verify(heard.body + b" ", heard.headers)
    assert len({one.headers["webhook-id"] for one in post.web.heard}) == 3


async def test_only_the_kinds_and_the_legal_entity_that_were_asked_for(company: Company, post: Post) -> None:
    await an_endpoint(post, events=["approvals.request.settled.v1"])
    await an_endpoint(post, url=f"{post.web.url}/other", legal_entity_id="CS-DE")
    request = await company.submit()
    await company.act("lena", "reject", request)
    await post.sweep()
    assert [(one.path, one.json["data"]["outcome"]) for one in post.web.heard] == [("/erp", "REJECTED")]


async def test_a_receiver_that_is_down_gets_the_same_id_again(company: Company, post: Post) -> None:
    await an_endpoint(post, events=["approvals.request.opened.v1"])
    post.web.answers.append((500, b"out of order"))
    await company.submit()
    first = await post.sweep()
    assert (first.sent, first.failed) == (0, 1)
    [waiting] = await post.deliveries("root", everybody="true")
    assert (waiting.error, waiting.kind) == ("HTTP 500 out of order", "webhook")
    assert waiting.due_at is not None
    assert (await post.sweep(waiting.due_at)).sent == 1
    assert waiting.due_at - waiting.created_at >= PAUSES[0]
    assert len({one.headers["webhook-id"] for one in post.web.heard}) == 1


async def test_a_redirect_is_not_followed(company: Company, post: Post) -> None:
    await an_endpoint(post, events=["approvals.request.opened.v1"])
    post.web.answers.append((302, b""))
    await company.submit()
    assert (await post.sweep()).failed == 1
    assert len(post.web.heard) == 1


async def test_who_answers_bit_by_bit_keeps_nobody_waiting(
    company: Company, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_message, "ALTOGETHER", 0.3)

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            for part in [b"HTTP/1.1 500 No\r\n", *[b"x: y\r\n"] * 60, b"\r\n"]:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        await an_endpoint(post, url=f"http://127.0.0.1:{port}/slow", events=["approvals.request.opened.v1"])
        await company.submit()
        assert (await post.sweep()).failed == 1
    listed = (await company.as_("root").get("/deliveries", params={"everybody": True})).json()["items"]
    assert [one["error"] for one in listed] == ["TimeoutError: "]


async def test_while_a_secret_is_changed_both_hold(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post, events=["approvals.request.opened.v1"])
    rotated = (await company.as_("root").post(f"/endpoints/{endpoint['id']}/rotate")).json()
    assert rotated["secret"] != endpoint["secret"]
    await company.submit()
    await post.sweep()
    heard = post.web.heard[0]
    for secret in (endpoint["secret"], rotated["secret"]):
        Webhook(secret).verify(heard.body, heard.headers)
    await company.submit()
    await post.sweep(later(days=1) + timedelta(minutes=1))
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint["secret"]).verify(post.web.heard[1].body, post.web.heard[1].headers)
    Webhook(rotated["secret"]).verify(post.web.heard[1].body, post.web.heard[1].headers)


async def test_a_secret_is_shown_once(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post)
    again = await company.as_("root").post("/endpoints", json={"id": endpoint["id"], "url": f"{post.web.url}/erp"})
    assert again.json()["secret"] is None
    listed = (await company.as_("root").get("/endpoints")).json()
    assert [one["secret"] for one in listed] == [None]


async def test_an_endpoint_that_is_removed_hears_nothing_more(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post)
    await company.submit()
    assert (await company.as_("root").delete(f"/endpoints/{endpoint['id']}")).status_code == 200
    await company.submit()
    swept = await post.sweep()
    assert (swept.sent, swept.dropped, post.web.heard) == (0, 2, [])


async def test_ones_own_webhook_is_signed_too(company: Company, post: Post) -> None:
    channel = await post.channel("meng", "webhook", address=f"{post.web.url}/mine")
    request = await company.submit()
    await post.sweep()
    heard = post.web.heard[0]
    read = Webhook(channel["secret"]).verify(heard.body, heard.headers)
    assert read["data"]["items"][0]["what"] == "asked"
    assert read["data"]["items"][0]["about"]["id"] == str(request.about.id)


async def test_a_name_with_several_addresses_is_tried_at_each(
    company: Company, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    _resolve(monkeypatch, "127.0.0.2", "127.0.0.1")  # nobody listens at the first
    post.set(webhook_hosts=["hook.test"])
    await an_endpoint(post, url=f"http://hook.test:{post.web.port}/erp", events=["approvals.request.opened.v1"])
    await company.submit()
    assert (await post.sweep()).sent == 1
    assert post.web.heard[0].headers["host"] == f"hook.test:{post.web.port}"


async def test_over_https_it_is_the_name_that_has_to_be_in_the_certificate(
    company: Company, post: Post, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Though the address is connected to that was looked at."""
    _resolve(monkeypatch, "127.0.0.1")
    post.set(webhook_hosts=["hook.test", "other.test"])
    authority = _certificate(tmp_path, "hook.test")
    monkeypatch.setattr(send_message, "_tls", lambda: ssl.create_default_context(cafile=str(authority)))
    with a_web_server(tls=authority) as web:
        channel = await post.channel("meng", "webhook", address=f"https://hook.test:{web.port}/in")
        assert (await company.as_("meng").post(f"/channels/{channel['id']}/try")).json()["state"] == "SENT"
        other = await post.channel("meng", "webhook", address=f"https://other.test:{web.port}/in")
        refused = (await company.as_("meng").post(f"/channels/{other['id']}/try")).json()
    assert (refused["state"], "certificate" in refused["error"]) == ("GIVEN_UP", True)
    assert len(web.heard) == 1


def _resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """What the names of this test stand for."""
    known = asyncio.get_running_loop().getaddrinfo

    async def found(host: Any, port: Any, **more: Any) -> Any:
        if not str(host).endswith(".test"):
            return await known(host, port, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found, raising=False)


def _certificate(folder: Path, name: str) -> Path:
    """Signed by itself; with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "hook.pem"
    path.write_bytes(made.public_bytes(pem) + private)
    return path
