"""What is said of what is done about late customers: which measure is advised, why, and which was chosen?"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from messages.base import Command, View
from messages.money import Money
from messages.text import LongStr


class Measure(StrEnum):
    """From the mildest to the hardest."""

    CALL = "CALL"  # 电话沟通
    LETTER = "LETTER"  # 发催款函
    VISIT = "VISIT"  # 上门拜访
    CHANGE_TERMS = "CHANGE_TERMS"  # 调整付款条件
    STOP_CREDIT = "STOP_CREDIT"  # 暂停授信
    LEGAL = "LEGAL"  # 转法务


class Because(View):
    """One reason of an advice: days, grade, large, promises; its words are `because.<code>`."""

    code: str
    value: str


class DunningAdvice(View):
    measure: Measure
    because: list[Because]


class ChooseMeasure(Command):
    """What is done about a late receivable: what is advised, or something else."""

    measure: Measure
    note: Annotated[LongStr, Field(max_length=2000)] = ""


class MeasureChosen(View):
    """What somebody chose, beside what was advised then; never changed."""

    id: UUID
    days_late: int
    open: Money
    advised: Measure
    because: list[Because]
    chosen: Measure
    note: str
    chosen_by: UUID
    chosen_by_name: str = ""
    chosen_at: datetime


class LevelView(View):
    """A dunning level that a receivable has reached. `notified`: who of those named has it in his inbox."""

    level: int  # days late; 0: the reminder
    reached_at: datetime
    notifies: list[str]
    notified: list[str]
    notified_at: datetime | None
    letter: bool


class DunningHistoryView(View):
    """What was done about a receivable, what is advised now, and what comes next."""

    receivable_id: UUID
    number: str
    due_on: date | None
    procedure: str
    procedure_version: int
    next_at: datetime | None
    interest_rate: Decimal  # percent a year, by the highest level reached
    advice: DunningAdvice | None  # None: it is not late
    levels: list[LevelView]
    choices: list[MeasureChosen]
