"""Which deadline of a lead was kept too late, and why?"""

from datetime import datetime, timedelta

from messages.leads.deadlines import WhyLate

USUALLY = timedelta(minutes=20)  # a keeper that missed its wake-up looks a quarter of an hour later


def is_late(due_at: datetime, at: datetime, after: timedelta = USUALLY) -> bool:
    """LEA-167: a deadline is late when longer than the given time after it nobody has acted on it."""
    return at > due_at + after


def why_late(due_at: datetime, looked_at: datetime | None) -> WhyLate:
    """LEA-168: of what waits is said whether its pool's keeper has looked since its time came."""
    if looked_at is None:
        return WhyLate.KEEPER_NEVER_LOOKED
    return WhyLate.KEEPER_STOPPED if looked_at < due_at else WhyLate.NOT_REACHED


def why_over(done_at: datetime | None) -> WhyLate:
    """LEA-169: what was done too late is told apart from what was never done, as the lead's end came first."""
    return WhyLate.LEFT_OUT if done_at is None else WhyLate.DONE_LATE
