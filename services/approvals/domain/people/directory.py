"""Who is where, under whom, and away until when? The directory as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from messages.business_time import Calendar
from messages.errors import RuleViolation

FURTHEST = 20  # no chain of managers or substitutes is longer; also ends one that bites its tail


@dataclass(frozen=True)
class Person:
    id: UUID
    login: str
    name: str
    unit: str
    manager_id: UUID | None
    roles: frozenset[str]
    active: bool
    legal_entity_id: str
    calendar: str | None = None
    approval_limit: Decimal | None = None  # in the currency of his legal entity
    grade: int | None = None  # higher is more senior
    other_entities: tuple[str, ...] = ()

    @property
    def legal_entities(self) -> tuple[str, ...]:
        """For which he works, his own first."""
        return (self.legal_entity_id, *self.other_entities)


@dataclass(frozen=True)
class Absence:
    person_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Directory:
    """Everybody and everything needed to find signers and reckon deadlines; loaded once per change of any of it."""

    persons: Mapping[UUID, Person]
    absences: tuple[Absence, ...] = ()
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    entity_calendars: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    entity_currencies: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_login(self) -> dict[str, Person]:
        return {person.login: person for person in self.persons.values()}

    @cached_property
    def by_role(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in sorted(self.persons.values(), key=lambda each: each.login):
            for role in person.roles if person.active else ():
                found.setdefault(role, []).append(person)
        return found

    def name_of(self, person_id: UUID | None) -> str:
        person = self.persons.get(person_id) if person_id else None
        return person.name if person else ""

    def is_here(self, person_id: UUID | None) -> bool:
        """APP-161: nobody who has left is notified or asked; looked at when writing and when sending."""
        person = self.persons.get(person_id) if person_id else None
        return person is not None and person.active

    def nearest_here(self, person_id: UUID) -> UUID | None:
        """He himself; of one who has left, the nearest superior who is here."""
        person = self.persons.get(person_id)
        if person is None or person.active:
            return person.id if person else None
        return next((above.id for above in self.managers_above(person) if above.active), None)

    def managers_above(self, person: Person) -> list[Person]:
        """Nearest first."""
        chain: list[Person] = []
        above = self.persons.get(person.manager_id) if person.manager_id else None
        while above is not None and above not in chain and above is not person and len(chain) < FURTHEST:
            chain.append(above)
            above = self.persons.get(above.manager_id) if above.manager_id else None
        return chain

    def currency_of(self, person: Person) -> str:
        """In which his limit is reckoned: that of his legal entity."""
        return self.entity_currencies.get(person.legal_entity_id, "")

    def substitute_of(self, person_id: UUID, now: datetime) -> UUID | None:
        """Who acts for an absent person; follows a substitute who is away too, never in a ring."""
        if not self.absences:
            return None
        seen, at = {person_id}, person_id
        while (absence := self._absence(at, now)) is not None:
            at = absence.substitute_id
            if at in seen or len(seen) > FURTHEST:
                return None
            seen.add(at)
        return at if at != person_id else None

    def calendar_code(self, person: Person, named: str | None) -> str | None:
        return named or person.calendar or self.entity_calendars.get(person.legal_entity_id)

    def calendar_for(self, person: Person, named: str | None) -> Calendar | None:
        code = self.calendar_code(person, named)
        return self.calendars.get(code) if code else None

    def _absence(self, person_id: UUID, now: datetime) -> Absence | None:
        for absence in self.absences:
            if absence.person_id == person_id and absence.starts_at <= now < absence.ends_at:
                return absence
        return None


def successor(people: Directory, person_id: UUID, named: UUID | None) -> UUID | None:
    """APP-166: work goes to who is named, or to the nearest superior; only to somebody who is here, and is another."""
    if named is not None and (named == person_id or not people.is_here(named)):
        raise RuleViolation("APP-166", name=people.name_of(named))
    if named is not None:
        return named
    return next((above.id for above in people.managers_above(people.persons[person_id]) if above.active), None)
