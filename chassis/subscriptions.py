"""Which facts does a service listen to, and what becomes of each?"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from chassis import clock
from chassis.database import Database
from chassis.envelope import Envelope, Undecodable
from chassis.identity import Actor
from chassis.retry import with_retry
from chassis.streams import Durable
from chassis.unit_of_work import AlreadyApplied, Delivery, UnitOfWork
from messages.base import Event

E = TypeVar("E", bound=Event)
H = TypeVar("H", bound=Callable[..., Awaitable[None]])


class NotYet(Exception):
    """What this event builds on has not arrived: ask again later."""

    def __init__(self, kind: str, id: UUID | str) -> None:
        super().__init__(kind, id)
        self.kind = kind
        self.id = id


class Unreachable(Exception):
    """Something that the handler needs (say Temporal) is down: stop fetching, wait, ask again."""


@dataclass(frozen=True)
class Handler:
    """One event, one use case. Without an event it is given the envelope, whatever is in it.

    Not `claimed`: it bears a repeat itself, as what it writes has the id of the event for its key.
    """

    name: str
    event: type[Event] | None
    act: Callable[..., Awaitable[None]]
    claimed: bool = True


class Subscriptions:
    """What one service listens to. `inbox=False`: handlers get the event only and bear a repeat themselves."""

    def __init__(self, service: str, *, inbox: bool = True, at_once: int = 1) -> None:
        self.service = service
        self.inbox = inbox
        self.at_once = at_once  # events of different records handled at the same time
        self.handlers: dict[str, list[Handler]] = {}
        self.of_all: dict[str, list[Handler]] = {}  # by the service that tells
        if inbox and service != "approvals":
            from chassis.directory import note_person_changed  # it needs UnitOfWork and this module's NotYet
            from messages.approvals.events import PersonChanged

            self.on(PersonChanged)(note_person_changed)

    def on(self, event: type[E]) -> Callable[[H], H]:
        """`@subscriptions.on(ContractEffective)` above `async def contract_effective(event, uow): ...`"""

        def remember(act: H) -> H:
            wanted = 2 if self.inbox else 1
            if len(inspect.signature(act).parameters) != wanted:
                raise TypeError(f"{act.__name__} must take {'(event, uow)' if self.inbox else '(event)'}")
            handlers = self.handlers.setdefault(event.subject, [])
            name = f"{self.service}/{act.__name__}"
            if any(handler.name == name for handler in handlers):
                raise ValueError(f"{name} listens to {event.subject} twice")
            handlers.append(Handler(name, event, act))
            return act

        return remember

    def on_any(self, *sources: str, claimed: bool = True) -> Callable[[H], H]:
        """`@subscriptions.on_any("orders")` above `async def told(envelope, uow): ...`: every fact of these services,
        also of a kind this code does not know."""

        def remember(act: H) -> H:
            for source in sources:
                handler = Handler(f"{self.service}/{act.__name__}", None, act, claimed)
                self.of_all.setdefault(source, []).append(handler)
            return act

        return remember

    def durables(self) -> list[Durable]:
        """One durable consumer per stream listened to."""
        sources: dict[str, list[str]] = {source: [f"{source}.>"] for source in self.of_all}
        for subject in sorted(self.handlers):
            source = subject.split(".")[0]
            if source not in self.of_all:
                sources.setdefault(source, []).append(subject)
        return [Durable(self.service, source, tuple(subjects)) for source, subjects in sources.items()]

    async def handle(self, envelope: Envelope, database: Database | None = None) -> None:
        """Let every handler of this event act, each at most once. Raises what they raise, and Undecodable."""
        every = self.of_all.get(envelope.type.split(".")[0], [])
        for handler in [*self.handlers.get(envelope.type, []), *every]:
            event = envelope.event(handler.event) if handler.event else envelope
            if not self.inbox:
                await handler.act(event)
            elif database is None:
                raise ValueError("a subscription with an inbox needs its database")
            else:
                await with_retry(lambda: self._act_once(handler, event, envelope, database))  # noqa: B023 (awaited here)

    async def _act_once(
        self, handler: Handler, event: Event | Envelope, envelope: Envelope, database: Database
    ) -> None:
        uow = UnitOfWork(
            database=database,
            actor=Actor.process(self.service),
            as_of=max(envelope.time, clock.now()),  # a fact of virtual time is never handled before it happened
            delivery=Delivery(handler.name, envelope.id) if handler.claimed else None,
            headers={"cause": str(envelope.id), "traceparent": envelope.traceparent},
        )
        try:
            await handler.act(event, uow)
        except AlreadyApplied:
            return


__all__ = ["Handler", "NotYet", "Subscriptions", "Undecodable", "Unreachable"]
