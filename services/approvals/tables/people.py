"""What is remembered of people, units, legal entities, calendars and absences?"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import CHAR, Date, DateTime, Index, Integer, Numeric, SmallInteger, Text
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from messages.approvals.events import CalendarChanged, PersonChanged
from messages.approvals.people import AbsenceView, CalendarView, LegalEntityView, OrgUnitView, PersonView
from messages.approvals.policies import PolicyView
from messages.business_time import Calendar
from services.approvals.domain.people import Absence, Person
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

    def view(self) -> PersonView:
        return PersonView(**self.model_dump(exclude={"password_hash", "email"}))

    def fact(self) -> Person:
        return Person(
            self.id, self.login, self.name, self.unit, self.manager_id, frozenset(self.roles), self.active,
            self.legal_entity_id, self.calendar, self.approval_limit, self.grade,
        )  # fmt: skip


class CalendarRow(Table, table=True):
    __tablename__ = "calendars"

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    tz: str = Field(sa_type=Text)
    hours: list[list[str]] = Field(sa_type=JSONB)
    weekdays: list[int] = Field(sa_type=ARRAY(Integer))
    holidays: list[date] = Field(sa_type=ARRAY(Date))
    makeup_days: list[date] = Field(sa_type=ARRAY(Date))
    version: int = 1

    def view(self) -> CalendarView:
        return CalendarView.model_validate(self.model_dump())

    def fact(self) -> Calendar:
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

    def fact(self) -> Absence:
        return Absence(self.person_id, self.substitute_id, self.starts_at, self.ends_at)


class PolicyRow(Table, table=True):
    """Immutable: a changed policy is a new row with the next version."""

    __tablename__ = "policies"
    __table_args__ = (Index("policy_versions", "key", "version", unique=True),)

    id: UUID = Field(primary_key=True, sa_type=UuidType)
    key: str = Field(sa_type=Text)
    version: int
    hash: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_type=JSONB)
    source: str = Field(sa_type=Text)
    published_at: datetime = Field(sa_type=TIME)
    published_by: UUID = Field(sa_type=UuidType)

    def view(self) -> PolicyView:
        name = self.body.get("name", {})
        return PolicyView(name=name, **self.model_dump(exclude={"source", "published_by"}))


def unit_id(path: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"org-unit/{path}")


def calendar_id(code: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"calendar/{code}")


def person_changed(row: PersonRow) -> PersonChanged:
    """The whole of what others may know."""
    return PersonChanged(
        person_id=row.id, login=row.login, name=row.name, unit=row.unit, manager_id=row.manager_id,
        roles=sorted(row.roles), active=row.active, tz=row.tz, lang=row.lang, legal_entity_id=row.legal_entity_id,
        version=row.version,
    )  # fmt: skip


def calendar_changed(row: CalendarRow) -> CalendarChanged:
    """The whole working time, so that every service reckons business time alike."""
    told = row.model_dump(include={"tz", "hours", "weekdays", "holidays", "makeup_days", "version"})
    return CalendarChanged.model_validate(told | {"calendar_id": calendar_id(row.id), "code": row.id})
