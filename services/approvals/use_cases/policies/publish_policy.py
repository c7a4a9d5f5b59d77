"""What happens when a policy is published?"""

from uuid import NAMESPACE_URL, uuid5

from chassis.auth.reach import must_reach_all
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.events import PolicyPublished
from messages.approvals.policies import PolicyView, PublishPolicy
from messages.errors import Malformed, RuleViolation
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.policies.publication import body_of, hash_of, read, read_yaml, with_line
from services.approvals.domain.policies.staffing import must_be_staffed
from services.approvals.store.audit.entries import append_line
from services.approvals.store.people.directory import find_directory
from services.approvals.store.people.people import list_legal_entities
from services.approvals.store.policies.policies import find_newest
from services.approvals.tables.policies import PolicyRow


async def publish_policy(command: PublishPolicy, uow: UnitOfWork) -> PolicyView:
    """In force for requests submitted from now on; live ones keep theirs. The newest again is the same version."""
    if (command.yaml is None) == (command.policy is None):
        raise Malformed("yaml", None, "APP-51")
    policy = read_yaml(command.yaml) if command.yaml is not None else read(command.policy)
    async with uow.begin() as work:
        entities = [entity.id for entity in await list_legal_entities(work)]
        must_reach_all(work.actor, entities, verb="POST /policies")
        chain = uuid5(NAMESPACE_URL, f"policy/{policy.policy}")
        newest = await find_newest(work, policy.policy)
        hash = hash_of(policy)
        if newest is not None and (work.repeated or newest.hash == hash):
            return newest.view()
        await _must_be_staffed(work, policy, command.yaml)
        row = PolicyRow(
            id=work.new_id(), key=policy.policy, version=newest.version + 1 if newest else 1, hash=hash,
            body=body_of(policy), source=command.yaml or "", published_at=work.now, published_by=work.actor.id,
        )  # fmt: skip
        work.session.add(row)
        work.emit(PolicyPublished(policy_id=row.id, key=row.key, hash=row.hash, version=row.version))
        await append_line(work, chain, "audit.policy.published", {"key": row.key, "version": row.version, "hash": hash})
        return row.view()


async def _must_be_staffed(work: Work, policy: Policy, text: str | None) -> None:
    """By the people as they are now; the place with its line, where there is a text."""
    try:
        must_be_staffed(policy, await find_directory(work))
    except RuleViolation as no:
        raise (with_line(text, no) if text is not None else no) from no
