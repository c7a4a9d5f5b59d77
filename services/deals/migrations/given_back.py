"""Which opportunities count as won though their contract came to nothing, before that gave them back (DEA-39)?"""

from typing import Any

from sqlalchemy import RowMapping, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.base import clock
from chassis.db.common_tables import outbox
from messages.base import Event
from messages.deals.opportunities import OpportunityReopened
from messages.deals.registrations import RegistrationRestored
from messages.money import Money
from services.deals.domain.stages import USUAL, last_open_stage

LEFT_BEHIND = text(
    "SELECT o.*, c.number AS contract, c.currency AS contract_currency,"
    " (SELECT code FROM stage s WHERE s.legal_entity_id = o.legal_entity_id AND s.status = 'OPEN'"
    "  ORDER BY position DESC LIMIT 1) AS last_open"
    " FROM opportunity o JOIN contract c ON c.id = o.contract_id"
    " WHERE o.status = 'WON' AND c.status IN ('REJECTED', 'CANCELLED')"
    " ORDER BY o.id LIMIT :batch FOR UPDATE OF o SKIP LOCKED"
)
REOPEN = text(
    "UPDATE opportunity SET status = 'OPEN', stage = :stage, won_amount = NULL, won_currency = NULL,"
    " contract_id = NULL, closed_on = NULL, version = version + 1 WHERE id = :id"
)
RESTORE = text(
    "UPDATE registration r SET status = 'PROTECTED', round = round + 1, version = version + 1"
    " WHERE r.id = :id AND r.status = 'CLOSED' AND r.protected_until > now()"
    " AND NOT EXISTS (SELECT FROM registration l WHERE l.customer_id = r.customer_id"
    "  AND l.project_key = r.project_key AND l.status IN ('SUBMITTED', 'RETURNED', 'PROTECTED'))"
    " RETURNING *"
)


async def give_back(connection: AsyncConnection, batch: int) -> int:
    """One batch, in the transaction of the caller: open again and told so, its registration protected for the rest of
    its time. How many it was."""
    found = (await connection.execute(LEFT_BEHIND, {"batch": batch})).mappings().all()
    for row in found:
        stage = row["last_open"] or last_open_stage(USUAL)
        await connection.execute(REOPEN, {"id": row["id"], "stage": stage})
        await _publish(connection, _reopened(row, stage))
        restored = (await connection.execute(RESTORE, {"id": row["registration_id"]})).mappings().first()
        if restored is not None:
            await _publish(connection, _restored(restored))
    return len(found)


def _reopened(row: RowMapping, stage: str) -> OpportunityReopened:
    expected = row["expected_amount"], row["expected_currency"]
    amount = Money.of(*expected) if None not in expected else Money.of(0, row["contract_currency"])
    return OpportunityReopened(
        opportunity_id=row["id"], number=row["number"], customer_id=row["customer_id"], owner_id=row["owner_id"],
        contract_id=row["contract_id"], contract=row["contract"], stage=stage, amount=amount,
        version=row["version"] + 1,
    )  # fmt: skip


def _restored(row: RowMapping) -> RegistrationRestored:
    names = set(RegistrationRestored.model_fields) - {"registration_id"}
    values: dict[str, Any] = {name: row[name] for name in names if name in row}
    return RegistrationRestored(registration_id=row["id"], **values)


async def _publish(connection: AsyncConnection, event: Event) -> None:
    values = {
        "event_id": clock.new_id(), "aggregate_type": event.noun(), "aggregate_id": str(event.aggregate_id),
        "aggregate_version": event.version, "subject": event.subject, "payload": event.model_dump(mode="json"),
        "headers": {}, "occurred_at": clock.now(),
    }  # fmt: skip
    await connection.execute(insert(outbox).values(values))
