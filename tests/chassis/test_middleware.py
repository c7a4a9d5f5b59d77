"""Is bad input told clearly, and never a 500?"""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter
from sqlalchemy import text

from chassis.auth.identity import public
from chassis.http.app import Uow, create_app
from chassis.testing.plugin import Api, ServiceHarness, an_actor
from tests.chassis.example_service import NoteWritten

SALES = an_actor("sales")
FINANCE = an_actor("finance")
JSON = {"content-type": "application/json"}


@pytest.fixture
def sales(api: Api) -> httpx.AsyncClient:
    return api.as_(SALES)


async def test_a_refusal_is_409_with_its_rule_in_the_reader_s_language(sales: httpx.AsyncClient) -> None:
    english = await sales.post("/notes", json={"words": "forbidden words"})
    chinese = await sales.post(
        "/notes", json={"words": "forbidden words"}, headers={"accept-language": "zh-CN,zh;q=0.9"}
    )
    assert (english.status_code, english.headers["content-type"]) == (409, "application/problem+json")
    told = english.json()
    assert (told["rule"], told["params"]["field"]) == ("SYS-4", "words")
    assert told["detail"] == 'Custom field "words" cannot be "forbidden words": the template has no such field'
    assert chinese.json()["detail"] == "自定义字段“words”的值“forbidden words”不符合要求：模板中没有此字段"
    assert chinese.headers["content-language"] == "zh"


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        pytest.param(b"{", "body", "json_invalid", id="cut off"),
        pytest.param(b"", "body", "missing", id="empty"),
        pytest.param(b"[1]", "body", "model_attributes_type", id="a list"),
        pytest.param(b'{"words": 1}', "words", "string_type", id="a number for a text"),
        pytest.param(b'{"words": "a", "owner_id": "x"}', "owner_id", "extra_forbidden", id="an unknown field"),
        pytest.param(b'{"words": "\\u0000"}', "body", "SYS-10", id="NUL as an escape"),
        pytest.param(b'{"words": "\\ud800"}', "body", "SYS-10", id="a lone surrogate as an escape"),
        pytest.param(b'{"words": "\xed\xa0\x80"}', "body", "SYS-10", id="a lone surrogate in bytes"),
        pytest.param(b'{"words": "\xff"}', "body", "SYS-10", id="no UTF-8"),
        pytest.param(b'{"\\u0000": 1, "words": "a"}', "body", "SYS-10", id="NUL in a name"),
        pytest.param(b'{"words": "a\x00"}', "body", "SYS-10", id="a bare NUL"),
        pytest.param(b'{"words": "\\u0007"}', "words", "SYS-2", id="a control character"),
        pytest.param(b'{"words": "a\\nb"}', "words", "SYS-3", id="two lines where one is allowed"),
        pytest.param(
            b'{"words": "a", "price": {"amount": "1.005", "currency": "CNY"}}', "price.amount", "SYS-1", id="3 decimals"
        ),
        pytest.param(
            b'{"words": "a", "price": {"amount": 1.5, "currency": "CNY"}}', "price.amount", "SYS-1", id="a float"
        ),
        pytest.param(
            b'{"words": "a", "price": {"amount": "1e400", "currency": "CNY"}}', "price.amount", "SYS-1", id="too much"
        ),
    ],
)
async def test_a_malformed_body_is_422_naming_the_field(
    sales: httpx.AsyncClient, body: bytes, field: str, rule: str
) -> None:
    answer = await sales.post("/notes", content=body, headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    error = answer.json()["errors"][0]
    assert (error["field"], error["rule"]) == (field, rule)
    assert {"field", "value", "rule", "detail"} == set(error)


async def test_the_kind_of_body_may_be_written_in_capitals(sales: httpx.AsyncClient) -> None:
    capitals = {"content-type": "Application/JSON"}
    answer = await sales.post("/notes", content=b'{"words": "a", "\\ud800": 1}', headers=capitals)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "SYS-10")


@pytest.mark.parametrize(
    "address", ["/notes/a%00b/echo", "/notes/%ED%A0%80/echo", "/notes/a/echo?q=%00", "/notes/a/echo?q=%FF"]
)
async def test_an_unreadable_address_is_422(sales: httpx.AsyncClient, address: str) -> None:
    answer = await sales.get(address)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "SYS-10")


async def test_chinese_in_path_query_and_body_is_read(sales: httpx.AsyncClient) -> None:
    answer = await sales.get("/notes/合同/echo", params={"q": "发票😀"})
    assert answer.json() == {"name": "合同", "q": "发票😀"}
    escaped = json.dumps({"words": "发票😀"}).encode()
    assert (await sales.post("/notes", content=escaped, headers=JSON)).json()["words"] == "发票😀"


async def test_too_large_a_body_is_413_also_without_a_declared_length(sales: httpx.AsyncClient) -> None:
    declared = await sales.post("/notes", content=b"a" * (1024 * 1024 + 1), headers=JSON)

    async def drip() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"a" * 100_000

    dripped = await sales.post("/notes", content=drip(), headers=JSON)
    assert [declared.status_code, dripped.status_code] == [413, 413]


async def test_no_such_address_and_no_such_method_are_problems_too(sales: httpx.AsyncClient) -> None:
    nowhere, wrong = await sales.get("/nothing"), await sales.delete("/notes")
    assert (nowhere.status_code, wrong.status_code) == (404, 405)
    assert nowhere.headers["content-type"] == wrong.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "statement", ["SELECT CAST(:n AS int)", "SELECT CAST(:n AS bigint) * 10", "SELECT CAST(:n AS numeric(5, 2))"]
)
async def test_a_number_too_large_for_the_database_is_422(harness: ServiceHarness, statement: str) -> None:
    router = APIRouter()

    @router.get("/number", dependencies=[public()])
    async def number(uow: Uow, n: int) -> int:
        async with uow.begin() as work:
            return int((await work.session.execute(text(statement), {"n": n})).scalar_one())

    app = create_app(name="orders", routers=[router], settings=harness.service.settings)
    app.state.service.database = harness.database
    assert (await Api(app).anybody.get("/number", params={"n": 2**62})).status_code == 422


async def test_a_version_must_be_named_and_be_the_present_one(sales: httpx.AsyncClient) -> None:
    note = (await sales.post("/notes", json={"words": "a"})).json()
    at = f"/notes/{note['id']}"
    absent = await sales.patch(at, json={"words": "b"})
    odd = await sales.patch(at, json={"words": "b"}, headers={"if-match": "*"})
    right = await sales.patch(at, json={"words": "b"}, headers={"if-match": '"1"'})
    stale = await sales.patch(at, json={"words": "c"}, headers={"if-match": '"1"'})
    assert [absent.status_code, odd.status_code, right.status_code, stale.status_code] == [428, 422, 200, 412]
    assert stale.json()["current"] == 2


async def test_the_same_key_again_shows_what_the_first_call_made(
    sales: httpx.AsyncClient, harness: ServiceHarness
) -> None:
    key = {"idempotency-key": str(uuid4())}
    first = await sales.post("/notes", json={"words": "a"}, headers=key)
    again = await sales.post("/notes", json={"words": "a"}, headers=key)
    other = await sales.post("/notes", json={"words": "b"}, headers=key)
    assert first.json() == again.json()
    assert len(await harness.outbox(NoteWritten)) == 1
    assert (other.status_code, other.json()["errors"][0]["rule"]) == (422, "SYS-5")


async def test_the_same_key_ten_times_at_once_makes_one(sales: httpx.AsyncClient, harness: ServiceHarness) -> None:
    key = {"idempotency-key": str(uuid4())}
    answers = await asyncio.gather(*[sales.post("/notes", json={"words": "a"}, headers=key) for _ in range(10)])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(await harness.outbox(NoteWritten)) == 1


async def test_two_people_may_use_the_same_key(api: Api, harness: ServiceHarness) -> None:
    key = {"idempotency-key": "1"}
    for actor in (SALES, an_actor("sales")):
        assert (await api.as_(actor).post("/notes", json={"words": "a"}, headers=key)).status_code == 201
    assert len(await harness.outbox(NoteWritten)) == 2


async def test_a_refused_call_leaves_its_key_free(sales: httpx.AsyncClient) -> None:
    key = {"idempotency-key": "1"}
    refused = await sales.post("/notes", json={"words": "forbidden words"}, headers=key)
    done = await sales.post("/notes", json={"words": "a"}, headers=key)
    assert [refused.status_code, done.status_code] == [409, 201]


async def test_a_money_route_needs_a_key_and_a_key_is_plain_text(api: Api) -> None:
    client = api.as_(FINANCE)
    absent = await client.post("/notes/paid", json={"words": "a"})
    odd = await client.post("/notes/paid", json={"words": "a"}, headers={"idempotency-key": "a b"})
    assert [absent.status_code, absent.json()["rule"], odd.status_code] == [428, "SYS-6", 422]


async def test_every_route_declares_its_problems(api: Api) -> None:
    told = (await api.anybody.get("/openapi.json")).json()
    for path, verbs in told["paths"].items():
        for verb, route in verbs.items():
            assert {"401", "403", "404", "409", "412", "422", "503"} <= set(route["responses"]), (path, verb)
            assert "application/problem+json" in route["responses"]["422"]["content"]


async def test_a_list_is_paged_without_gaps_and_keeps_a_bound(sales: httpx.AsyncClient) -> None:
    made = [(await sales.post("/notes", json={"words": f"n{n}"})).json()["id"] for n in range(7)]
    seen: list[str] = []
    cursor = None
    while True:
        page = (await sales.get("/notes", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
        seen += [note["id"] for note in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == made
    assert (await sales.get("/notes", params={"limit": 101})).status_code == 422
    for odd in ("x", "bm9wZQ", "W10", "WyIyMDI2LTAxLTAxIl0", "%F0%9F"):
        assert (await sales.get("/notes", params={"cursor": odd})).status_code == 422


async def test_a_long_answer_is_compressed_for_who_can_read_it(api: Api) -> None:
    zipped = await api.anybody.get("/metrics", headers={"accept-encoding": "gzip"})
    plain = await api.anybody.get("/metrics", headers={"accept-encoding": "identity"})
    short = await api.anybody.get("/healthz", headers={"accept-encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < len(plain.content) / 2
    assert not {"content-encoding"} & {*plain.headers, *short.headers}
