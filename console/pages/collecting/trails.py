"""What has happened to a receivable from its first day on, and is it as it was when somebody kept it?"""

import re
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response

from console.form_input import Unreadable
from console.pages.parts.authority import may_act
from console.pages.parts.downloads import download
from console.pages.parts.responses import Key, done, record_page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Record, Table, Worded
from messages.collections.cases.trails import ReceivableTrail, TrailEntry

router = APIRouter(prefix="/receivables/{receivable_id}")

COLUMNS = ("place", "moved_at", "done_by", "what_happened", "amount", "digest")
A_DIGEST = re.compile("[0-9a-f]{64}")
SHORT = 12  # of a digest in its row


@router.get("/trail")
async def trail(
    request: Request,
    receivable_id: UUID,
    person: Reader,
    gateway: Gateway,
    digest: Annotated[str, Query(pattern="^([0-9a-f]{64})?$")] = "",
) -> Response:
    """`digest`: of a copy that somebody kept."""
    asked = {"digest": digest or None, "lang": person.lang}
    seen = await gateway.get("collections", f"/receivables/{receivable_id}/trail", ReceivableTrail, **asked)
    fields: list[Field] = [
        ("receivable", Link(seen.number, f"/receivables/{receivable_id}")),
        ("trail_entries", len(seen.entries)),
        ("digest", seen.digest),
    ]
    record = Record(
        "receivable", receivable_id, seen.number, seen.customer_name, None, fields,
        [Table("console.trail", COLUMNS, [_row(one) for one in seen.entries])],
        _actions(seen, person), note=_note(seen),
    )  # fmt: skip
    return await record_page(request, person, record)


@router.get("/trail/pdf")
async def print_trail(receivable_id: UUID, person: Reader, gateway: Gateway) -> Response:
    query = urlencode({"lang": person.lang})
    return download(await gateway.fetch("collections", f"/receivables/{receivable_id}/trail/pdf?{query}"))


@router.get("/trail/export")
async def export_trail(receivable_id: UUID, person: Reader, gateway: Gateway) -> Response:
    query = urlencode({"lang": person.lang})
    return download(await gateway.fetch("collections", f"/receivables/{receivable_id}/trail/xlsx?{query}"))


@router.get("/evidence")
async def evidence(receivable_id: UUID, person: Reader, gateway: Gateway) -> Response:
    query = urlencode({"lang": person.lang})
    return download(await gateway.fetch("collections", f"/receivables/{receivable_id}/evidence?{query}"))


@router.post("/trail/compare")
async def compare(request: Request, receivable_id: UUID, key: Key, digest: Annotated[str, Form()] = "") -> Response:
    """With the digest of a copy, as it was printed."""
    wanted = "".join(digest.split()).lower()
    if not A_DIGEST.fullmatch(wanted):
        raise Unreadable("digest", "wrong.digest")
    return done(request, f"/receivables/{receivable_id}/trail?{urlencode({'digest': wanted})}")


def _row(one: TrailEntry) -> tuple[Cell, ...]:
    who: Cell = one.by_name or Worded("console.by_itself")
    return one.place, one.at, who, one.words, one.amount, f"{one.digest[:SHORT]}…"


def _note(seen: ReceivableTrail) -> Worded | None:
    if not seen.asked:
        return None
    if seen.known_at is None:
        return Worded("console.trail_altered", tone="bad")
    return Worded("console.trail_unaltered", {"place": seen.known_at, "count": len(seen.entries)}, "good")


def _actions(seen: ReceivableTrail, person: Person) -> list[Action]:
    base = f"/receivables/{seen.receivable_id}"
    found = [
        Action("print_trail", f"{base}/trail/pdf", page=True),
        Action("export_trail", f"{base}/trail/export", page=True),
    ]
    if may_act(person, "pack_evidence"):
        found.append(Action("pack_evidence", f"{base}/evidence", page=True))
    return [*found, Action("compare_trail", f"{base}/trail/compare", (Input("digest"),))]
