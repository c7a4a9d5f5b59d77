"""By when has a look at the stack to be over?"""

import time

ANSWER_WITHIN_S = 5.0  # of `status` and `doctor`, whoever hangs
BESIDES_S = 1.0  # of these, for the start of the interpreter and for showing what was found
LEAST_S = 1.0  # on a machine so busy that the imports took all the rest
BEGAN = "countersign.began"  # of a command, in its context: time.monotonic()


def deadline_of(began: float) -> float:
    """The one moment, in time.monotonic(), until which everything is asked at the same time."""
    return max(began + ANSWER_WITHIN_S - BESIDES_S, time.monotonic() + LEAST_S)
