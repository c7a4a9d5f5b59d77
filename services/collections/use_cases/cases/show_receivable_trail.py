"""What has happened to a receivable from its first day on, by whom and when, and is it unaltered?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.trails import ReceivableTrail, TrailEntry
from messages.moments import on_clock
from messages.money import Money
from messages.texts import text
from services.collections.domain.cases.trail import START, digests_of, place_of
from services.collections.store import receivables
from services.collections.store.cases.trails import Kept, trail_of

LEDGER, PROCESS = "ledger.", "process:"


async def show_receivable_trail(id: UUID, uow: UnitOfWork, *, digest: str, lang: str) -> ReceivableTrail:
    """All of it. Raises NotFound."""
    async with uow.begin() as work:
        return await read_trail(work, id, digest=digest, lang=lang)


async def read_trail(work: Work, id: UUID, *, digest: str = "", lang: str) -> ReceivableTrail:
    """A step of printing it, too."""
    row = await receivables.find_receivable(work, id)
    kept = await trail_of(work, row)
    digests = digests_of([one.happening for one in kept])
    return ReceivableTrail(
        receivable_id=id,
        number=row.number,
        customer_name=row.customer_name,
        tz=row.tz,
        entries=[_entry(n, *pair, lang=lang, tz=row.tz) for n, pair in enumerate(zip(kept, digests, strict=True), 1)],
        digest=digests[-1] if digests else START,
        asked=digest,
        known_at=place_of(digest, digests) if digest else None,
    )


def _entry(place: int, one: Kept, digest: str, *, lang: str, tz: str) -> TrailEntry:
    happened = one.happening
    is_money = happened.what.startswith(LEDGER)
    money = happened.content if is_money else {}
    return TrailEntry(
        place=place,
        at=happened.at,
        what=happened.what,
        by_id=UUID(happened.by) if _is_person(one) else None,
        by_name=one.by_name if _is_person(one) else "",
        words=_words(one, lang, tz),
        amount=Money.of(money["amount"], money["currency"]) if money else None,
        content=dict(happened.content),
        digest=digest,
    )


def _is_person(one: Kept) -> bool:
    if one.by_name.startswith(PROCESS):
        return False
    try:
        return bool(UUID(one.happening.by))
    except ValueError:
        return False


def _words(one: Kept, lang: str, tz: str) -> str:
    what, content = one.happening.what, one.happening.content
    if what.startswith(LEDGER):
        said = text(f"act.{what.removeprefix(LEDGER)}", lang)
        return f"{said} {content['payment_number']}" if content.get("payment_number") else said
    if what == "letter":
        return text("trail.letter", lang, level=content.get("level"))
    if what == "owner":
        return text("trail.owner", lang, owner=one.owner_name)
    return text(what, lang, **{name: _said(name, value, tz) for name, value in content.items()})


def _said(name: str, value: Any, tz: str) -> Any:
    """Money as money, moments on the customer's clock."""
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        return Money.model_validate(value)
    if isinstance(value, str) and name.endswith("_at"):
        return on_clock(value, tz)
    return "—" if value is None or value == "" else value
