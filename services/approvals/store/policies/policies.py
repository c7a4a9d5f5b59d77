"""Which policies were published, and which version is in force?"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from chassis.db.unit_of_work import Work
from messages.errors import NotFound
from services.approvals.domain.policies.policy import Policy
from services.approvals.tables.policies import PolicyRow

NEWEST = "SELECT id FROM policies WHERE key = $1 ORDER BY version DESC LIMIT 1"

# A published policy never changes.
_rows: dict[UUID, PolicyRow] = {}
_read: dict[UUID, Policy] = {}


def policy_of(row: PolicyRow) -> Policy:
    if row.id not in _read:
        _read[row.id] = Policy.model_validate(row.body)
    return _read[row.id]


async def load_policy(work: Work, id: UUID) -> Policy:
    """The pinned version. It exists: a request refers to it."""
    if id not in _read:
        row = await work.session.get(PolicyRow, id)
        if row is None:
            raise NotFound("policy", id)
        return policy_of(row)
    return _read[id]


async def find_newest(work: Work, key: str) -> PolicyRow | None:
    found = await work.fetch(NEWEST, key)
    return await _row(work, found[0]["id"]) if found else None


async def _row(work: Work, id: UUID) -> PolicyRow:
    if id not in _rows:
        row = (await work.session.scalars(select(PolicyRow).where(col(PolicyRow.id) == id))).one()
        work.session.expunge(row)  # else a rollback would empty the row that is kept for all
        _rows[id] = row
    return _rows[id]


async def find_version(work: Work, key: str, version: int) -> PolicyRow | None:
    query = select(PolicyRow).where(col(PolicyRow.key) == key, col(PolicyRow.version) == version)
    return (await work.session.scalars(query)).first()


async def list_policies(work: Work) -> list[PolicyRow]:
    """The version in force of each."""
    query = (
        select(PolicyRow)
        .ext(distinct_on(col(PolicyRow.key)))
        .order_by(col(PolicyRow.key), col(PolicyRow.version).desc())
    )
    return list((await work.session.scalars(query)).all())
