"""What was told to whom, what could not be, and how is it sent again?"""

from datetime import UTC
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.notices import DeliveryState, DeliveryView
from messages.approvals.parts import About
from messages.base import Page
from messages.errors import Forbidden, NotFound
from services.approvals.domain.channels import hint_of
from services.approvals.domain.people import Directory
from services.approvals.domain.sending import may_send_again
from services.approvals.store import deliveries as store
from services.approvals.store.channels import Row, find_places
from services.approvals.store.directory import find_directory
from services.approvals.use_cases.note_deliveries import ring_at

KEEPERS = ("ops", "admin")


async def list_deliveries(
    uow: UnitOfWork, *, state: DeliveryState | None, everybody: bool, cursor: str | None, limit: int
) -> Page[DeliveryView]:
    """One's own, newest first; everybody's and those to other programs for operators."""
    async with uow.begin() as work:
        if everybody and not work.actor.may(*KEEPERS):
            raise Forbidden("deliveries")
        whose = None if everybody else work.actor.id
        named = state.value if state else None
        rows, more = await store.list_deliveries(work, person_id=whose, state=named, cursor=cursor, limit=limit)
        people = await find_directory(work)
        places = await _places(work, rows)
        shown = [delivery_view(row, people, places.get(row["channel_id"] or row["endpoint_id"])) for row in rows]
        return Page[DeliveryView](items=shown, next=more)


async def send_again(id: UUID, uow: UnitOfWork) -> DeliveryView:
    """By hand: all tries begin anew."""
    async with uow.begin() as work:
        row = await store.lock_delivery(work, id)
        if row["person_id"] != work.actor.id and not work.actor.may(*KEEPERS):
            raise NotFound("delivery", id)
        if not work.repeated:
            may_send_again(row["state"])
            now = work.now.astimezone(UTC)
            again = {"state": DeliveryState.WAITING, "due_at": now, "attempts": 0, "sent_at": None, "digest": False}
            await store.mark(work, [id], **again)
            await ring_at(work, now)
        row = await store.lock_delivery(work, id)
        places = await _places(work, [row])
        return delivery_view(row, await find_directory(work), places.get(row["channel_id"] or row["endpoint_id"]))


def delivery_view(row: Row, people: Directory, place: Row | None) -> DeliveryView:
    about = row["said"].get("about") or (row["said"].get("data") or {}).get("about")
    kind = place["kind"] if place and "kind" in place else "webhook"
    where = (place.get("address") or place.get("url") or "") if place else ""
    return DeliveryView(
        id=row["id"], what=row["what"], kind=kind, channel=hint_of(kind, where) if where else "",
        person_id=row["person_id"], person_name=people.name_of(row["person_id"]),
        about=About.model_validate(about) if about else None, state=row["state"], attempts=row["attempts"],
        error=row["error"], created_at=row["created_at"], due_at=row["due_at"], sent_at=row["sent_at"],
    )  # fmt: skip


async def _places(work: Work, rows: list[Row]) -> dict[UUID, Row]:
    channels = await find_places(work, "channels", {row["channel_id"] for row in rows if row["channel_id"]})
    return channels | await find_places(work, "endpoints", {row["endpoint_id"] for row in rows if row["endpoint_id"]})
