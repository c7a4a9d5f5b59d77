"""Who acts, as the rules of orders want to know it?"""

from chassis.db.unit_of_work import Work
from services.orders.domain.authority import Actor


def actor_of(work: Work) -> Actor:
    return Actor(work.actor.id, work.actor.roles, work.actor.unit, work.actor.customer_id)
