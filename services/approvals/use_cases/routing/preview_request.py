"""Who would be asked, and why, if this were submitted; and what still comes for a live request?"""

from collections.abc import Mapping
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.requests import PreviewRequest, PreviewView
from messages.approvals.states import RequestState
from messages.roles import Role
from services.approvals.domain.people.directory import Person
from services.approvals.domain.policies.conditions import typed
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.policies.publication import hash_of, read_yaml
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.progress import RequestProgress
from services.approvals.domain.requests.submission import preparers
from services.approvals.domain.routing.preview import preview
from services.approvals.domain.views.request_views import preview_view
from services.approvals.store.people.directory import find_directory
from services.approvals.store.policies.policies import policy_of
from services.approvals.use_cases.requests.submit_request import newest_policy, requester_of

OPERATORS = (Role.OPS, Role.ADMIN)


async def preview_request(command: PreviewRequest, uow: UnitOfWork) -> PreviewView:
    """The very resolver and route of a submission; nothing is written."""
    async with uow.begin() as work:
        people = await find_directory(work)
        requester = _requester(work, command.requester_id, people.persons)
        policy, version = await _policy(work, command)
        facts = typed(command.facts, policy.facts)
        prepared_by = preparers(command.prepared_by, facts, policy)
        context = Context(policy, requester, prepared_by, facts, people, work.now)
        progress = RequestProgress(
            request_id=work.new_id(), round=1, state=RequestState.PENDING, requester_id=requester.id,
            prepared_by=prepared_by, facts=context.facts, content_hash="",
        )  # fmt: skip
        return preview_view(preview(progress, context), policy, version, hash_of(policy), people)


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
