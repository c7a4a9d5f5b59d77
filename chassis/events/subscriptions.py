"""Which events does a service subscribe to, and which handler is each given to?"""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from chassis.auth.identity import Actor
from chassis.base import clock
from chassis.db.database import Database
from chassis.db.inbox import AlreadyApplied, Deliveries, Delivery
from chassis.db.retry import with_retry
from chassis.db.unit_of_work import UnitOfWork
from chassis.events.envelope import Envelope, Undecodable
from chassis.events.streams import IMPORTING, Durable, published_subject, waiting_durable
from chassis.records.people import project_person_changed
from messages.approvals.events import PersonChanged
from messages.base import Event
from messages.former_names import former_subjects

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
    """One event, one use case. Without an event it is given the envelope, whatever is in it. `claims`: in the inbox."""

    name: str
    event: type[Event] | None
    apply: Callable[..., Awaitable[None]]
    claims: bool = True


# Every event of a service, as many as have come by now, in one transaction. It bears a repeat itself, as what it writes
# has the id of the event for its key.
SaveAll = Callable[[Sequence[Envelope], UnitOfWork], Awaitable[None]]


@dataclass(frozen=True)
class Together:
    """What the handler of this name does, of several events at once."""

    name: str
    apply: Callable[[Sequence[Envelope], UnitOfWork], Awaitable[None]]


class Subscriptions:
    """What one service listens to. `inbox=False`: handlers get the event only and bear a repeat themselves."""

    def __init__(self, service: str, *, inbox: bool = True, at_once: int = 1, gathers_s: float = 0.0) -> None:
        self.service = service
        self.inbox = inbox
        self.at_once = at_once  # events of different records handled at the same time
        self.gathers_s = gathers_s  # so long it waits for more, where nobody waits for it: they cost as much as one
        self.handlers: dict[str, list[Handler]] = {}
        self.of_all_events: dict[str, SaveAll] = {}  # by the service that publishes
        self.of_many: dict[str, Together] = {}

    def on(self, event: type[E]) -> Callable[[H], H]:
        """`@subscriptions.on(ContractEffective)` above `async def contract_effective(event, uow): ...`"""

        def register(apply: H) -> H:
            wanted = 2 if self.inbox else 1
            if len(inspect.signature(apply).parameters) != wanted:
                raise TypeError(f"{apply.__name__} must take {'(event, uow)' if self.inbox else '(event)'}")
            handlers = self.handlers.setdefault(event.subject, [])
            name = f"{self.service}/{apply.__name__}"
            if any(handler.name == name for handler in handlers):
                raise ValueError(f"{name} listens to {event.subject} twice")
            handlers.append(Handler(name, event, apply))
            return apply

        return register

    def on_newer(self, event: type[E]) -> Callable[[H], H]:
        """As `on`, for a use case that does nothing but keep what the event says where what it keeps is not newer: by
        that it bears a repeat itself, and claims nothing."""

        def register(apply: H) -> H:
            self.on(event)(apply)
            kept = self.handlers[event.subject].pop()
            self.handlers[event.subject].append(replace(kept, claims=False))
            return apply

        return register

    def on_each(self, *events: type[Event]) -> Callable[[H], H]:
        """`@subscriptions.on_each(LeadWarned, ...)` above `async def notify(envelope, uow): ...`: the envelope also
        says who did it."""

        def register(apply: H) -> H:
            for event in events:
                self.handlers.setdefault(event.subject, []).append(
                    Handler(f"{self.service}/{apply.__name__}", None, apply)
                )
            return apply

        return register

    def on_any(self, *sources: str) -> Callable[[SaveAll], SaveAll]:
        """`@subscriptions.on_any("orders")` above `async def save_events(envelopes, uow): ...`: every event of these
        services, also of a kind this code does not know."""

        def register(apply: SaveAll) -> SaveAll:
            for source in sources:
                if source in self.of_all_events:
                    raise ValueError(f"{self.service} listens to all of {source} twice")
                self.of_all_events[source] = apply
            return apply

        return register

    def on_many(self, alone: Callable[..., Awaitable[None]], *events: type[Event]) -> Callable[[H], H]:
        """`@subscriptions.on_many(notify, ReceivableOverdue)` above `async def notify_all(envelopes, uow): ...`: as
        many as have come by now, each of another record, in one transaction that claims them all; `work.claimed` says
        which are new. It does of each what `alone` does, which goes on to take those that come by themselves."""

        def register(apply: H) -> H:
            name = f"{self.service}/{alone.__name__}"
            for event in events:
                if [handler.name for handler in self.handlers.get(event.subject, [])] != [name]:
                    raise ValueError(f"{event.subject} is not only for {name}")
                self.of_many[event.subject] = Together(name, apply)
            return apply

        return register

    def on_people(self) -> None:
        """Keep the table `people` up to date: first of all, as the handlers of one event run in order."""
        self.on(PersonChanged)(project_person_changed)

    def durables(self) -> list[Durable]:
        """One durable consumer per stream listened to, another for what files brought into it, and one for what was set
        aside: so what people do never stands behind the rows of a file."""
        sources: dict[str, list[str]] = {source: [f"{source}.*.*.*"] for source in self.of_all_events}
        for subject in sorted(self.handlers):
            source = subject.split(".")[0]
            if source not in self.of_all_events:
                sources.setdefault(source, []).extend([subject, *former_subjects(subject)])
        found = [Durable(self.service, source, tuple(subjects)) for source, subjects in sources.items()]
        bulk = [_of_files(durable) for durable in found if durable.source in IMPORTING]
        return [*found, *bulk, waiting_durable(self.service)] if found else []

    async def handle(self, envelope: Envelope, database: Database | None = None) -> None:
        """Let every handler of this event act, each at most once. Raises what they raise, and Undecodable."""
        for handler in self.handlers.get(envelope.type, []):
            event = envelope.event(handler.event) if handler.event else envelope
            if not self.inbox:
                await handler.apply(event)
            elif database is None:
                raise ValueError("a subscription with an inbox needs its database")
            else:
                await with_retry(lambda: self._apply_once(handler, event, envelope, database))  # noqa: B023 (awaited here)
        if save_all := self.of_all_events.get(_source(envelope)):
            await self._save(save_all, [envelope], database)

    @property
    def takes_many(self) -> bool:
        """Is it worth while to fetch more at once?"""
        return bool(self.of_many or self.of_all_events)

    async def handle_together(self, envelopes: Sequence[Envelope], database: Database | None) -> list[Envelope]:
        """Those of them that one transaction can take: which they were. All or none."""
        many, taken = self._of_one_use_case(envelopes)
        if many is None or len(taken) < 2:
            return await self._save_together(envelopes, database)
        if database is None:
            raise ValueError("a subscription with an inbox needs its database")
        await with_retry(lambda: self._apply_together(many, taken, database))
        return taken

    def _of_one_use_case(self, envelopes: Sequence[Envelope]) -> tuple[Together | None, list[Envelope]]:
        """The first of each record, so that none overtakes another that is about the same."""
        use_case: Together | None = None
        taken, records = [], set()
        for envelope in envelopes:
            own = self.of_many.get(envelope.type)
            if own is not None and envelope.subject not in records and own == (use_case or own):
                use_case = own
                taken.append(envelope)
            records.add(envelope.subject)
        return use_case, taken

    async def _apply_together(self, many: Together, envelopes: Sequence[Envelope], database: Database) -> None:
        uow = self._uow(database, max(envelopes, key=lambda one: one.time))
        uow.delivery = Deliveries(many.name, [envelope.id for envelope in envelopes])
        try:
            await many.apply(envelopes, uow)
        except AlreadyApplied:
            return

    async def _save_together(self, envelopes: Sequence[Envelope], database: Database | None) -> list[Envelope]:
        """As each is only to be saved."""
        taken = [envelope for envelope in envelopes if envelope.type not in self.handlers]
        save_all = self.of_all_events.get(_source(taken[0])) if len(taken) > 1 else None
        if save_all is None:
            return []
        taken = [envelope for envelope in taken if self.of_all_events.get(_source(envelope)) is save_all]
        await self._save(save_all, taken, database)
        return taken

    async def _save(self, save_all: SaveAll, envelopes: Sequence[Envelope], database: Database | None) -> None:
        if database is None:
            raise ValueError("a subscription with an inbox needs its database")
        await with_retry(lambda: save_all(envelopes, self._uow(database, envelopes[-1])))

    async def _apply_once(
        self, handler: Handler, event: Event | Envelope, envelope: Envelope, database: Database
    ) -> None:
        uow = self._uow(database, envelope)
        uow.delivery = Delivery(handler.name, envelope.id) if handler.claims else None
        try:
            await handler.apply(event, uow)
        except AlreadyApplied:
            return

    def _uow(self, database: Database, envelope: Envelope) -> UnitOfWork:
        return UnitOfWork(
            database=database,
            actor=Actor.process(self.service),
            as_of=max(envelope.time, clock.now()),  # an event of virtual time is never handled before it happened
            headers=envelope.as_cause,
        )


def _source(envelope: Envelope) -> str:
    return envelope.type.split(".")[0]


def _of_files(durable: Durable) -> Durable:
    subjects = tuple(published_subject(subject, is_bulk=True) for subject in durable.subjects)
    return Durable(durable.service, durable.source, subjects, is_bulk=True)


__all__ = ["Handler", "NotYet", "Subscriptions", "Undecodable", "Unreachable"]
