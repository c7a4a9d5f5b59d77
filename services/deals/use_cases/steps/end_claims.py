"""What becomes of a claim for a customer whom its owner has no longer? A step of giving customers to a pool."""

from collections.abc import Mapping
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.deals.customer_care.admissions import AdmissionStatus, AdmissionWithdrawn
from services.deals.domain.customer_care.admissions import move_admission
from services.deals.store.customer_care import admissions


async def end_claims(work: Work, owners: Mapping[UUID, UUID], names: Mapping[UUID, str]) -> None:
    """Of locked customers (id → whose it was): approved later, it would give him back what he gave away."""
    for row, customer_id in await admissions.lock_running_of(work, list(owners)):
        if row.owner_id == owners[customer_id]:
            row.status = move_admission(row.status, AdmissionStatus.WITHDRAWN)
            row.version += 1
            work.emit(AdmissionWithdrawn.model_validate(row.event_args(names[customer_id])))
