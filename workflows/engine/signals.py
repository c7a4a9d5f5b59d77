"""Which events does a process receive, which has it not looked at yet, and how does it say why it waits?"""

import asyncio
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator

    from messages.base import View
    from messages.collections.receivables import AccountSnapshot
    from messages.former_names import payload_of, subject_of
    from messages.orders.orders import OrderSnapshot

SHORTEST = timedelta(milliseconds=1)
LOOK = "workflows.process.look.v1"  # nothing happened: the reconciler asks the process to see what stands


class EventSignal(View):
    """An event as a process receives it: its subject, the record it is about, and the few fields that matter."""

    model_config = ConfigDict(validate_by_name=True)

    subject: Annotated[str, AfterValidator(subject_of)] = Field(alias="fact")
    id: UUID | None = None
    round: int = 0
    version: int = 0  # of the record; 0 where the publisher did not say
    data: dict[str, Any] = {}

    @field_validator("data", mode="after")
    @classmethod
    def _in_todays_names(cls, data: dict[str, Any], signal: ValidationInfo) -> dict[str, Any]:
        return payload_of(signal.data.get("subject", ""), data)

    @property
    def order(self) -> OrderSnapshot | None:
        """The order as the publisher saw it; None where it did not say."""
        return OrderSnapshot.model_validate(self.data["stands"]) if self.data.get("stands") else None

    @property
    def account(self) -> AccountSnapshot | None:
        """The money of the order that receives it, as the publisher saw it; None where it did not say."""
        return AccountSnapshot.model_validate(self.data["account"]) if self.data.get("account") else None

    @property
    def service(self) -> str:
        """Who published it: `orders` of `orders.order.reserved.v1`."""
        return self.subject.split(".")[0]


class Waiting(View):
    """One thing that a process waits for, as a code of the catalogues and its parameters."""

    code: str
    params: dict[str, Any] = {}


class PendingEvents:
    """What a process received since it last looked. It asks for a snapshot then, so twice or late does no harm."""

    def __init__(self) -> None:
        self._pending: list[EventSignal] = []
        self._silence: asyncio.Task[None] | None = None
        self._quiet_since = workflow.now()

    def receive(self, signal: EventSignal) -> None:
        """Keep it until the process looks."""
        self._pending.append(signal)

    def take_all(self) -> list[EventSignal]:
        """Everything not looked at yet."""
        taken, self._pending = self._pending, []
        return taken

    def has_of(self, service: str) -> bool:
        """Is there one of this service that was not looked at?"""
        return any(event.service == service for event in self._pending)

    async def wait(self, at_most: timedelta) -> bool:
        """Wait for an event; False when none came in that time."""
        try:
            await workflow.wait_condition(lambda: bool(self._pending), timeout=max(at_most, SHORTEST))
        except TimeoutError:
            return False
        return True

    async def wait_long(self, at_most: timedelta) -> bool:
        """The same by one timer that runs on while events come: else each would end it and begin another."""
        self._quiet_since = workflow.now()
        if self._silence is None or self._silence.done():
            self._silence = asyncio.create_task(self._sleep_through(at_most))
        silence = self._silence
        await workflow.wait_condition(lambda: bool(self._pending) or silence.done())
        return bool(self._pending)

    async def _sleep_through(self, at_most: timedelta) -> None:
        while (left := self._quiet_since + at_most - workflow.now()) > timedelta():
            await workflow.sleep(left)

    async def wait_until(self, end: datetime) -> bool:
        """Wait for an event; False when the end has come."""
        while workflow.now() < end:
            if await self.wait(end - workflow.now()):
                return True
        return bool(self._pending)


class Unended:
    """What an event has begun and none has ended yet. Where what stands says that it has ended, one is on its way."""

    def __init__(self, *begun_by: str) -> None:
        self._begun_by = begun_by
        self._ids: set[UUID | None] = set()

    def note(self, event: EventSignal) -> None:
        """Any event of the same record that does not begin it ends it."""
        if event.subject in self._begun_by:
            self._ids.add(event.id)
        else:
            self._ids.discard(event.id)

    def take(self) -> bool:
        """Was there something? It is asked once."""
        found, self._ids = bool(self._ids), set()
        return found


class Deadline:
    """The end of a wait that many events may interrupt: it is set once per round and never moves."""

    def __init__(self, at_most: timedelta) -> None:
        self._at_most = at_most
        self._ends: dict[int, datetime] = {}

    def until(self, round: int) -> datetime:
        """When the wait of this round ends."""
        return self._ends.setdefault(round, workflow.now() + self._at_most)

    def text(self, round: int) -> str:
        """The same for people, without setting it."""
        return self._ends[round].isoformat() if round in self._ends else ""
