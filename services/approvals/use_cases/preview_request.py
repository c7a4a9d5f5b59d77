"""Who would be asked, and why, if this were submitted; and what still comes for a live request?"""

from collections.abc import Mapping
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.requests import PreviewRequest, PreviewView
from messages.approvals.states import RequestState
from services.approvals.domain.asking import preparers
from services.approvals.domain.conditions import typed
from services.approvals.domain.people import Person
from services.approvals.domain.policy import Policy
from services.approvals.domain.preview import preview
from services.approvals.domain.publishing import hash_of, read_yaml
from services.approvals.domain.resolving import Asked
from services.approvals.domain.showing import preview_view
from services.approvals.domain.standing import Standing
from services.approvals.store.directory import find_directory
from services.approvals.store.policies import policy_of
from services.approvals.use_cases.submit_request import newest_policy, requester_of

OPERATORS = ("ops", "admin")


async def preview_request(command: PreviewRequest, uow: UnitOfWork) -> PreviewView:
    """The very resolver and route of a submission; nothing is written."""
    async with uow.begin() as work:
        people = await find_directory(work)
        requester = _requester(work, command.requester_id, people.persons)
        policy, version = await _policy(work, command)
        facts = typed(command.facts, policy.facts)
        prepared_by = preparers(command.prepared_by, facts, policy)
        asked = Asked(requester, prepared_by, facts, people, work.now)
        standing = Standing(
            request_id=work.new_id(), round=1, state=RequestState.PENDING, requester_id=requester.id,
            prepared_by=prepared_by, facts=asked.facts, content_hash="",
        )  # fmt: skip
        return preview_view(preview(standing, policy, asked), policy, version, hash_of(policy), people)


def _requester(work: Work, named: UUID | None, persons: Mapping[UUID, Person]) -> Person:
    """Operators may try it as anybody: nothing is asked for, so this is no matter of APP-38."""
    if named is not None and named in persons and work.actor.may(*OPERATORS):
        return persons[named]
    return requester_of(work, named, persons)


async def _policy(work: Work, command: PreviewRequest) -> tuple[Policy, int]:
    """What is only written has version 0."""
    if command.yaml is not None:
        return read_yaml(command.yaml), 0
    row = await newest_policy(work, command.policy)
    return policy_of(row), row.version
