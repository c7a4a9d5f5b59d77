"""May somebody try a password now?"""

from datetime import timedelta

MOST_FAILURES = 5
WITHIN = timedelta(minutes=5)


def must_wait(failures: int) -> bool:
    """APP-40: after five wrong passwords in five minutes a login has to wait."""
    return failures >= MOST_FAILURES
