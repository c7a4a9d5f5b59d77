"""When do the timers of a step fire?"""

from datetime import datetime

from messages.approvals.clocks import RETURNED_AT_MOST
from messages.approvals.parts import Clock
from messages.approvals.states import RequestState
from messages.business_time import Calendar, Duration, add
from services.approvals.domain.policies.policy import Step
from services.approvals.domain.requests.progress import RequestProgress, StepNow, Timer
from services.approvals.domain.requests.request import RequestHeader


def due_at(step: Step, opened_at: datetime, calendar: Calendar) -> datetime | None:
    return add(opened_at, Duration.parse(step.within), calendar) if step.within else None


def timers_of(step: Step, opened_at: datetime, calendar: Calendar) -> tuple[Timer, ...]:
    """APP-27: reminders count from the opening, later levels from the time limit; a limit reached reminds at least."""
    timers = [Timer("remind", add(opened_at, Duration.parse(after), calendar), "remind") for after in step.remind]
    due = due_at(step, opened_at, calendar)
    for level in step.on_timeout if due else ():
        at = add(due, Duration.parse(level.after), calendar) if due and level.after else due
        to = level.to.model_dump(mode="json", exclude_defaults=True) if level.to else None
        if at is not None:
            timers.append(Timer("rung" if level.after else "timeout", at, level.do, to))
    if due and not any(timer.kind == "timeout" for timer in timers):
        timers.append(Timer("timeout", due, "remind"))
    return tuple(sorted(timers, key=lambda timer: timer.at))


def next_clock(step: StepNow) -> Clock | None:
    if step.settled_at is not None or step.level >= len(step.timers):
        return None
    timer = step.timers[step.level]
    return Clock.model_validate({"kind": timer.kind, "level": step.level, "at": timer.at})


def remind_at(step: StepNow) -> datetime | None:
    return next((timer.at for timer in step.timers[step.level :] if timer.does == "remind"), None)


def next_due(header: RequestHeader, progress: RequestProgress) -> datetime | None:
    """When the keeper has to look at a request: none when it has ended, or when a process keeps its time."""
    if header.process_id is not None:
        return None
    if progress.state is RequestState.RETURNED and progress.settled_at is not None:
        return progress.settled_at + RETURNED_AT_MOST
    if progress.state is not RequestState.PENDING:
        return None
    return min((clock.at for step in progress.steps if (clock := next_clock(step)) is not None), default=None)
