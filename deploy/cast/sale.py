"""How does one sale go all the way, each person acting through the public API?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from deploy.cast.player import Cast, Player, ProblemResponse, until
from messages.approvals.requests import ApproveTask, Decision, RejectTask, RequestView, ReturnTask, SignerView
from messages.approvals.states import TaskState
from messages.approvals.tasks import InboxItem, InboxPage, TaskView
from messages.base import Page
from messages.collections.invoices import InvoiceStatus, InvoiceView, RequestInvoice
from messages.collections.payments import ConfirmPayment, PaymentStatus, PaymentView, RecordPayment
from messages.collections.receivables import OrderAccount
from messages.deals.contracts import ContractLine, ContractStatus, ContractView
from messages.deals.opportunities import LoseOpportunity, OpenOpportunity, OpportunityView, WinOpportunity
from messages.deals.registrations import RegisterOpportunity, RegistrationStatus, RegistrationView
from messages.deals.terms import Instalment
from messages.money import Money
from messages.orders.orders import OrderStatus, OrderView
from messages.orders.placing import PlaceOrder
from messages.orders.shipments import Ship, ShipmentView

VERBS: dict[str, type[Decision]] = {"approve": ApproveTask, "reject": RejectTask, "return": ReturnTask}
ON_RECEIPT = Instalment(percent=Decimal(100), days=30)


@dataclass(frozen=True, kw_only=True)
class Roles:
    """Who does what besides the seller and the approvers, by login."""

    shipper: str
    finance: str


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What is sold: one line at an agreed price."""

    product_id: UUID
    quantity: int
    price: Decimal
    currency: str


class Sale:
    """One sale by one seller. Each step waits until what it leads to is true."""

    def __init__(self, cast: Cast, seller: Player, roles: Roles) -> None:
        self.cast = cast
        self.seller = seller
        self.roles = roles

    async def open(self, customer_id: UUID, project: str, **more: object) -> OpportunityView:
        command = OpenOpportunity.model_validate(
            {"id": uuid4(), "customer_id": customer_id, "project": project, **more}
        )
        return await self.seller.post("deals", "/opportunities", command, OpportunityView)

    async def register(self, opportunity_id: UUID, note: str = "") -> RegistrationView:
        command = RegisterOpportunity(id=uuid4(), note=note)
        return await self.seller.post("deals", f"/opportunities/{opportunity_id}/register", command, RegistrationView)

    async def registration_is(self, id: UUID, *wanted: RegistrationStatus) -> RegistrationView:
        async def look() -> RegistrationView | None:
            seen = await self.seller.get("deals", f"/registrations/{id}", RegistrationView)
            return seen if seen.status in wanted else None

        return await until(look, what=f"registration {id} to be {', '.join(wanted)}")

    async def protect(self, opportunity_id: UUID) -> RegistrationView:
        """Registered and approved by every signer."""
        registration = await self.register(opportunity_id)
        await self.decide_all(registration.id)
        return await self.registration_is(registration.id, RegistrationStatus.PROTECTED)

    async def win(
        self, opportunity_id: UUID, goods: Goods, terms: Sequence[Instalment] = (ON_RECEIPT,)
    ) -> ContractView:
        line = ContractLine(product_id=goods.product_id, quantity=goods.quantity, price=goods.price)
        command = WinOpportunity(contract_id=uuid4(), lines=[line], currency=goods.currency, terms=list(terms))
        won = await self.seller.post("deals", f"/opportunities/{opportunity_id}/win", command, OpportunityView)
        return await self.seller.get("deals", f"/contracts/{won.contract_id}", ContractView)

    async def lose(self, opportunity_id: UUID, reason: str) -> OpportunityView:
        return await self.seller.post(
            "deals", f"/opportunities/{opportunity_id}/lose", LoseOpportunity(reason=reason), OpportunityView
        )

    async def make_effective(self, contract_id: UUID) -> ContractView:
        """Submitted and approved by all branches."""
        await self.seller.post("deals", f"/contracts/{contract_id}/submit", None, object)
        await self.decide_all(contract_id)
        return await self.contract_is(contract_id, ContractStatus.EFFECTIVE)

    async def contract_is(self, id: UUID, *wanted: ContractStatus) -> ContractView:
        async def look() -> ContractView | None:
            seen = await self.seller.get("deals", f"/contracts/{id}", ContractView)
            return seen if seen.status in wanted else None

        return await until(look, what=f"contract {id} to be {', '.join(wanted)}")

    async def place(self, contract_id: UUID) -> OrderView:
        """Orders has to receive the event about the contract first."""
        command = PlaceOrder(id=uuid4(), contract_id=contract_id, ship_to="1 Example Road")

        async def attempt() -> OrderView | None:
            try:
                return await self.seller.post("orders", "/orders", command, OrderView, key=command.id)
            except ProblemResponse as problem:
                if problem.status == 404:
                    return None
                raise

        return await until(attempt, what=f"orders to know contract {contract_id}")

    async def order_is(self, id: UUID, *wanted: OrderStatus) -> OrderView:
        async def look() -> OrderView | None:
            seen = await self.seller.get("orders", f"/orders/{id}", OrderView)
            return seen if seen.status in wanted else None

        return await until(look, what=f"order {id} to be {', '.join(wanted)}")

    async def reserved(self, contract_id: UUID) -> OrderView:
        """Placed, approved, and its goods reserved."""
        order = await self.place(contract_id)
        await self.decide_all(order.id)
        return await self.order_is(order.id, OrderStatus.RESERVED)

    async def deliver(self, order_id: UUID) -> OrderView:
        """Shipped whole and received."""
        shipper = await self.cast.player(self.roles.shipper)
        sent = await shipper.post("orders", f"/orders/{order_id}/ship", Ship(id=uuid4()), ShipmentView)
        await shipper.post("orders", f"/shipments/{sent.id}/receive", None, ShipmentView)
        return await self.order_is(order_id, OrderStatus.RECEIVED, OrderStatus.COMPLETED)

    async def account(self, order_id: UUID) -> OrderAccount:
        """Once collections has opened what the order owes."""

        async def look() -> OrderAccount | None:
            try:
                seen = await self.seller.get("collections", f"/order-accounts/{order_id}", OrderAccount)
            except ProblemResponse as problem:
                if problem.status == 404:  # nor has it heard of the order
                    return None
                raise
            return seen if seen.receivable == seen.total else None

        return await until(look, what=f"the receivables of order {order_id}")

    async def pay(self, order: OrderView, received_on: date, amount: Money | None = None) -> PaymentView:
        """Recorded by the seller, confirmed by finance."""
        await self.account(order.id)
        command = RecordPayment(
            id=uuid4(),
            customer_id=order.customer_id,
            order_id=order.id,
            amount=amount or order.total,
            received_on=received_on,
            reference=f"BANK-{order.number}-{uuid4().hex[:6]}",
        )
        recorded = await self.seller.post("collections", "/payments", command, PaymentView, key=command.id)
        finance = await self.cast.player(self.roles.finance)
        paid = await finance.post("collections", f"/payments/{recorded.id}/confirm", ConfirmPayment(), PaymentView)
        if paid.status is not PaymentStatus.CONFIRMED:
            raise AssertionError(paid)
        return paid

    async def invoice(self, order_id: UUID) -> InvoiceView:
        """Requested by the seller, issued by finance."""
        await self.account(order_id)
        command = RequestInvoice(id=uuid4(), order_id=order_id)
        requested = await self.seller.post("collections", "/invoices", command, InvoiceView, key=command.id)
        finance = await self.cast.player(self.roles.finance)
        issued = await finance.post("collections", f"/invoices/{requested.id}/issue", None, InvoiceView)
        if issued.status is not InvoiceStatus.ISSUED:
            raise AssertionError(issued)
        return issued

    async def complete(self, contract_id: UUID, received_on: date) -> OrderView:
        """From the effective contract to the completed order."""
        order = await self.reserved(contract_id)
        await self.deliver(order.id)
        await self.pay(order, received_on)
        await self.invoice(order.id)
        return await self.order_is(order.id, OrderStatus.COMPLETED)

    async def decide_all(self, about_id: UUID, verb: str = "approve", comment: str = "") -> RequestView:
        """Every signer with an open task decides so, until the round has its outcome."""

        async def look() -> RequestView | None:
            page = await self.cast.setup.get("approvals", "/requests", Page[RequestView], about_id=about_id)
            for request in page.items:
                if request.outcome:
                    return request
                for signer in (signer for step in request.steps for signer in step.signers):
                    if signer.state is TaskState.OPEN:
                        await self._decide(signer, verb, request.content_hash, comment)
            return None

        return await until(look, what=f"the decision about {about_id}")

    async def request_of(self, about_id: UUID) -> RequestView:
        """The request about this record, once there is one."""

        async def look() -> RequestView | None:
            found = await self.cast.setup.get("approvals", "/requests", Page[RequestView], about_id=about_id)
            return found.items[0] if found.items else None

        return await until(look, what=f"a request about {about_id}")

    async def request_settled(self, about_id: UUID) -> RequestView:
        """The request about this record, once it has an outcome."""

        async def look() -> RequestView | None:
            seen = await self.request_of(about_id)
            return seen if seen.outcome else None

        return await until(look, what=f"the outcome of the request about {about_id}")

    async def _decide(self, signer: SignerView, verb: str, content_hash: str, comment: str) -> None:
        if signer.person_id is None:
            return
        player = await self.cast.person(signer.person_id)
        command = VERBS[verb](content_hash=content_hash, comment=comment)
        try:
            await player.post("approvals", f"/tasks/{signer.task_id}/{verb}", command, object, key=signer.task_id)
        except ProblemResponse as problem:
            if problem.status != 409:  # somebody else's decision came first: look again
                raise


async def inbox_of(player: Player) -> list[InboxItem]:
    """What waits for this person."""
    return (await player.get("approvals", "/inbox", InboxPage, limit=100)).items


async def task_about(player: Player, about_id: UUID) -> TaskView:
    """Wait for the task about this record in the person's inbox."""

    async def look() -> InboxItem | None:
        return next((item for item in await inbox_of(player) if item.about.id == about_id), None)

    item = await until(look, what=f"a task about {about_id} for {player.name}")
    return await player.get("approvals", f"/tasks/{item.task_id}", TaskView)
