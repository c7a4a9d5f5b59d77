"""How does the next version of a collection policy come into force, and what would change by it?"""

import json
from uuid import UUID

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import names_of
from messages.collections.dunning.dunnings import ShardDeadlineMoved
from messages.collections.dunning.procedures import EVERYWHERE
from messages.collections.grading.grades import CreditRuleName
from messages.collections.offers.policies import (
    CollectionPolicyEffects,
    CollectionPolicyView,
    PublishCollectionPolicy,
)
from messages.deals.offered_terms import OfferedTerms
from services.collections.domain.offers.offering import CollectionPolicy, must_be_sound, offered
from services.collections.store.grading.records import newest_policy
from services.collections.store.offers import policies
from services.collections.store.shards import lock_all_shards
from services.collections.tables import CollectionPolicyRow

EFFECTS = ("customers", "longer", "shorter", "other_most", "other_discount", "other_ways")


async def publish_collection_policy(command: PublishCollectionPolicy, uow: UnitOfWork) -> CollectionPolicyView:
    """In force at once for what is not agreed yet: a keeper is woken and offers by it, in batches. The same key again
    shows what it published."""
    must_be_sound(command.grades, command.extensions)
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /collection-policies")
        last = await policies.lock_last(work, command.legal_entity_id)
        id = work.new_id()
        if work.repeated and (published := await policies.find_policy(work, id)) is not None:
            return await _view(work, published, last)
        made = CollectionPolicyRow(
            id=id,
            **command.model_dump(mode="json"),
            version=last.version + 1 if last else 1,
            published_by=work.actor.id,
            published_at=work.now,
        )
        work.session.add(made)
        await _wake_a_keeper(work)
        return await _view(work, made, made)


async def preview_collection_policy(command: PublishCollectionPolicy, uow: UnitOfWork) -> CollectionPolicyEffects:
    """Of those whose policy it would be, how many would be offered something else; nothing is changed."""
    must_be_sound(command.grades, command.extensions)
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /collection-policies/preview")
        in_force = await policies.policies_in_force(work)
        own = [one.legal_entity_id for one in in_force if one.legal_entity_id != EVERYWHERE]
        days = {one.grade.value: one.most_days for one in (await newest_policy(work)).read_grades}
        wanted = CollectionPolicy(
            UUID(int=0), command.name, command.legal_entity_id, 0, tuple(command.grades), tuple(command.extensions)
        )
        counted = dict.fromkeys(EFFECTS, 0)
        for row in await policies.alike(work, command.legal_entity_id, own):
            facts = {CreditRuleName(name): value for name, value in json.loads(row["measured"]).items()}
            said = json.loads(row["said"])
            then = offered(wanted, row["grade"], facts, days.get(row["grade"]))
            for name in _others(OfferedTerms.model_validate(said), then) if said else ["customers"]:
                counted[name] += row["customers"]
        return CollectionPolicyEffects(**counted)


async def list_collection_policies(uow: UnitOfWork) -> list[CollectionPolicyView]:
    """Every version, of the reader's legal entities and of everywhere; the newest of each is in force."""
    async with uow.begin() as work:
        rows = await policies.list_policies(work, work.actor)
        names = await names_of(work, [row.published_by for row in rows if row.published_by])
        newest = {row.legal_entity_id: row.id for row in reversed(rows)}
        return [row.view(in_force=newest[row.legal_entity_id] == row.id, names=names) for row in rows]


def _others(now: OfferedTerms, then: OfferedTerms) -> list[str]:
    """In what it is something else."""
    found = {
        "customers": True,
        "longer": then.usual_days > now.usual_days,
        "shorter": then.usual_days < now.usual_days,
        "other_most": then.most_days != now.most_days,
        "other_discount": then.discount != now.discount,
        "other_ways": then.ways != now.ways,
    }
    return [name for name, is_so in found.items() if is_so]


async def _wake_a_keeper(work: Work) -> None:
    """One is enough: what is offered belongs to no shard."""
    shard = (await lock_all_shards(work))[0]
    shard.next_due_at = work.now
    shard.version += 1
    moved = {"shard_id": shard.id, "shard": shard.shard, "version": shard.version}
    work.emit(ShardDeadlineMoved(**moved, next_due_at=work.now))


async def _view(work: Work, row: CollectionPolicyRow, newest: CollectionPolicyRow | None) -> CollectionPolicyView:
    names = await names_of(work, [row.published_by] if row.published_by else [])
    return row.view(in_force=newest is not None and newest.id == row.id, names=names)
