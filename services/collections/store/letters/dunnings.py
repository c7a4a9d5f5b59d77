"""How are dunning letters found, locked, queued and superseded?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from messages.errors import NotFound
from services.collections.domain.invoice_mails import LEASE
from services.collections.domain.letters.sending import SUPERSEDED
from services.collections.tables import Dunning, InvoiceMail
from services.collections.tables.columns import Dunnings, InvoiceMails

LOCK = f"SELECT {columns(Dunning, 'd')} FROM dunning d WHERE d.id = $1 FOR UPDATE"
# Those that did not go out, of the customers of newer letters, which say all of it.
SUPERSEDE = f"""
WITH newer AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) AS n (customer, currency, entity, id)),
old AS (
  SELECT d.id FROM dunning d JOIN newer n ON d.customer_id = n.customer AND d.currency = n.currency
    AND d.legal_entity_id = n.entity AND d.id <> n.id
  WHERE d.letter_state IN ('WAITING', 'NO_ADDRESS', 'GIVEN_UP') ORDER BY d.id FOR UPDATE OF d),
dropped AS (
  UPDATE invoice_mails m SET status = 'CANCELLED', due_at = NULL, error = '{SUPERSEDED}' FROM old
  WHERE m.dunning_id = old.id AND m.status = 'WAITING')
UPDATE dunning d SET letter_state = 'CANCELLED', letter_reason = '{SUPERSEDED}', version = d.version + 1 FROM old
WHERE d.id = old.id RETURNING {columns(Dunning, "d")}"""
ADD_MAILS = """
INSERT INTO invoice_mails (
  id, dunning_id, document, mailed_to, lang, status, attempts, error, requested_by, requested_at, due_at)
SELECT n.id, n.dunning, 'DUNNING_LETTER', '', 'zh', 'WAITING', 0, '', $3, $4, $5
FROM unnest($1::uuid[], $2::uuid[]) AS n (id, dunning)"""
CANCEL_MAILS = (
    "UPDATE invoice_mails SET status = 'CANCELLED', due_at = NULL, error = $2"
    " WHERE dunning_id = $1 AND status = 'WAITING'"
)
# Whoever sends one now has it until the end of his lease: those stay as they are.
HASTEN = (
    "UPDATE invoice_mails SET due_at = $2, attempts = 0 WHERE status = 'WAITING' AND due_at > $3::timestamptz"
    " AND dunning_id IN (SELECT id FROM dunning WHERE {of} = $1 AND letter_state IN ('WAITING', 'NO_ADDRESS'))"
    " RETURNING id"
)


async def get_visible_dunning(work: Work, id: UUID) -> Dunning:
    """In the actor's scope. Raises NotFound."""
    query = select(Dunnings).where(Dunnings.id == id, in_scope(Dunnings, work.actor.scope))
    found: Dunning | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("dunning", id)
    return found


async def lock_dunning(work: Work, id: UUID) -> Dunning:
    """Whoever's it is, until the end; its mails are locked after it. Raises NotFound."""
    found = await work.read((Dunning,), LOCK, id)
    if not found:
        raise NotFound("dunning", id)
    dunning: Dunning = found[0][0]
    return dunning


async def add_mails(work: Work, dunning_ids: Sequence[UUID], due_at: datetime) -> None:
    """One for each of these letters, which stand already; where to is known when it is sent."""
    ids = [work.new_id() for _ in dunning_ids]
    await work.fetch(ADD_MAILS, ids, list(dunning_ids), work.actor.id, work.now, due_at)


async def supersede(work: Work, newer: Sequence[Dunning]) -> list[Dunning]:
    """What is not sent any more, as these say all of it."""
    keys = [(one.customer_id, one.currency, one.legal_entity_id, one.id) for one in newer]
    if not keys:
        return []
    found = await work.read((Dunning,), SUPERSEDE, *(list(column) for column in zip(*keys, strict=True)))
    return [dunning for (dunning,) in found]


async def cancel_mails(work: Work, dunning_id: UUID, reason: str) -> None:
    """None of it is sent any more."""
    await work.fetch(CANCEL_MAILS, dunning_id, reason)


async def hasten_letter(work: Work, dunning_id: UUID) -> int:
    """Its mail that waits for another try is due now; nothing where none waits."""
    return len(await work.fetch(HASTEN.format(of="id"), dunning_id, work.now, work.now + LEASE))


async def hasten_letters_of(work: Work, customer_id: UUID) -> int:
    """All of the customer."""
    return len(await work.fetch(HASTEN.format(of="customer_id"), customer_id, work.now, work.now + LEASE))


async def list_mails(work: Work, dunning_id: UUID) -> Sequence[InvoiceMail]:
    """Oldest first."""
    query = select(InvoiceMails).where(InvoiceMails.dunning_id == dunning_id)
    return list((await work.session.execute(query.order_by(InvoiceMails.requested_at, InvoiceMails.id))).scalars())
