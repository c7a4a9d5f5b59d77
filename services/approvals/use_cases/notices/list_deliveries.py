"""What was sent to whom, and what could not be?"""

from uuid import UUID

from chassis.auth.reach import has_reach, must_see
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import DeliveryState, DeliveryView
from messages.approvals.parts import About
from messages.base import Page
from messages.errors import Forbidden, NotFound
from messages.roles import Role
from services.approvals.domain.notices.channels import hint_of
from services.approvals.domain.people.directory import Directory
from services.approvals.store.notices import deliveries as store
from services.approvals.store.notices.channels import Row, find_addresses
from services.approvals.store.people.directory import find_directory

KEEPERS = (Role.OPS, Role.ADMIN)
OF_PROGRAMS = (*KEEPERS, Role.ORDER_ADMIN)


async def list_deliveries(
    uow: UnitOfWork,
    *,
    state: DeliveryState | None,
    cursor: str | None,
    limit: int,
    everybody: bool = False,
    to_programs: bool = False,
) -> Page[DeliveryView]:
    """One's own, newest first; everybody's for operators; those to other programs also for order administration."""
    async with uow.begin() as work:
        if (everybody and not work.actor.may(*KEEPERS)) or (to_programs and not work.actor.may(*OF_PROGRAMS)):
            raise Forbidden("deliveries")
        whose = None if everybody or to_programs else work.actor.id
        named = state.value if state else None
        rows, more = await store.list_deliveries(
            work, person_id=whose, to_programs=to_programs, state=named, cursor=cursor, limit=limit
        )
        people = await find_directory(work)
        if whose is None:
            rows = [row for row in rows if has_reach(work.actor, entity_of_delivery(row, people))]
        addresses = await find_addresses_of(work, rows)
        shown = [delivery_view(row, people, addresses.get(row["channel_id"] or row["endpoint_id"])) for row in rows]
        return Page[DeliveryView](items=shown, next=more)


def must_keep(work: Work, row: Row, people: Directory) -> None:
    """One's own, or of one's legal entities for who keeps it."""
    if row["person_id"] == work.actor.id:
        return
    if not work.actor.may(*(OF_PROGRAMS if row["endpoint_id"] else KEEPERS)):
        raise NotFound("delivery", row["id"])
    must_see(work.actor, entity_of_delivery(row, people), kind="delivery", id=row["id"])


def entity_of_delivery(row: Row, people: Directory) -> str | None:
    """Of the person it is for; what goes to another program is of the legal entity that it speaks of."""
    person = people.persons.get(row["person_id"]) if row["person_id"] else None
    told = (row["content"].get("data") or {}).get("legal_entity_id")
    return person.legal_entity_id if person else told


def delivery_view(row: Row, people: Directory, address: Row | None) -> DeliveryView:
    fact = row["content"].get("data") or {}
    about = row["content"].get("about") or fact.get("about")
    kind = address["kind"] if address and "kind" in address else "webhook"
    where = (address.get("address") or address.get("url") or "") if address else ""
    return DeliveryView(
        id=row["id"], what=row["what"], kind=kind, channel=hint_of(kind, where) if where else "",
        person_id=row["person_id"], person_name=people.name_of(row["person_id"]),
        about=About.model_validate(about) if about else None, number=fact.get("number") or "",
        held=row.get("held", False), state=row["state"], attempts=row["attempts"],
        error=row["error"], created_at=row["created_at"], due_at=row["due_at"], sent_at=row["sent_at"],
    )  # fmt: skip


async def find_addresses_of(work: Work, rows: list[Row]) -> dict[UUID, Row]:
    channels = await find_addresses(work, "channels", {row["channel_id"] for row in rows if row["channel_id"]})
    return channels | await find_addresses(
        work, "endpoints", {row["endpoint_id"] for row in rows if row["endpoint_id"]}
    )
