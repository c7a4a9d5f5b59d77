"""When do the bells of a step ring?"""

from datetime import datetime

from messages.approvals.clocks import RETURNED_AT_MOST
from messages.approvals.parts import Clock
from messages.approvals.states import RequestState
from messages.business_time import Calendar, Duration, add
from services.approvals.domain.policy import Step
from services.approvals.domain.record import Record
from services.approvals.domain.standing import Bell, Standing, StepNow


def due_at(step: Step, opened_at: datetime, calendar: Calendar) -> datetime | None:
    return add(opened_at, Duration.parse(step.within), calendar) if step.within else None


def bells(step: Step, opened_at: datetime, calendar: Calendar) -> tuple[Bell, ...]:
    """APP-27: reminders count from the opening, later rungs from the time limit; a limit reached reminds at least."""
    ringing = [Bell("remind", add(opened_at, Duration.parse(after), calendar), "remind") for after in step.remind]
    due = due_at(step, opened_at, calendar)
    for rung in step.on_timeout if due else ():
        at = add(due, Duration.parse(rung.after), calendar) if due and rung.after else due
        to = rung.to.model_dump(mode="json", exclude_defaults=True) if rung.to else None
        if at is not None:
            ringing.append(Bell("rung" if rung.after else "timeout", at, rung.do, to))
    if due and not any(bell.kind == "timeout" for bell in ringing):
        ringing.append(Bell("timeout", due, "remind"))
    return tuple(sorted(ringing, key=lambda bell: bell.at))


def next_clock(step: StepNow) -> Clock | None:
    if step.settled_at is not None or step.rung >= len(step.bells):
        return None
    bell = step.bells[step.rung]
    return Clock.model_validate({"kind": bell.kind, "rung": step.rung, "at": bell.at})


def remind_at(step: StepNow) -> datetime | None:
    return next((bell.at for bell in step.bells[step.rung :] if bell.does == "remind"), None)


def next_due(record: Record, standing: Standing) -> datetime | None:
    """When the keeper has to look at a request: none when it has ended, or when a process keeps its time."""
    if record.process_id is not None:
        return None
    if standing.state is RequestState.RETURNED and standing.settled_at is not None:
        return standing.settled_at + RETURNED_AT_MOST
    if standing.state is not RequestState.PENDING:
        return None
    return min((bell.at for step in standing.steps if (bell := next_clock(step)) is not None), default=None)
