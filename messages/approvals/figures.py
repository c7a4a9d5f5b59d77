"""How long do approvals take, where do they wait, and for whom?"""

from datetime import date, datetime
from uuid import UUID

from messages.approvals.policies import CastMember
from messages.base import View


class Spread(View):
    """Working hours, by the calendar that the steps' clocks run by. Nothing: there was none."""

    count: int = 0
    median: float | None = None
    p90: float | None = None
    p95: float | None = None


class PolicyFigures(View):
    policy: str
    name: dict[str, str] = {}
    opened: int
    approved: int
    rejected: int
    withdrawn: int
    live: int
    returns: int  # times that a step sent it back
    hours: Spread  # from asking to the last yes, of approved ones


class StepFigures(View):
    policy: str
    step: str
    name: dict[str, str] = {}
    hours: Spread  # from its opening to its end
    share: float  # of all hours of all steps shown
    overdue: float  # share of those that had a time limit
    returns: int
    open: int


class PersonFigures(View):
    person: CastMember
    decided: int
    hours: Spread  # from the opening of a task to the vote
    overdue: float
    open: int


class Waiting(View):
    request_id: UUID
    number: str
    title: str
    policy: str
    step: str
    step_name: dict[str, str] = {}
    people: list[CastMember]  # nobody: it waits for a rescue
    since: datetime
    hours: float
    due_at: datetime | None = None
    overdue: bool = False


class WeekFigures(View):
    """Of requests asked for in the week that begins on this day."""

    week: date
    opened: int
    approved: int
    median: float | None = None


class FiguresView(View):
    """Of requests asked for from `since` until `until`, as far as the reader may see them; `waiting` is of now."""

    since: datetime
    until: datetime
    policies: list[PolicyFigures]
    steps: list[StepFigures]  # the greatest share first
    bottleneck: StepFigures | None = None
    people: list[PersonFigures]
    waiting: list[Waiting]  # the oldest first
    waiting_count: int
    overdue_count: int
    weeks: list[WeekFigures]
