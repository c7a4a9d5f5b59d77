"""Which states can a request, a step and a task be in?"""

from enum import StrEnum


class RequestState(StrEnum):
    PENDING = "PENDING"
    RETURNED = "RETURNED"  # with the requester, to be mended and resubmitted
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"  # after it was approved


class Outcome(StrEnum):
    """How a round ended. RETURNED is not final: the requester may resubmit."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"  # after it was approved: told by RequestRevoked, never by RequestSettled


class StepState(StrEnum):
    OPEN = "OPEN"
    APPROVED = "APPROVED"
    PASSED = "PASSED"  # nobody was asked: no signer was needed, or time ran out and the policy lets it pass
    KEPT = "KEPT"  # the yes of an earlier round is still valid
    REJECTED = "REJECTED"
    RETURNED = "RETURNED"
    CLOSED = "CLOSED"  # something else ended it


class TaskState(StrEnum):
    WAITING = "WAITING"  # its turn comes later
    OPEN = "OPEN"
    DONE = "DONE"
    CLOSED = "CLOSED"


class TaskKind(StrEnum):
    APPROVAL = "APPROVAL"
    TODO = "TODO"
    QUESTION = "QUESTION"  # asked for information, or to handle it and give it back: answered, never decided
    COPY = "COPY"  # to read only
    RESCUE = "RESCUE"  # nobody could be found: someone of the rescue role reassigns it


class Verdict(StrEnum):
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    RETURN = "RETURN"
    TRANSFER = "TRANSFER"
    ANSWER = "ANSWER"
    DONE = "DONE"
