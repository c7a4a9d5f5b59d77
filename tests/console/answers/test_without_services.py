"""What does the console show while the services are away?"""

import json
from base64 import b64encode
from collections.abc import AsyncIterator

import httpx
import itsdangerous
import jwt
import pytest
from pydantic import SecretStr

from chassis.base.clock import now
from console.main import create_console
from console.settings import ConsoleSettings
from tests.console.forms import Seen

NOWHERE = "http://127.0.0.1:9"
SEAL = "test" * 10
LI = {"sub": "5676f02b-1d14-5f3b-bd3a-74d07ab5232c", "name": "Li", "roles": ["sales"], "lang": "en"}


@pytest.fixture
async def alone() -> AsyncIterator[httpx.AsyncClient]:
    """A console whose services are all away, and somebody who has signed in to it."""
    settings = ConsoleSettings(
        leads_url=NOWHERE, deals_url=NOWHERE, orders_url=NOWHERE, collections_url=NOWHERE, approvals_url=NOWHERE,
        insights_url=NOWHERE, worker_url=NOWHERE, session_secret=SecretStr(SEAL),
    )  # fmt: skip
    app = create_console(settings)
    token = jwt.encode({**LI, "exp": now().timestamp() + 60}, "x" * 32)
    session = b64encode(json.dumps({"token": token, "lang": "en"}).encode())
    cookie = itsdangerous.TimestampSigner(SEAL).sign(session).decode()
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://console", cookies={"countersign": cookie}
        ) as client:
            yield client


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "Approvals"),
        ("/orders", "Orders"),
        ("/find?number=SO-1", "Insights"),
        ("/contracts/5676f02b-1d14-5f3b-bd3a-74d07ab5232c", "Deals"),
    ],
)
async def test_a_page_says_who_does_not_answer(alone: httpx.AsyncClient, path: str, service: str) -> None:
    answer = await alone.get(path)
    assert answer.status_code == 503
    page = Seen(answer.text)
    assert f"{service} is not answering: try again" in page.text
    assert path in page.links
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/l/" + "A" * 43, "/tasks/1"])
async def test_who_only_asks_for_the_head_is_not_sent_in_circles(alone: httpx.AsyncClient, path: str) -> None:
    """Mail scanners do: each answer led to `/sign-in`, which led to itself."""
    answer = await alone.head(path)
    assert (answer.status_code, answer.headers.get("location")) == (405, None)


async def test_signing_in_says_so_too(alone: httpx.AsyncClient) -> None:
    answer = await alone.post("/sign-in", data={"login": "li", "password": "secret"})
    assert answer.status_code == 503
    assert "briefly unavailable" in Seen(answer.text).text


async def test_pages_are_kept_by_nobody_and_run_no_foreign_script(alone: httpx.AsyncClient) -> None:
    answer = await alone.get("/sign-in")
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "<script>" not in answer.text
    assert " style=" not in answer.text


async def test_what_was_typed_can_be_sent_again_and_would_not_be_done_twice(alone: httpx.AsyncClient) -> None:
    said = {"key": "once-only", "back": "/leads", "source": "Fair", "note": "Kept\nwhole"}
    answer = await alone.post("/leads/new", data=said)
    assert answer.status_code == 503
    form = Seen(answer.text).form("/leads/new")
    assert {name: form.fields[name] for name in said} == {name: [value] for name, value in said.items()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/orders/1/place-again", "/orders/1/resubmit"),
        ("/payments/1/refuse", "/payments/1/reject"),
        ("/invoices/1/refuse", "/invoices/1/reject"),
        ("/my-notices/deliveries/1/again", "/my-notices/deliveries/1/resend"),
    ],
)
async def test_a_form_of_a_page_opened_before_the_addresses_changed_goes_along(
    alone: httpx.AsyncClient, old: str, new: str
) -> None:
    answer = await alone.post(old, data={"key": "k", "reason": "r"})
    assert (answer.status_code, answer.headers["location"]) == (308, new)
