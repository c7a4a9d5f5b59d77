"""Are the files of a contract kept once, locked while approved, and shown to whoever may see the contract?"""

import hashlib
from typing import Any

import httpx
import pytest

from chassis.auth.identity import Actor
from messages.deals.contracts import ContractFileAttached
from tests.services.deals.conftest import Company

PDF = b"%PDF-1.7 the terms of the customer"
HASH = hashlib.sha256(PDF).hexdigest()
NAME = "条款 “v1”.pdf"


async def attach(company: Company, contract: Any, who: Actor, content: bytes = PDF, name: str = NAME) -> httpx.Response:
    path, kind = f"/contracts/{contract['id']}/files", {"content-type": "application/pdf"}
    return await company.as_(who).post(path, params={"name": name}, content=content, headers=kind)


async def subject(company: Company, contract: Any) -> Any:
    return await company.ok(company.process, "GET", f"/contracts/{contract['id']}/approval-subject")


async def test_a_file_is_attached_once_and_comes_before_the_approvers(company: Company) -> None:
    contract = await company.won()
    assert (contract["files"], (await subject(company, contract))["attachments"]) == ([], [])
    first = (await attach(company, contract, company.seller)).json()
    assert first["files"] == [{"name": NAME, "sha256": HASH, "size": len(PDF), "media_type": "application/pdf"}]
    assert first["version"] == contract["version"] + 1
    assert (await attach(company, contract, company.seller)).json() == first
    assert await company.ok(company.seller, "GET", f"/contracts/{contract['id']}/files") == first["files"]
    shown = await subject(company, contract)
    assert shown["attachments"] == [{"name": NAME, "sha256": HASH, "size": len(PDF)}]


async def test_whoever_attaches_has_prepared_the_contract(company: Company) -> None:
    contract = await company.won()
    assert (await attach(company, contract, company.manager)).status_code == 200
    assert str(company.manager.id) in (await subject(company, contract))["prepared_by"]


async def test_who_may_see_the_contract_may_read_it_and_it_is_never_shown_by_the_browser(company: Company) -> None:
    contract = await company.won()
    await attach(company, contract, company.manager)
    path = f"/contracts/{contract['id']}/files/{HASH}"
    for who in (company.seller, company.manager, company.legal):
        answer = await company.as_(who).get(path)
        assert (answer.status_code, answer.content) == (200, PDF)
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6%9D%A1")
        assert (answer.headers["x-content-type-options"], answer.headers["content-type"]) == (
            "nosniff", "application/pdf"
        )  # fmt: skip
    assert await company.status(company.rival, "GET", path) == 404
    assert await company.status(company.legal, "GET", path.replace(HASH, "0" * 64)) == 404
    assert (await attach(company, contract, company.rival)).status_code == 404
    assert (await attach(company, contract, company.legal)).status_code == 403


async def test_dea_16_files_are_locked_while_it_is_approved(company: Company) -> None:
    contract = await company.won()
    await attach(company, contract, company.seller)
    path = f"/contracts/{contract['id']}"
    await company.ok(company.seller, "POST", f"{path}/submit")
    for answer in (
        await attach(company, contract, company.seller, b"another"),
        await company.as_(company.seller).delete(f"{path}/files/{HASH}"),
    ):
        assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-16")


async def test_a_removed_file_is_gone_unless_it_was_submitted(company: Company) -> None:
    contract = await company.won()
    path = f"/contracts/{contract['id']}"
    await attach(company, contract, company.seller)
    bare = await company.ok(company.seller, "DELETE", f"{path}/files/{HASH}")
    assert bare["files"] == []
    assert await company.ok(company.seller, "DELETE", f"{path}/files/{HASH}") == bare
    assert await company.status(company.seller, "GET", f"{path}/files/{HASH}") == 404

    await attach(company, contract, company.seller)
    await company.ok(company.seller, "POST", f"{path}/submit")
    await company.ok(company.process, "POST", f"{path}/return", {"guidance": "other terms", "round": 1})
    assert (await company.ok(company.seller, "DELETE", f"{path}/files/{HASH}"))["files"] == []
    assert (await subject(company, contract))["attachments"] == []
    assert await company.status(company.legal, "GET", f"{path}/files/{HASH}") == 200, "legal has signed it"
    assert (await attach(company, contract, company.seller)).json()["files"][0]["sha256"] == HASH


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        pytest.param(b"", "a.pdf", 409, id="nothing in it (SYS-15)"),
        pytest.param(b"x" * (8 * 1024 * 1024 + 1), "a.pdf", 413, id="too large"),
        pytest.param(b"x" * (8 * 1024 * 1024), "a.pdf", 200, id="the largest"),
        pytest.param(b"x", "a\nb.pdf", 422, id="a name of two lines"),
        pytest.param(b"x", "", 422, id="no name"),
    ],
)
async def test_what_is_no_file(company: Company, content: bytes, name: str, status: int) -> None:
    contract = await company.won()
    assert (await attach(company, contract, company.seller, content, name)).status_code == status


async def test_whatever_changes_a_contract_is_published_with_its_version(company: Company, outbox: Any) -> None:
    contract = await company.won()
    path = f"/contracts/{contract['id']}"
    for _ in range(2):
        await attach(company, contract, company.seller)
    for _ in range(2):
        await company.ok(company.seller, "DELETE", f"{path}/files/{HASH}")
    await company.ok(company.legal, "POST", f"{path}/assess-risk", {"score": 40, "reason": "a new customer"})
    now = await company.ok(company.seller, "GET", path)
    match = {"headers": {"if-match": f'"{now["version"]}"'}}
    await company.ok(company.seller, "PATCH", path, {"clauses": "45 days"}, **match)
    said = [(event.subject.split(".")[2], event.version) for event in await outbox() if event.noun() == "contract"]
    assert said == [("drafted", 1), ("file_attached", 2), ("file_removed", 3), ("assessed", 4), ("edited", 5)]
    assert [event.file_name for event in await outbox(ContractFileAttached)] == [NAME]
