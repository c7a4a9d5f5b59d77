"""What is to be done about a late customer, and why?"""

from dataclasses import dataclass
from decimal import Decimal

from messages.collections.dunning.choices import Because, DunningAdvice, Measure
from messages.errors import RuleViolation

MILD_TO_HARD = (
    Measure.CALL,
    Measure.LETTER,
    Measure.VISIT,
    Measure.CHANGE_TERMS,
    Measure.STOP_CREDIT,
    Measure.LEGAL,
)
BY_DAYS = ((90, 4), (60, 3), (30, 2), (7, 1))  # more than so many days late: so much harder
BY_GRADE = {"A": -1, "B": 0, "": 0, "C": 1, "D": 2}
MOST_PROMISES = 2  # more of them make it no harder


@dataclass(frozen=True)
class Lateness:
    """What is known when somebody has to do something about it."""

    grade: str  # of the customer's credit; empty: none yet
    days_late: int
    open: Decimal
    large_from: Decimal  # as its dunning procedure says
    broken_promises: int = 0


def advice(late: Lateness) -> DunningAdvice | None:
    """COL-161: the later a customer is, the more he owes, the worse his grade and the more often he broke his word, the
    harder is what is advised: to call, to write, to visit, to change his terms, to stop his credit, to go to law. Who
    is not late is left alone."""
    if late.days_late <= 0 or late.open <= 0:
        return None
    promises = min(late.broken_promises, MOST_PROMISES)
    is_large = late.open >= late.large_from
    hardness = _by_days(late.days_late) + BY_GRADE.get(late.grade, 0) + is_large + promises
    because = [Because(code="days", value=str(late.days_late))]
    if late.grade:
        because.append(Because(code="grade", value=late.grade))
    if is_large:
        because.append(Because(code="large", value=str(late.large_from)))
    if promises:
        because.append(Because(code="promises", value=str(late.broken_promises)))
    return DunningAdvice(measure=MILD_TO_HARD[min(max(hardness, 0), len(MILD_TO_HARD) - 1)], because=because)


def must_say_why(advised: Measure, chosen: Measure, note: str) -> None:
    """COL-163: who does something else than what is advised says why."""
    if chosen is not advised and not note.strip():
        raise RuleViolation("COL-163")


def must_be_late(advised: DunningAdvice | None) -> DunningAdvice:
    """COL-162: what is done about it is kept of a receivable that is open and late."""
    if advised is None:
        raise RuleViolation("COL-162")
    return advised


def _by_days(days_late: int) -> int:
    return next((harder for days, harder in BY_DAYS if days_late > days), 0)
