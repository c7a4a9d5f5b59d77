"""May an order be shipped to a customer who is not trusted, and who asks for it?"""

from console.pages.parts.authority import may_act
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Action, Input
from messages.collections.grading.grades import CreditStandingView
from messages.orders.orders import OrderStatus, OrderView

TO_LEAVE = (OrderStatus.CONFIRMED, OrderStatus.RESERVED)


async def trust_of(gateway: ServiceGateway, seen: OrderView) -> CreditStandingView | None:
    """Of an order of which goods are to leave."""
    if seen.status not in TO_LEAVE:
        return None
    return await gateway.find("collections", f"/credits/{seen.customer_id}/standing", CreditStandingView)


def releasing(seen: OrderView, trust: CreditStandingView | None, person: Person) -> list[Action]:
    """Where its customer may be on hold, or over his limit, when it is to be shipped."""
    if trust is None or not (trust.on_hold or trust.has_limit) or not may_act(person, "request_release", seen.owner_id):
        return []
    return [Action("request_release", f"/credit-requests/release/{seen.id}", (Input("reason", "area"),))]
