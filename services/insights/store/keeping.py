"""How is a fact kept, and what stands after it? Applying it twice, or after a newer one, changes nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, func
from sqlalchemy.dialects.postgresql import insert

from chassis.unit_of_work import Work
from services.insights.domain.reading import Reading
from services.insights.tables import FACT, LINK, NUMBER, RECORD

UNKNOWN = [0, 0]
GROUPS = {
    "title_stamp": ("title",),
    "status_stamp": ("status",),
    "stage_stamp": ("stage",),
    "amount_stamp": ("amount", "currency"),
    "due_stamp": ("due_on",),
    "owner_stamp": ("owner_id",),
}
FIXED = ("number", "customer_id", "legal_entity_id", "history")


async def keep_fact(work: Work, fact: dict[str, Any]) -> bool:
    """False when it was kept before."""
    return (await work.session.execute(KEEP_FACT, fact)).first() is not None


async def keep_record(work: Work, reading: Reading, *, version: int, at: datetime) -> None:
    """Each group of columns takes the newer fact's values; what a fact does not tell stays."""
    stamp = [version, int(at.timestamp() * 1_000_000)]
    values: dict[str, Any] = {
        "id": reading.record_id,
        "service": reading.service,
        "kind": reading.kind,
        "first_at": at,
        "last_at": at,
    }
    for name in FIXED:
        values[name] = getattr(reading, name)
    for group, names in GROUPS.items():
        told = getattr(reading, names[0]) is not None
        values[group] = stamp if told else UNKNOWN
        values |= {name: getattr(reading, name) for name in names}
    await work.session.execute(KEEP_RECORD, values)


def _merging() -> Any:
    """Insert, or merge with what is there."""
    fresh = insert(RECORD.__table__)
    new, old = fresh.excluded, RECORD.__table__.c
    merged: dict[str, Any] = {
        "first_at": func.least(old.first_at, new.first_at),
        "last_at": func.greatest(old.last_at, new.last_at),
    }
    for name in FIXED:
        merged[name] = func.coalesce(new[name], old[name])
    for group, names in GROUPS.items():
        newer = new[group] > old[group]
        for name in (*names, group):
            merged[name] = case((newer, new[name]), else_=old[name])
    return fresh.on_conflict_do_update(index_elements=["id"], set_=merged)


# Made once: making them takes longer than running them, and every fact of the house comes by here.
KEEP_FACT = insert(FACT.__table__).on_conflict_do_nothing().returning(FACT.event_id)
KEEP_RECORD = _merging()
KEEP_LINKS = insert(LINK.__table__).on_conflict_do_nothing()
KEEP_NUMBERS = insert(NUMBER.__table__).on_conflict_do_nothing()


async def keep_links(work: Work, reading: Reading) -> None:
    if not reading.links:
        return
    rows = [
        {
            "child": link.child,
            "parent": link.parent,
            "child_kind": link.child_kind,
            "parent_kind": link.parent_kind,
        }
        for link in reading.links
    ]
    await work.session.execute(KEEP_LINKS, rows)


async def keep_numbers(work: Work, reading: Reading) -> None:
    rows = [
        {"number": number.upper(), "id": reading.record_id, "kind": reading.kind, "service": reading.service}
        for number in reading.numbers
    ]
    if rows:
        await work.session.execute(KEEP_NUMBERS, rows)
