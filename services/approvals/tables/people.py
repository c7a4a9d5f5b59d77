"""What is remembered of people, units, legal entities, calendars and absences?"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import CHAR, Date, DateTime, Integer, Numeric, SmallInteger, Text
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from messages.approvals.acts import HandOverReport
from messages.approvals.events import CalendarChanged, PersonChanged
from messages.approvals.people import AbsenceView, CalendarView, LegalEntityView, OrgUnitView, PersonView
from messages.business_time import Calendar
from services.approvals.domain.people.directory import Absence, Person
from services.approvals.domain.people.public_days import known_until
from services.approvals.tables.base import Table

TIME: Any = DateTime(timezone=True)


class LegalEntityRow(Table, table=True):
    __tablename__ = "legal_entities"

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    currency: str = Field(sa_type=CHAR(3))
    calendar: str = Field(sa_type=Text)
    tz: str = Field(sa_type=Text)
    version: int = 1

    def view(self) -> LegalEntityView:
        return LegalEntityView(**self.model_dump())


class OrgUnitRow(Table, table=True):
    __tablename__ = "org_units"

    id: UUID = Field(primary_key=True, sa_type=UuidType)
    path: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    legal_entity_id: str = Field(sa_type=Text)
    version: int = 1

    def view(self) -> OrgUnitView:
        return OrgUnitView(**self.model_dump())


class PersonRow(Table, table=True):
    __tablename__ = "persons"

    id: UUID = Field(primary_key=True, sa_type=UuidType)
    login: str = Field(sa_type=Text, unique=True)
    name: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text, index=True)
    manager_id: UUID | None = Field(default=None, sa_type=UuidType)
    roles: list[str] = Field(sa_type=ARRAY(Text))
    active: bool = True
    legal_entity_id: str = Field(sa_type=Text)
    other_entities: list[str] = Field(default=[], sa_type=ARRAY(Text))
    tz: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Text)
    calendar: str | None = Field(default=None, sa_type=Text)
    approval_limit: Decimal | None = Field(default=None, sa_type=Numeric(18, 2))
    region: str | None = Field(default=None, sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)
    password_hash: str | None = Field(default=None, sa_type=Text)
    version: int = 1
    grade: int | None = Field(default=None, sa_type=SmallInteger)  # higher is more senior
    valid_after: datetime | None = Field(default=None, sa_type=TIME)  # no token given before it holds any more
    customer_id: UUID | None = Field(default=None, sa_type=UuidType, index=True)  # of an account of a customer

    def view(self) -> PersonView:
        return PersonView(**self.model_dump(exclude={"password_hash", "email", "valid_after", "customer_id"}))

    def value(self) -> Person:
        return Person(
            self.id, self.login, self.name, self.unit, self.manager_id, frozenset(self.roles), self.active,
            self.legal_entity_id, self.calendar, self.approval_limit, self.grade, tuple(self.other_entities),
        )  # fmt: skip


class CustomerRow(Table, table=True):
    """What deals says of a customer: for whom accounts may be opened, and by whom. The newest version."""

    __tablename__ = "customers"

    id: UUID = Field(primary_key=True, sa_type=UuidType)
    number: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    owner_id: UUID | None = Field(default=None, sa_type=UuidType)
    legal_entity_id: str = Field(sa_type=Text)
    tz: str = Field(sa_type=Text)
    merged_into: UUID | None = Field(default=None, sa_type=UuidType, index=True)  # it is the same as this one
    version: int


class CalendarRow(Table, table=True):
    __tablename__ = "calendars"

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    tz: str = Field(sa_type=Text)
    hours: list[list[str]] = Field(sa_type=JSONB)
    weekdays: list[int] = Field(sa_type=ARRAY(Integer))
    holidays: list[date] = Field(sa_type=ARRAY(Date))
    makeup_days: list[date] = Field(sa_type=ARRAY(Date))
    country: str | None = Field(default=None, sa_type=Text)
    subdivision: str | None = Field(default=None, sa_type=Text)
    years: list[dict[str, Any]] = Field(default=[], sa_type=JSONB)  # CalendarYear
    own_holidays: list[date] = Field(default=[], sa_type=ARRAY(Date))
    own_makeup_days: list[date] = Field(default=[], sa_type=ARRAY(Date))
    version: int = 1

    def view(self, now: datetime) -> CalendarView:
        """As it is known on that day."""
        announced = [year["year"] for year in self.years if year["announced"]]
        until = known_until(announced, now.astimezone(ZoneInfo(self.tz)).year)
        return CalendarView.model_validate({**self.model_dump(), "known_until": until})

    def value(self) -> Calendar:
        return Calendar(
            tz=self.tz,
            hours=tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in self.hours),
            weekdays=frozenset(self.weekdays),
            holidays=frozenset(self.holidays),
            makeup_days=frozenset(self.makeup_days),
        )


class AbsenceRow(Table, table=True):
    __tablename__ = "absences"

    id: UUID = Field(primary_key=True, sa_type=UuidType)
    person_id: UUID = Field(sa_type=UuidType, index=True)
    substitute_id: UUID = Field(sa_type=UuidType)
    starts_at: datetime = Field(sa_type=TIME)
    ends_at: datetime = Field(sa_type=TIME)

    def view(self) -> AbsenceView:
        return AbsenceView(**self.model_dump())

    def value(self) -> Absence:
        return Absence(self.person_id, self.substitute_id, self.starts_at, self.ends_at)


class HandOverRow(Table, table=True):
    """An act that gave all that is open to a successor, and what each service says that it moved."""

    __tablename__ = "hand_overs"

    id: UUID = Field(primary_key=True, sa_type=UuidType)
    person_id: UUID = Field(sa_type=UuidType, index=True)
    to_id: UUID = Field(sa_type=UuidType)
    by_id: UUID = Field(sa_type=UuidType)
    at: datetime = Field(sa_type=TIME)
    requests: int
    todos: int
    records: dict[str, int] = Field(default={}, sa_type=JSONB)

    def view(self) -> HandOverReport:
        return HandOverReport(**self.model_dump())


def unit_id(path: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"org-unit/{path}")


def calendar_id(code: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"calendar/{code}")


def person_changed(row: PersonRow) -> PersonChanged:
    """The whole of what others may know."""
    return PersonChanged(
        person_id=row.id, login=row.login, name=row.name, unit=row.unit, manager_id=row.manager_id,
        roles=sorted(row.roles), active=row.active, tz=row.tz, lang=row.lang, legal_entity_id=row.legal_entity_id,
        version=row.version, other_entities=sorted(row.other_entities), valid_after=row.valid_after,
    )  # fmt: skip


def calendar_changed(row: CalendarRow) -> CalendarChanged:
    """The whole working time, so that every service computes business time alike."""
    values = row.model_dump(include={"tz", "hours", "weekdays", "holidays", "makeup_days", "version"})
    return CalendarChanged.model_validate(values | {"calendar_id": calendar_id(row.id), "code": row.id})
