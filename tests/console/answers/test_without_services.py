"""What does the console show while the services are away?"""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator

import httpx
import itsdangerous
import jwt
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from chassis.base.clock import now
from console.main import create_console
from console.settings import ConsoleSettings
from console.view_models import Action, Input
from tests.console.forms import Seen

NOWHERE = "http://127.0.0.1:9"
SEAL = "test" * 10
LI = {"sub": "5676f02b-1d14-5f3b-bd3a-74d07ab5232c", "name": "Li", "roles": ["sales"], "lang": "en"}


@pytest.fixture
def app() -> FastAPI:
    """A console whose services are all away."""
    settings = ConsoleSettings(
        leads_url=NOWHERE, deals_url=NOWHERE, orders_url=NOWHERE, collections_url=NOWHERE, approvals_url=NOWHERE,
        insights_url=NOWHERE, worker_url=NOWHERE, session_secret=SecretStr(SEAL),
    )  # fmt: skip
    return create_console(settings)


@pytest.fixture
async def alone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has signed in to it."""
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


@pytest.mark.parametrize("origin", ["/payments/new/record", "/no/such/page", "/sign-out"])
async def test_a_rejected_form_is_answered_wherever_it_came_from(alone: httpx.AsyncClient, origin: str) -> None:
    """An address that shows no page: the answer never came, as the form, already read, was waited for again."""
    said = {"key": "k", "order_id": "none", "amount": "1", "received_on": "2030-13-01"}
    referer = {"referer": f"http://console{origin}"}
    answer = await asyncio.wait_for(alone.post("/payments/new/record", data=said, headers=referer), 20)
    assert answer.status_code in (422, 503)


async def keys_of(app: FastAPI, alone: httpx.AsyncClient, *sent: tuple[str, dict[str, str]]) -> list[str]:
    """The Idempotency-Key under which each of these forms reaches for its service."""
    keys: list[str] = []

    async def on_its_way(request: httpx.Request) -> None:
        keys.append(request.headers.get("idempotency-key", ""))

    app.state.http.event_hooks["request"].append(on_its_way)
    for path, said in sent:
        before = len(keys)
        assert (await alone.post(path, data={"back": "/password", **said})).status_code == 503
        del keys[before + 1 :]  # what the page that says so asks for
    return keys


async def test_each_form_of_a_page_has_a_key_of_its_own(app: FastAPI, alone: httpx.AsyncClient) -> None:
    """Taken, back in the browser, and given to another on the old page: the second was "another request's key"."""
    claim, lead = f"/leads/{LI['sub']}/claim", {"key": "of-the-page", "other_id": LI["sub"]}
    entry = f"/bank/{LI['sub']}/accept"
    first, again, other, later, suggested, otherwise = await keys_of(
        app, alone, (claim, lead), (claim, lead), (f"/leads/{LI['sub']}/release", lead), (claim, lead | {"key": "new"}),
        (entry, {"key": "of-the-page", "payment_id": LI["sub"], "which": "1"}),
        (entry, {"key": "of-the-page", "payment_id": LI["sub"], "which": "2"}),
    )  # fmt: skip
    assert first == again, "the same form, sent twice"
    assert len({first, other, later, suggested, otherwise}) == 5


def test_forms_that_go_to_one_address_are_told_apart_by_what_they_say_unseen() -> None:
    one, two = (Action("accept_entry", "/bank/1/accept", (Input("payment_id", "hidden", say),)) for say in "ab")
    assert len({one.which, two.which, ""}) == 3
    assert Action("release", "/leads/1/release", (Input("reason"),)).which == ""


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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("月结30天", "after receipt, month end, then 30 calendar days", id="one row"),
        pytest.param("100% 分12期，每月31日", "part 12 of 12", id="twelve parts"),
        pytest.param("net 30 after invoice", "“invoice” is not understood", id="a start that nobody knows"),
        pytest.param("45 days end of month", "can be read in two ways", id="two readings"),
        pytest.param("30% in advance; 60% net 30", "add up to 90 percent", id="not the whole"),
        pytest.param("", "this is needed", id="nothing"),
    ],
)
async def test_feature_202_when_a_contract_is_due_needs_no_service_to_be_said(
    alone: httpx.AsyncClient, written: str, shown: str
) -> None:
    answer = await alone.post("/contracts/plan-rows", data={"terms": written})
    assert (answer.status_code, shown in Seen(answer.text).text) == (200, True), Seen(answer.text).text
