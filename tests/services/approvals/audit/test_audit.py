"""Is the audit of a real database anchored, handed out, and found out when somebody has changed it by SQL?"""

import asyncio
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from chassis.testing.plugin import ServiceHarness
from cli.audit.command import audit, sentences
from cli.audit.verification import Verified, describe, verify_database, verify_file
from messages.approvals.audit import AuditAnchored, AuditView
from messages.approvals.parts import Why
from messages.approvals.requests import RequestView
from messages.texts import text as worded
from services.approvals.domain.canonical import chained
from tests.services.approvals.conftest import Company, id_of

LINE = "WHERE chain = :id AND seq = 3"


async def verified(harness: ServiceHarness, known: dict[int, str] | None = None) -> Verified:
    return await verify_database(harness.database.url, None, known or {}, lambda done, total: None)


async def spoil(harness: ServiceHarness, *statements: str, **values: Any) -> None:
    """As a superuser who switches the triggers off."""
    async with harness.database.session() as session, session.begin():
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            await session.execute(text(statement), values)


async def counted(harness: ServiceHarness) -> tuple[int, int]:
    """Chains and their entries: setting up the company leaves some for its policy and its directory (A13)."""
    async with harness.database.session() as session:
        row = (await session.execute(text("SELECT count(DISTINCT chain), count(*) FROM audit"))).one()
    return row[0], row[1]


async def anchor(company: Company) -> dict[str, Any]:
    answer = await company.process.post("/audit/anchors")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def decided(company: Company) -> RequestView:
    """Seven entries: opened, the step opened, three decisions, the step and the request settled."""
    request = await company.submit()
    for login in ("meng", "lena", "fang"):
        assert (await company.act(login, "approve", request)).status_code == 200
    return request


async def test_app_100_what_has_moved_is_anchored_and_the_anchor_is_told(
    company: Company, harness: ServiceHarness
) -> None:
    already, lines = await counted(harness)
    request = await decided(company)
    first = await anchor(company)
    assert await counted(harness) == (already + 1, lines + 7), "the request only"
    assert (first["anchor"]["number"], first["made"]) == (1, already + 1)
    assert (await anchor(company)) == {"anchor": first["anchor"], "made": 0, "more": False}
    await company.as_("ann").post(f"/requests/{request.id}/comments", json={"comment": "thanks"})
    second = await anchor(company)
    assert (second["anchor"]["number"], second["made"]) == (2, 1)
    assert second["anchor"]["previous"] == first["anchor"]["hash"]
    told = [event for event in await harness.outbox(AuditAnchored) if isinstance(event, AuditAnchored)]
    assert [(event.number, event.hash) for event in told] == [
        (1, first["anchor"]["hash"]), (2, second["anchor"]["hash"])
    ]  # fmt: skip
    for params, numbers in (({}, [2, 1]), ({"before": 2}, [1]), ({"limit": 1}, [2])):
        listed = (await company.as_("root").get("/audit/anchors", params=params)).json()
        assert [one["number"] for one in listed] == numbers
    found = await verified(harness, {1: first["anchor"]["hash"]})
    assert (found.fine, found.entries, found.anchors) == (True, lines + 8, 2)


@pytest.mark.parametrize("sql", ["UPDATE anchors SET root = 'x'", "DELETE FROM anchored", "TRUNCATE anchors CASCADE"])
async def test_anchors_are_only_added_to(company: Company, harness: ServiceHarness, sql: str) -> None:
    await anchor(company)
    with pytest.raises(DBAPIError, match="append-only"):
        async with harness.database.session() as session, session.begin():
            await session.execute(text(sql))


SPOILED: dict[str, tuple[tuple[str, ...], str]] = {
    "changed": ((f"UPDATE audit SET actor_name = 'Mallory' {LINE}",), "entry 3 "),
    "its time changed": ((f"UPDATE audit SET at = at - interval '1 day' {LINE}",), "entry 3 "),
    "deleted": ((f"DELETE FROM audit {LINE}",), "entry 3 "),
    "the last two deleted": (("DELETE FROM audit WHERE chain = :id AND seq > 5",), "entry 6-7 "),
    "reordered": (
        (
            f"UPDATE audit SET seq = 99 {LINE}", "UPDATE audit SET seq = 3 WHERE chain = :id AND seq = 4",
            "UPDATE audit SET seq = 4 WHERE chain = :id AND seq = 99",
        ),
        "entry 3 ",
    ),
    "inserted": (
        (
            "UPDATE audit SET seq = seq + 100 WHERE chain = :id AND seq >= 3",
            "UPDATE audit SET seq = seq - 99 WHERE chain = :id AND seq > 100",
            "INSERT INTO audit SELECT chain, 3, at, actor_id, actor_name, code, params, hash FROM audit"
            " WHERE chain = :id AND seq = 4",
        ),
        "entry 3 ",
    ),
    "added at the end": (
        ("INSERT INTO audit SELECT chain, 8, at, actor_id, actor_name, code, params, hash FROM audit " + LINE,),
        "entry 8 ",
    ),
    "a vote turned round": (("UPDATE votes SET verdict = 'REJECT' WHERE voter_id = :lena",), "entry 4 "),
    "the outcome changed": (("UPDATE requests SET state = 'REJECTED', outcome = 'REJECTED'",), "entry 7 "),
    "the content changed": (("UPDATE rounds SET content = '{}'",), "content of round 1"),
    "what signers are shown changed": (("UPDATE requests SET content = '{}'",), "content of round 1"),
    "a policy changed": (("UPDATE policies SET body = body || '{\"facts\": {}}'",), "version 1 of the policy"),
    "the request deleted": (
        ("DELETE FROM requests", "DELETE FROM rounds", "DELETE FROM votes"), "the request itself was deleted",
    ),
    "all of it deleted": (
        ("DELETE FROM requests", "DELETE FROM rounds", "DELETE FROM votes", "DELETE FROM audit WHERE chain = :id"),
        "the whole chain was deleted: anchor 1 knows it",
    ),
    "an anchor deleted": (("DELETE FROM anchored", "DELETE FROM anchors"), "anchor 1 was deleted"),
    "what is under an anchor changed": (("UPDATE anchored SET seq = 1",), "anchor 1 or the list"),
}  # fmt: skip


@pytest.mark.tampers
@pytest.mark.parametrize("how", SPOILED)
async def test_app_102_what_was_done_by_sql_is_named(company: Company, harness: ServiceHarness, how: str) -> None:
    request = await decided(company)
    made = (await anchor(company))["anchor"]
    copies = {made["number"]: made["hash"]}
    assert (await verified(harness, copies)).fine
    statements, first = SPOILED[how]
    used = {"id": request.id, "lena": id_of("lena")}
    for statement in statements:
        await spoil(harness, statement, **{name: value for name, value in used.items() if f":{name}" in statement})
    found = await verified(harness, copies)
    assert not found.fine
    said = [*(describe(wrong, "en") for wrong in found.wrongs), *(_said(why) for why in found.anchors_wrong)]
    assert len(said) == 1, said
    assert first.strip() in said[0].replace(" (chain", "  (chain")


def _said(why: Why) -> str:
    return worded(why.code, "en", **why.params)


async def test_app_103_who_writes_everything_anew_is_given_away_by_a_copy(
    company: Company, harness: ServiceHarness
) -> None:
    """The chain, its head, the list under the anchor and the anchor itself; only what stands elsewhere is left."""
    request = await decided(company)
    made = (await anchor(company))["anchor"]
    async with harness.database.session() as session:
        rows = (
            await session.execute(text("SELECT * FROM audit WHERE chain = :id ORDER BY seq"), {"id": request.id})
        ).all()
    hash, forged = "0" * 64, []
    for row in rows:
        line = {
            "chain": str(row.chain), "seq": row.seq, "at": row.at.astimezone(UTC).isoformat(),
            "actor_id": str(row.actor_id), "actor_name": row.actor_name.replace("Lena", "Mallory"), "code": row.code,
            "params": row.params,
        }  # fmt: skip
        hash = chained(hash, line)
        forged.append((line["actor_name"], hash, row.seq))
    for name, new, seq in forged:
        await spoil(
            harness, "UPDATE audit SET actor_name = :name, hash = :hash WHERE chain = :id AND seq = :seq",
            name=name, hash=new, seq=seq, id=request.id,
        )  # fmt: skip
    named = (await verified(harness)).wrongs[0]
    assert (named.seq, named.upto, named.why.code) == (1, 7, "audit.wrong.rewritten")
    await spoil(harness, "UPDATE requests SET audit_hash = :hash", hash=hash)
    assert (await verified(harness)).wrongs[0].why.code == "audit.wrong.rewritten"
    await spoil(harness, "DELETE FROM anchored", "DELETE FROM anchors")
    await anchor(company)
    assert (await verified(harness)).fine, "inside this one database nothing is left to see"
    unlike = await verified(harness, {1: made["hash"]})
    assert [why.code for why in unlike.anchors_wrong] == ["audit.wrong.anchor_unlike"]


async def test_the_audit_is_handed_out_in_two_languages_and_verified_offline(
    company: Company, harness: ServiceHarness, tmp_path: Path
) -> None:
    request = await decided(company)
    made = (await anchor(company))["anchor"]
    path = f"/requests/{request.id}/audit"
    answer = await company.as_("ann").get(path, params={"lang": "zh", "tz": "Asia/Shanghai"})
    assert answer.status_code == 200, answer.text
    view = AuditView.model_validate_json(answer.content)
    assert "Meng：同意 sign because" in view.entries[2].text
    english = AuditView.model_validate(
        (await company.as_("ann").get(path, params={"lang": "en", "tz": "America/New_York"})).json()
    )
    assert "Meng: approved sign because" in english.entries[2].text
    assert english.entries[2].text.startswith(
        f"{english.entries[2].at.astimezone(ZoneInfo('America/New_York')):%Y-%m-%d %H:%M}"
    )
    assert sentences(view)[0] == "contract CT-1 的审计记录（Ten pumps）"
    assert made["hash"] in sentences(english)[-1]
    file = tmp_path / "audit.json"
    file.write_bytes(answer.content)
    known = {made["number"]: made["hash"]}
    assert verify_file(file, known).fine
    run = CliRunner().invoke(audit, ["verify", str(file), "--anchor", f"1:{made['hash']}"])
    assert run.exit_code == 0, run.output
    assert "All as it was written: 7 entries in 1 chains" in run.output
    file.write_bytes(answer.content.replace(b'"because"', b'"in no case"', 1))
    run = CliRunner().invoke(audit, ["verify", str(file)])
    assert run.exit_code == 1
    assert "CT-1, entry 3" in run.output
    file.write_bytes(answer.content)
    assert not verify_file(file, {1: "f" * 64}).fine, "another anchor was noted elsewhere"


@pytest.mark.tampers
async def test_the_command_names_the_first_bad_entry_and_ends_with_one(
    company: Company, harness: ServiceHarness
) -> None:
    request = await decided(company)
    await anchor(company)

    async def run(*words: str) -> tuple[int, str]:
        words = ("verify", "--database", harness.database.url, *words)
        done = await asyncio.to_thread(CliRunner().invoke, audit, words)
        return done.exit_code, done.output

    chains, lines = await counted(harness)
    code, said = await run()
    assert (code, f"All as it was written: {lines} entries in {chains} chains, 1 anchors" in said) == (0, True), said
    await spoil(harness, f"UPDATE audit SET actor_name = 'Mallory' {LINE}", id=request.id)
    code, said = await run()
    assert (code, f"CT-1, entry 3 (chain {request.id})" in said.replace("\n", " ")) == (1, True), said
    code, said = await run("--lang", "zh")
    assert (code, "CT-1，第 3 条" in said) == (1, True), said


async def test_the_audit_is_for_those_who_may_see_the_request(company: Company) -> None:
    request = await company.submit()
    path = f"/requests/{request.id}/audit"
    seen = {login: (await company.as_(login).get(path)).status_code for login in ("ann", "bob", "meng", "fei")}
    assert seen == {"ann": 200, "bob": 404, "meng": 200, "fei": 200}
    assert (await company.as_("ann").get(path, params={"tz": "Mars/Base"})).status_code == 422
    found = (await company.process.get("/requests", params={"number": "CT-1"})).json()["items"]
    assert [one["id"] for one in found] == [str(request.id)]
    assert (await company.process.get("/requests", params={"number": "CT-9"})).json()["items"] == []
