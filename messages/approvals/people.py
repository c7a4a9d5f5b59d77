"""Who works here, in which unit, under whom, and who signs in?"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, field_validator

from messages.base import Command, View
from messages.business_time import a_zone
from messages.money import Amount
from messages.text import Code, ShortStr


def a_person_may_have(role: str) -> str:
    """APP-53: the role "process" is for processes, never for a person."""
    if role == "process":
        raise ValueError('APP-53: no person has the role "process"')
    return role


def of_the_house(role: str) -> str:
    """APP-184: the role "customer" comes with a customer account, which is no person of the house."""
    if role == "customer":
        raise ValueError('APP-184: the role "customer" comes with a customer account')
    return role


Role = Annotated[Code, AfterValidator(a_person_may_have), AfterValidator(of_the_house)]
Grade = Annotated[int, Field(ge=1, le=99)]  # higher is more senior
Zone = Annotated[ShortStr, AfterValidator(a_zone)]
LocalTime = Annotated[time, WithJsonSchema({"type": "string", "pattern": r"^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$"})]
Entity = Code | Literal["*"]  # "*": all of the house


def several(value: Any) -> Any:
    """One cell of a file: CS-US; CS-HK."""
    return [part for part in re.split(r"[;,、\s]+", value) if part] if isinstance(value, str) else value


class AddLegalEntity(Command):
    id: Code  # its short code, such as CS-CN
    name: ShortStr
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    calendar: Code = "CN"
    tz: Zone = "Asia/Shanghai"


class AddOrgUnit(Command):
    path: Code  # "cs/east/sales-1"; parents are made as needed
    name: ShortStr
    legal_entity_id: Code


class AddPerson(Command):
    id: UUID | None = None
    login: Code
    name: ShortStr
    unit: Code
    manager_id: UUID | None = None
    roles: list[Role] = ["sales"]
    legal_entity_id: Code
    other_entities: list[Entity] = Field(default=[], max_length=50)
    tz: Zone = "Asia/Shanghai"
    lang: Literal["zh", "en"] = "zh"
    calendar: Code | None = None  # None: that of the legal entity
    approval_limit: Amount | None = Field(default=None, ge=0)  # in the currency of the legal entity
    grade: Grade | None = None
    region: ShortStr | None = None
    email: ShortStr | None = None
    password: str | None = Field(default=None, min_length=8, max_length=200, repr=False)


class ChangePerson(Command):
    """Only the fields given change."""

    name: ShortStr | None = None
    unit: Code | None = None
    manager_id: UUID | None = None
    roles: list[Role] | None = None
    active: bool | None = None
    other_entities: list[Entity] | None = Field(default=None, max_length=50)  # beside his own: all of them
    tz: Zone | None = None
    lang: Literal["zh", "en"] | None = None
    approval_limit: Amount | None = Field(default=None, ge=0)  # in the currency of the legal entity
    grade: Grade | None = None
    password: str | None = Field(default=None, min_length=8, max_length=200, repr=False)


class ImportPersonRow(Command):
    """One line of the org chart; the manager may stand further down. Importing again changes only what differs."""

    line: int = 0
    login: Code
    name: ShortStr
    unit: Code
    unit_name: ShortStr | None = None
    manager: Code | None = None
    roles: list[Role] = ["sales"]
    region: ShortStr | None = None
    legal_entity_id: Code
    other_entities: Annotated[list[Entity], BeforeValidator(several)] | None = None  # not said: as it is
    tz: Zone = "Asia/Shanghai"
    lang: Literal["zh", "en"] = "zh"
    approval_limit: Amount | None = Field(default=None, ge=0)  # in the currency of the legal entity
    grade: Grade | None = None
    active: bool | None = None  # false: has left, his open tasks go to his superior; not said: as it is
    password: str | None = Field(default=None, min_length=8, max_length=200, repr=False)


class PersonView(View):
    id: UUID
    login: str
    name: str
    unit: str
    manager_id: UUID | None
    roles: list[str]
    active: bool
    legal_entity_id: str
    other_entities: list[str]
    tz: str
    lang: str
    calendar: str | None
    region: str | None = None
    approval_limit: Decimal | None
    grade: int | None = None
    version: int


class OrgUnitView(View):
    id: UUID
    path: str
    name: str
    legal_entity_id: str
    version: int


class LegalEntityView(View):
    id: str
    name: str
    currency: str
    calendar: str
    tz: str
    version: int


# ---- calendars and absences ----


class AddCalendar(Command):
    """Working time of a site; with `country`, its public holidays and make-up working days of the years: without any,
    of this year, the next, and those that the calendar has already. Days named here win over those of the country."""

    id: Code
    name: ShortStr
    tz: Zone = "Asia/Shanghai"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    subdivision: Code | None = None
    years: list[Annotated[int, Field(ge=2000, le=2100)]] = Field(default=[], max_length=20)
    hours: list[tuple[LocalTime, LocalTime]] = Field(
        default=[(time(9), time(12)), (time(13), time(18))], min_length=1, max_length=6
    )
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(default=[1, 2, 3, 4, 5], min_length=1)  # ISO: Monday is 1
    holidays: list[date] = Field(default=[], max_length=2000)
    makeup_days: list[date] = Field(default=[], max_length=2000)

    @field_validator("hours")
    @classmethod
    def in_order(cls, hours: list[tuple[time, time]]) -> list[tuple[time, time]]:
        """SYS-23: working hours are spans of one day, in order, that do not overlap."""
        moments = [moment for span in hours for moment in span]
        if any(moment.tzinfo for moment in moments) or any(a >= b for a, b in pairwise(moments)):
            raise ValueError("SYS-23: write the working hours in order, without overlap, in local time")
        return hours


class CalendarYear(View):
    """A year that was brought in. Not announced: its days are computed, may still be moved, and make-up days lack."""

    year: int
    announced: bool


class CalendarView(View):
    id: str
    name: str
    tz: str
    hours: list[tuple[LocalTime, LocalTime]]
    weekdays: list[int]
    holidays: list[date]  # the country's and the house's own
    makeup_days: list[date]
    version: int
    country: str | None = None
    subdivision: str | None = None
    years: list[CalendarYear] = []
    known_until: date | None = None  # the end of the last year that is announced; None: this year is not
    own_holidays: list[date] = []  # named by the house
    own_makeup_days: list[date] = []


class MovedDeadline(View):
    """An open step that would be due at another time, were it opened under the changed calendar. It stays as it is."""

    request_id: UUID
    number: str
    title: str
    step: str
    due_at: datetime
    would_be: datetime


class CalendarChange(View):
    """What bringing a calendar in (again) would change. Nothing is written."""

    before: CalendarView | None
    after: CalendarView
    days_off: list[date]  # that were worked
    days_worked: list[date]  # that were off
    open_steps: list[MovedDeadline]
    more: bool = False  # more requests are open than were looked at


class AddAbsence(Command):
    id: UUID | None = None
    person_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


class AbsenceView(View):
    id: UUID
    person_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


# ---- signing in ----


class SignIn(Command):
    login: ShortStr
    password: str = Field(min_length=1, max_length=200, repr=False)


class ChangePassword(Command):
    """One's own; all other sessions end."""

    password: str = Field(min_length=1, max_length=200, repr=False)
    new_password: str = Field(min_length=8, max_length=200, repr=False)


class Token(View):
    access_token: str = Field(repr=False)
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int
