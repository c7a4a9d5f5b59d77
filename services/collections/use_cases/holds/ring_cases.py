"""What of the collection cases of a shard is due by now: pauses and promises that are over, contacts?"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.cases.contacts import ContactDropped, ContactDue, ContactStatus, ContactWay
from messages.collections.cases.pauses import DunningPauseEnded, PauseReason
from messages.collections.receivables import ReceivableStatus
from messages.money import total
from services.collections.domain.cases.contacts import is_worth_contacting
from services.collections.domain.due_dates import local_day
from services.collections.domain.shards import derived_id
from services.collections.store.cases import holds, links
from services.collections.store.receivables import lock_receivables
from services.collections.tables import Contact, DunningPause, Receivable
from services.collections.tables.columns import Contacts, DunningPauses
from services.collections.use_cases.holds.follow_plans import follow_plans
from services.collections.use_cases.holds.hold_receivables import hold_receivables
from services.collections.use_cases.holds.review_promises import decide_promises

Rows = Mapping[UUID, Sequence[Receivable]]


async def ring_cases(work: Work, shard: int, limit: int) -> list[Receivable]:
    """A step of the shard's keeper, in a transaction of its own before it looks for what has reached a level. Each
    once, however often it comes. All receivables are locked at once, in their order. Those whose due day is another one
    since."""
    due = await holds.ringing(work, shard, limit)
    pauses, promises, plans = due.pauses, due.promises, due.plans
    rows = await links.lock_rows_of(work, due.records, also=list(due.to_contact))
    if pauses:
        await _end_pauses(work, pauses, rows)
    await decide_promises(work, promises)
    moved = await follow_plans(work, plans, rows) if plans else []
    await hold_receivables(work, open_ones(row for id in (*pauses, *promises, *plans) for row in rows[id]))
    if due.contacts:
        await _ask_again(work, due.contacts, rows)
    if due.to_contact:
        await _plan_contacts(work, due.to_contact)
    return moved


async def _end_pauses(work: Work, ids: Sequence[UUID], rows: Rows) -> None:
    for pause in await links.lock_records(work, DunningPauses, ids):
        if pause.ended_at is None:
            end_pause(work, pause, rows[pause.id])


def end_pause(work: Work, pause: DunningPause, rows: Sequence[Receivable], *, by: UUID | None = None) -> None:
    """Now, by somebody or by itself."""
    pause.ended_at, pause.ended_by = work.now, by
    pause.version += 1
    if pause.reason is PauseReason.DISPUTE:
        for row in rows:
            row.disputed = False  # its letters go on, too
    work.emit(DunningPauseEnded(**pause.event_args(rows), ended_by=by))


def open_ones(rows: Iterable[Receivable]) -> list[Receivable]:
    """Each once."""
    return list({row.id: row for row in rows if row.status is ReceivableStatus.OPEN and not row.history}.values())


async def _ask_again(work: Work, ids: Sequence[UUID], rows: Rows) -> None:
    for contact in await links.lock_records(work, Contacts, ids):
        own = open_ones(rows[contact.id])
        if contact.status is not ContactStatus.PLANNED or (own and contact.rings_at is None):
            continue  # somebody was faster
        contact.rings_at = None
        contact.version += 1
        if own:
            work.emit(due_of(contact, own))
        else:
            contact.status = ContactStatus.DROPPED
            work.emit(ContactDropped(**contact.event_args(rows[contact.id])))


async def _plan_contacts(work: Work, ways: Mapping[UUID, str | None]) -> None:
    """One to-do for all that one owner has to say to one customer."""
    locked = await lock_receivables(work, list(ways))
    together: dict[tuple[object, ...], list[Receivable]] = {}
    for row in open_ones(locked.values()):
        way = ways[row.id]
        if row.contact_at is not None and way and is_worth_contacting(row.due_on, now=work.now, tz=row.tz):
            key = (row.customer_id, row.owner_id, row.legal_entity_id, row.currency, way)
            together.setdefault(key, []).append(row)
    asked = [(planned(work, rows, ContactWay(ways[rows[0].id] or "")), rows) for rows in together.values()]
    known = await links.known_ids(work, Contacts, [contact.id for contact, _ in asked])  # by a rule, or days, of before
    places = await links.places_of(work, [rows[0].id for rows in together.values()])
    for contact, rows in asked:
        if contact.id in known:
            continue
        contact.number = links.numbered(rows[0], "C", places[rows[0].id])
        work.session.add(contact)
        links.link(work, contact.id, rows)
        work.emit(due_of(contact, rows))
    for row in locked.values():
        row.contact_at = None


def due_of(contact: Contact, rows: Sequence[Receivable]) -> ContactDue:
    """With what is open, in the currency of the first."""
    currency = rows[0].currency
    open_ = total([row.open for row in rows if row.currency == currency], currency)
    return ContactDue(**contact.event_args(rows), due_on=contact.due_on, open=open_)


def planned(work: Work, rows: Sequence[Receivable], way: ContactWay) -> Contact:
    """For today; the same receivables with the same due days have it once."""
    first = rows[0]
    which = sorted(f"{row.id}/{row.due_on}" for row in rows)
    return Contact(
        id=derived_id("contact", *which),
        number="",
        customer_id=first.customer_id,
        customer_name=first.customer_name,
        legal_entity_id=first.legal_entity_id,
        status=ContactStatus.PLANNED,
        way=way,
        due_on=local_day(work.now, first.tz),
        shard=first.shard,
    )
