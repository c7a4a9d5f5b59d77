"""What is a process told, what has it not looked at yet, and how does it say why it waits?"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from messages.base import View

SHORTEST = timedelta(milliseconds=1)
LOOK = "workflows.process.look.v1"  # nothing happened: the reconciler asks the process to see what stands


class Told(View):
    """A fact as a process hears it: its subject, the record it is about, and the few small facts that matter."""

    fact: str
    id: UUID | None = None
    round: int = 0
    data: dict[str, Any] = {}

    @property
    def service(self) -> str:
        """Who told it: `orders` of `orders.order.reserved.v1`."""
        return self.fact.split(".")[0]


class Waiting(View):
    """One thing that a process waits for, as a code of the catalogues and its parameters."""

    code: str
    params: dict[str, Any] = {}


class News:
    """What a process was told since it last looked. The process asks what stands, so twice or late does no harm."""

    def __init__(self) -> None:
        self._untaken: list[Told] = []

    def hear(self, told: Told) -> None:
        """Keep it until the process looks."""
        self._untaken.append(told)

    def take(self) -> list[Told]:
        """Everything not looked at yet."""
        taken, self._untaken = self._untaken, []
        return taken

    async def come(self, at_most: timedelta) -> bool:
        """Wait for something to be told; False when nothing was in that time."""
        try:
            await workflow.wait_condition(lambda: bool(self._untaken), timeout=max(at_most, SHORTEST))
        except TimeoutError:
            return False
        return True

    async def come_before(self, end: datetime) -> bool:
        """Wait for something to be told; False when the end has come."""
        while workflow.now() < end:
            if await self.come(end - workflow.now()):
                return True
        return bool(self._untaken)


class Deadline:
    """The end of a wait that many facts may interrupt: it is set once per round and never moves."""

    def __init__(self, at_most: timedelta) -> None:
        self._at_most = at_most
        self._ends: dict[int, datetime] = {}

    def until(self, round: int) -> datetime:
        """When the wait of this round ends."""
        return self._ends.setdefault(round, workflow.now() + self._at_most)

    def told(self, round: int) -> str:
        """The same for people, without setting it."""
        return self._ends[round].isoformat() if round in self._ends else ""
