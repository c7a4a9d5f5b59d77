"""Does a token still say what is true of its person, or has the person left or lost a right since?

A token lives for hours; who may do what changes within them. Every process keeps in memory who works here (some
hundred bytes a person) and looks there at each request, without any query. The memory is read when the
process starts and again for whom PostgreSQL names: a trigger on the table of people NOTIFYs every process of the
service that LISTENs (the relay's connection does), whichever of them wrote the row. When that connection was lost,
all is read again. So a process is as new as its service's own table: at once in approvals, and elsewhere as soon as
`approvals.person.changed.v1` has been applied.

The newer word counts: a token that carries the person's `version` and is not older than what is known here is
believed, so that a right given a moment ago works before every service knows of it. A token without a version comes
from another issuer, who answers for the roles in it; only whoever has left is rejected.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from chassis.auth.identity import Actor
from chassis.auth.tokens import Unauthenticated
from chassis.base.logs import log
from chassis.db.database import Database
from chassis.db.retry import UNREACHABLE

CHANNEL = "people"
EVERYBODY = "SELECT id, version, active, roles, unit, legal_entity_id, valid_after FROM {table}"
RETRY_SECONDS = 1.0


class Outdated(Unauthenticated):
    """True when it was given; since then its person has left, has signed out, or has lost what it allows."""

    code = "token_outdated"


@dataclass(frozen=True)
class Entitlement:
    """What is known of a person here."""

    version: int
    active: bool
    roles: frozenset[str]
    unit: str
    legal_entity_id: str
    valid_after: datetime | None = None  # signed out then, or with another password since


def is_outdated(actor: Actor, known: Entitlement | None) -> bool:
    """Somebody of whom nothing is known yet is believed: the issuer has signed for them."""
    if actor.is_process or known is None:
        return False
    if known.valid_after is not None and _given_at(actor) < known.valid_after.timestamp():
        return True
    version = actor.claims.get("version")
    if not isinstance(version, int):
        return not known.active
    if version >= known.version:
        return False
    same_place = actor.unit == known.unit and known.legal_entity_id in actor.legal_entities
    return not (known.active and same_place and actor.roles <= known.roles)


def _given_at(actor: Actor) -> float:
    """When its owner signed in; a token that does not say is as old as its signature."""
    given = actor.claims.get("auth_time", actor.claims.get("iat", 0))
    return float(given) if isinstance(given, int | float) else 0.0


class RevocationList:
    """The people of one service's table, in the memory of this process."""

    def __init__(self, database: Database, table: str = "people") -> None:
        self._database = database
        self._query = EVERYBODY.format(table=table)
        self._known: dict[UUID, Entitlement] = {}
        self._changed: set[UUID] = set()
        self._all = True
        self._wake = asyncio.Event()
        self._wake.set()

    def must_be_current(self, actor: Actor) -> None:
        """Raises Outdated."""
        if is_outdated(actor, self._known.get(actor.id)):
            raise Outdated(f"the token of {actor.id} says more than is true by now")

    def changed(self, id: str) -> None:
        """This person has changed; anything but an id: any may have."""
        try:
            self._changed.add(UUID(id))
        except ValueError:
            self._all = True
        self._wake.set()

    async def run(self) -> None:
        """Until it is cancelled: read what has changed; while the database is away, ask again."""
        while True:
            await self._wake.wait()
            try:
                await self.read()
            except UNREACHABLE as down:
                log.warning("the people cannot be read", error=str(down)[:300] or repr(down))
                await asyncio.sleep(RETRY_SECONDS)

    async def read(self) -> None:
        """All who have changed since the last reading. When it fails, the next one reads everybody."""
        self._wake.clear()
        wanted = None if self._all else self._changed
        self._all, self._changed = False, set()
        try:
            await self._save(wanted)
        except BaseException:
            self.changed("")
            raise

    async def _save(self, wanted: Iterable[UUID] | None) -> None:
        query = self._query if wanted is None else f"{self._query} WHERE id = ANY(:wanted)"
        async with self._database.session() as session:
            rows = await session.execute(text(query), {} if wanted is None else {"wanted": list(wanted)})
            for row in rows:
                self._known[row.id] = Entitlement(
                    row.version, row.active, frozenset(row.roles), row.unit, row.legal_entity_id, row.valid_after
                )
