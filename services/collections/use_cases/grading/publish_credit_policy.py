"""How does the next credit policy come into force, and which were there?"""

from chassis.auth.reach import must_reach_all
from chassis.db.unit_of_work import UnitOfWork
from chassis.records.people import list_entities
from messages.collections.grading.grades import CreditPolicyView, PublishCreditPolicy
from services.collections.domain.grading.score import must_be_sound
from services.collections.store.grading import records
from services.collections.tables import CreditPolicy

VERB = "POST /credit-policies"


async def publish_credit_policy(command: PublishCreditPolicy, uow: UnitOfWork) -> CreditPolicyView:
    """Everybody is graded by it from now on, by the keepers. Who may: who works for each legal
    entity, as it is the same for all of them. The same key again shows what counts."""
    async with uow.begin() as work:
        must_reach_all(work.actor, await list_entities(work), verb=VERB)
        must_be_sound(command.rules, command.grades)
        last = await records.lock_policies(work)
        if work.repeated:
            return last.view()
        made = CreditPolicy(
            **command.model_dump(mode="json"),
            version=last.version + 1,
            published_by=work.actor.id,
            published_at=work.now,
        )
        work.session.add(made)
        return made.view()


async def list_credit_policies(uow: UnitOfWork) -> list[CreditPolicyView]:
    """The newest, which counts, first."""
    async with uow.begin() as work:
        return [one.view() for one in await records.list_policies(work)]
