"""Does a dunning letter still go out?"""

from collections.abc import Iterable
from datetime import date

from messages.collections.dunning.letters import LetterState
from messages.errors import Malformed, RuleViolation

NOTHING_OPEN = "letter.nothing_open"
SUPERSEDED = "letter.superseded"
NO_ADDRESS = "letter.no_address"
BY_HAND = "letter.by_hand"
LIVE = (LetterState.WAITING, LetterState.NO_ADDRESS, LetterState.GIVEN_UP)  # a newer letter takes their place


def is_still_due(written_about: Iterable[str], open_now: Iterable[str]) -> bool:
    """COL-169: a letter says what is open, late and not disputed at the moment at which it is sent; it is cancelled
    when nothing is left of what it was written about."""
    return not set(written_about).isdisjoint(open_now)


def must_be_sendable(state: LetterState, number: str) -> None:
    """COL-171: a letter that was cancelled is neither sent nor posted: what it says is no longer so, or is in a newer
    one."""
    if state is LetterState.CANCELLED:
        raise RuleViolation("COL-171", number=number)


def must_be_day_of_post(posted_on: date, *, written_on: date, today: date) -> None:
    """COL-172: a letter is posted on a day from that on which it was written until today."""
    if not written_on <= posted_on <= today:
        raise Malformed("posted_on", posted_on.isoformat(), "COL-172")
