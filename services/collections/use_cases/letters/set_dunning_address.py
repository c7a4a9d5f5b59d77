"""Where do a customer's dunning letters go from now on?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.dunning.letters import DunningAddressView, SetDunningAddress
from services.collections.domain.letters.addresses import must_be_dunning_address
from services.collections.domain.shards import shard_of
from services.collections.store import projections, shards
from services.collections.store.letters import addresses, dunnings
from services.collections.tables import DunningAddress
from services.collections.use_cases.letters.queue_letters import wake_mailer
from services.collections.use_cases.letters.show_dunning_address import address_view


async def set_dunning_address(command: SetDunningAddress, uow: UnitOfWork) -> DunningAddressView:
    """Letters of his that wait are sent there at once. The same again changes nothing."""
    async with uow.begin() as work:
        customer_id = command.customer_id
        customer = await projections.get_visible_customer(work, customer_id)
        must_be_dunning_address(command.email)
        await projections.lock_customer(work, customer_id)
        known = await addresses.find_address(work, customer_id)
        said = command.model_dump(exclude={"customer_id"})
        if work.repeated or (known and known.model_dump(include=set(said)) == said):
            return await address_view(work, customer)
        if known is None:
            by, at = work.actor.id, work.now
            work.session.add(DunningAddress(customer_id=customer_id, **said, changed_by=by, changed_at=at))
        else:
            for name, value in said.items():
                setattr(known, name, value)
            known.changed_by, known.changed_at = work.actor.id, work.now
        await work.write()
        shard = await shards.lock_shard(work, shard_of(customer_id))
        wake_mailer(work, shard, await dunnings.hasten_letters_of(work, customer_id))
        return await address_view(work, customer)
