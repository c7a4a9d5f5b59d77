"""How long does what an outside source says of a customer count?"""

from datetime import date, timedelta

from messages.errors import RuleViolation


def valid_until(said: date | None, *, asked_on: date, most_days: int) -> date:
    """COL-176: evidence counts to the day that its source names, at most for so many days as the credit policy says."""
    end = asked_on + timedelta(days=most_days)
    return min(said, end) if said else end


def must_have_answered(source: str, failure: str | None) -> None:
    """COL-178: evidence is what an outside source has answered: a score from 0 to 100 and what it rests on; of a source
    that does not answer, or not like that, nothing is kept."""
    if failure is not None:
        raise RuleViolation("COL-178", source=source, said=failure)
