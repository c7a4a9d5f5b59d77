"""What goes over the wire: compressed what may be, kept by browsers what never changes, live what is live?"""

import gzip
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.responses import StreamingResponse

from console.main import create_console
from console.settings import ConsoleSettings
from console.static_files import version

SETTINGS = ConsoleSettings(session_secret="test" * 10)
GZIP = {"accept-encoding": "gzip"}


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    app = create_console(SETTINGS)

    async def beats() -> AsyncIterator[str]:
        for _ in range(2):
            yield "event: changed\ndata: 1\n\n" * 200

    @app.get("/beats")
    async def live() -> StreamingResponse:
        return StreamingResponse(beats(), media_type="text/event-stream")

    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://console") as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/sign-in", f"/static/{version()}/countersign.css", "/static/vendor/htmx.min.js"])
async def test_pages_and_files_are_compressed_for_who_can_read_it(browser: httpx.AsyncClient, path: str) -> None:
    async with browser.stream("GET", path, headers=GZIP) as answer:
        sent = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    plain = await browser.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(sent) < len(plain.content) * 0.7
    if path != "/sign-in":  # whose form has a key of its own
        assert gzip.decompress(sent) == plain.content


async def test_live_notices_are_neither_compressed_nor_held_back(browser: httpx.AsyncClient) -> None:
    async with browser.stream("GET", "/beats", headers=GZIP) as answer:
        assert "content-encoding" not in answer.headers
        parts = [part async for part in answer.aiter_raw()]
    assert b"".join(parts).startswith(b"event: changed")


async def test_every_file_of_a_page_bears_its_version_and_is_kept_for_ever(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/sign-in")).text
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) >= 5
    styles = next(file for file in files if file.endswith("countersign.css"))
    beside = re.findall(r'url\("([^"]+)"\)', (await browser.get(styles)).text)
    assert beside
    for file in [*files, *[f"{styles.rpartition('/')[0]}/{one}" for one in beside]]:
        answer = await browser.get(file)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


@pytest.mark.parametrize("path", ["/static/countersign.css", "/static/v-0123456789ab/countersign.css"])
async def test_a_file_without_the_version_of_today_is_asked_for_again(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    again = await browser.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/v-0123456789ab/../../main.py", "/static/..%2fmain.py", "/static/nothing.css"]
)
async def test_nothing_beside_the_files_is_given(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/healthz", "/orders", "/nowhere"])
async def test_what_a_person_sees_is_stored_by_nobody(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).headers["cache-control"] == "no-store"
