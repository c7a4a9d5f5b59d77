"""Which files may, and which must, go with what is said about a request?"""

from collections.abc import Collection, Sequence

from messages.errors import NotFound, RuleViolation
from messages.files import Attachment
from services.approvals.domain.policies.policy import Step

MOST_FILES = 100  # of one request, besides those that are signed


def must_have_attached(step: Step, verb: str, files: Sequence[Attachment]) -> None:
    """APP-4: where the policy says so, a decision carries a file."""
    if verb in step.attachment_required and not files:
        raise RuleViolation("APP-4", verb=verb, step=step.step, step_name=step.called)


def must_have_room(how_many: int) -> None:
    """APP-15: people attach so many files to one request, besides those that are signed with it."""
    if how_many >= MOST_FILES:
        raise RuleViolation("APP-15", most=MOST_FILES)


def must_be_there(files: Sequence[Attachment], known: Collection[str]) -> None:
    """What is named has been attached to this request, or is signed with it."""
    missing = next((file.sha256 for file in files if file.sha256 not in known), None)
    if missing is not None:
        raise NotFound("file", missing)
