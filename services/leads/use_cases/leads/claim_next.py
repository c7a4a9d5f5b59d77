"""How does a seller take the most promising lead that waits?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.leads.leads import Claimed
from messages.leads.pools import ClaimNext
from services.leads.store import leads as store
from services.leads.store.distribution.pool_people import is_cooling_down
from services.leads.store.pools import pool_rules
from services.leads.store.views import view_of
from services.leads.use_cases.leads.claim_lead import claim, must_be_claimable


async def claim_next(command: ClaimNext, uow: UnitOfWork) -> Claimed:
    """No lead goes to two; nothing waits for those that others are taking."""
    async with uow.begin() as work:
        rules = await pool_rules(work, command.pool_id)
        if work.repeated:
            return Claimed(lead=await store.last_claimed(work, command.pool_id))
        await must_be_claimable(work, rules)
        rest = rules.cool_down
        resting = is_cooling_down(work.actor.id, work.now - rest) if rest else None
        lead = await store.lock_next_waiting(work, command.pool_id, resting)
        if lead is None:
            return Claimed(lead=None)
        await claim(work, lead, rules)
        return Claimed(lead=await view_of(work, lead))
