"""May somebody try a password now?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_FAILURES = 5  # of one login from one address
MOST_OF_ADDRESS = 20  # of one address, whatever the login
MOST_OF_LOGIN = 20  # of one login from addresses from which nobody has signed in with it before
WITHIN = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=5)
MOST_DOUBLED = 6


@dataclass(frozen=True)
class Failures:
    """How often a password was wrong lately, and when last."""

    count: int
    last: datetime | None


def time_to_wait(failures: Failures, most: int, now: datetime) -> timedelta:
    """APP-40: who guesses is slowed, by the address and the login: after so many wrong passwords the next one waits,
    and each more makes the wait twice as long. The owner elsewhere is not kept out by it."""
    if failures.count < most or failures.last is None:
        return timedelta(0)
    doubled: int = 2 ** min(failures.count - most, MOST_DOUBLED)
    wait = min(FIRST_WAIT * doubled, WITHIN)
    return max(failures.last + wait - now, timedelta(0))


def longest_wait(
    of_pair: Failures, of_address: Failures, of_login: Failures, *, known: bool, now: datetime
) -> timedelta:
    """APP-153: one password tried on many logins is slowed by the address; one login tried from many addresses by the
    login, but not from where its owner has signed in before."""
    waits = [
        time_to_wait(of_pair, MOST_FAILURES, now),
        time_to_wait(of_address, MOST_OF_ADDRESS, now),
        timedelta(0) if known else time_to_wait(of_login, MOST_OF_LOGIN, now),
    ]
    return max(waits)
