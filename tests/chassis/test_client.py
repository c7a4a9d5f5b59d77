"""Does a caller get the answer, or the same "no" that the service said?"""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from chassis.auth.identity import Actor
from chassis.auth.tokens import Unauthenticated
from chassis.http.client import ClientCredentials, ServiceClient, StaticToken, TokenFile, Unavailable
from chassis.testing.plugin import ServiceHarness, an_actor, token_of
from messages.errors import Forbidden, Malformed, NotFound, RuleViolation, Stale
from tests.chassis.example_service import NoteView

SALES = an_actor("sales")


@pytest.fixture
async def client(harness: ServiceHarness) -> AsyncIterator[ServiceClient]:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=harness.app), base_url="http://service")
    yield ServiceClient("", token_of(SALES), http=http)
    await http.aclose()


async def test_each_no_comes_back_as_itself(client: ServiceClient) -> None:
    note = await client.ask(NoteView, "POST", "/notes", {"words": "a"})
    with pytest.raises(RuleViolation) as refused:
        await client.post("/notes", {"words": "forbidden words"})
    assert (refused.value.rule, refused.value.params["field"]) == ("SYS-4", "words")
    with pytest.raises(Forbidden, match="POST /notes/paid"):
        await client.post("/notes/paid", {"words": "a"}, idempotency_key="1")
    with pytest.raises(Stale) as stale:
        await client.patch(f"/notes/{note.id}", {"words": "b"}, if_match=7)
    assert stale.value.current == 1
    with pytest.raises(NotFound, match="note"):
        await client.patch("/notes/0198c0de-0000-7000-8000-000000000000", {"words": "b"}, if_match=1)
    with pytest.raises(Malformed) as malformed:
        await client.post("/notes", {"words": "a", "more": 1})
    assert malformed.value.field == "more"
    with pytest.raises(NotFound):
        await client.get("/nowhere")


async def test_a_process_hands_over_its_own_time(harness: ServiceHarness) -> None:
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=harness.app), base_url="http://service")
    worker = ServiceClient("", token_of(Actor.process("worker"), roles=["sales"]), http=http)
    then = datetime(2031, 1, 1, tzinfo=UTC)
    await worker.post("/notes", {"words": "a"}, as_of=then, idempotency_key="k")
    await worker.post("/notes", {"words": "a"}, as_of=then, idempotency_key="k")
    assert len((await worker.get("/notes", limit=10))["items"]) == 1
    await http.aclose()


async def test_a_service_that_is_not_there_is_unavailable() -> None:
    client = ServiceClient("http://127.0.0.1:1", "token")
    with pytest.raises(Unavailable):
        await client.get("/notes")
    await client.close()


async def test_a_token_is_asked_for_once_renewed_when_refused_and_given_up_after(harness: ServiceHarness) -> None:
    asked: list[dict[str, str]] = []

    async def issue(request: httpx.Request) -> httpx.Response:
        asked.append(dict(part.split("=") for part in request.content.decode().split("&")))
        token = "old" if len(asked) == 1 else token_of(SALES)
        return httpx.Response(200, json={"access_token": token, "expires_in": 600})

    issuer = httpx.AsyncClient(transport=httpx.MockTransport(issue))
    source = ClientCredentials("http://issuer", "worker", "secret", http=issuer)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app=harness.app), base_url="http://service")
    client = ServiceClient("", source, http=http)
    for _ in range(3):
        await client.get("/notes")
    assert len(asked) == 2
    assert asked[0]["grant_type"] == "client_credentials"
    with pytest.raises(Unauthenticated):
        await ServiceClient("", StaticToken("old"), http=http).get("/notes")
    await http.aclose()
    await issuer.aclose()


async def test_a_token_in_a_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    place = tmp_path / "token"
    place.write_text("one\n")
    source = TokenFile(place)
    assert await source.token() == "one"
    place.write_text("two\n")
    os.utime(place, (1, 1))
    assert await source.token() == "two"
