"""How long does it take to verify a long audit, and how much memory?"""

import json
import resource
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]
import pytest

from chassis.testing.plugin import ServiceHarness
from cli.audit.verification import verify_database
from messages.approvals.parts import Why
from services.approvals.domain.audit.entries import FIRST_HASH, link
from services.approvals.domain.canonical import content_hash
from services.approvals.use_cases.audit.anchor_audit import anchor_audit

CHAINS, EACH = 10_000, 10
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LENA = UUID(int=7)
CONTENT = {"amount": "150000.00", "customer": "Huaxin Pumps", "lines": [{"product": "P-1", "quantity": 10}]}
COLUMNS = ("chain", "seq", "at", "actor_id", "actor_name", "code", "params", "hash")


def a_chain(number: int) -> tuple[list[tuple[Any, ...]], str]:
    chain, hash, rows = UUID(int=10_000 + number), FIRST_HASH, []
    for seq in range(1, EACH + 1):
        opened = {"round": 1, "content_hash": content_hash(CONTENT, []), "comment": ""}
        line = Why(code="audit.request.opened", params=opened) if seq == 1 else Why(
            code="audit.request.commented", params={"comment": "Please look at clause 4 again", "names": "Fang"}
        )  # fmt: skip
        at = NOW + timedelta(minutes=seq)
        hash = link(hash, chain, seq, line, at=at, actor_id=LENA, actor_name="Lena")["hash"]
        rows.append((chain, seq, at, LENA, "Lena", line.code, json.dumps(line.params), hash))
    return rows, hash


async def filled(url: str) -> None:
    """As if it had been written in a year."""
    connection = await asyncpg.connect(url)
    await connection.execute("SET session_replication_role = replica")
    signed = content_hash(CONTENT, [])
    for begin in range(0, CHAINS, 1000):
        made = [a_chain(number) for number in range(begin, begin + 1000)]
        lines = [row for rows, _ in made for row in rows]
        await connection.copy_records_to_table("audit", records=lines, columns=COLUMNS)
        await connection.executemany(
            "INSERT INTO requests SELECT r.* FROM jsonb_populate_record(NULL::requests, $1) r",
            [(json.dumps(_request(rows[0][0], hash)),) for rows, hash in made],
        )
        await connection.executemany(
            "INSERT INTO rounds VALUES ($1, 1, $2, $3, '[]', '{}', $4)",
            [(rows[0][0], json.dumps(CONTENT), signed, NOW) for rows, _ in made],
        )
    await connection.execute("ANALYZE")
    await connection.close()


def _request(id: UUID, hash: str) -> dict[str, Any]:
    who = str(LENA)
    return {
        "id": str(id), "policy_id": who, "policy": "p", "policy_version": 1, "about_kind": "order", "about_id": str(id),
        "about_number": f"SO-{id.int}", "about_title": "", "requester_id": who, "owner_id": who, "owner_unit": "cs",
        "legal_entity_id": "CS-CN", "prepared_by": [], "facts": {}, "content": CONTENT,
        "content_hash": content_hash(CONTENT, []), "attachments": [], "state": "PENDING",
        "comment": "", "round": 1, "opened_at": NOW.isoformat(), "version": 1,
        "audit_seq": EACH, "audit_hash": hash,
    }  # fmt: skip


@pytest.mark.long
async def test_a_hundred_thousand_entries_are_verified_with_little_memory(harness: ServiceHarness) -> None:
    """How long it took: docs/decisions/0006-anchors.md."""
    await filled(harness.database.url)
    assert (await anchor_audit(harness.uow())).made == CHAINS
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = await verify_database(harness.database.url, None, {}, lambda done, total: None)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert (found.fine, found.entries) == (True, CHAINS * EACH)
    assert more < 100
    assert (await anchor_audit(harness.uow())).made == 0
