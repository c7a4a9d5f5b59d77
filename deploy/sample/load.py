"""How does the sample company come to have a history?"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.base.clock import now
from deploy.cast.company import set_up, wait_until_known
from deploy.cast.player import Cast, Player, ProblemResponse, until
from deploy.cast.sale import Goods, Roles, Sale
from deploy.embedded.running import Stack
from deploy.embedded.tokens import setup_token
from deploy.sample import goods
from deploy.sample.people import BUYER, BUYER_NAME, PASSWORD, PEOPLE
from messages.approvals.customer_accounts import CustomerAccountView, OpenCustomerAccount
from messages.collections.commission import CommissionMode, CommissionPlanView, PublishCommissionPlan
from messages.collections.invoices import RequestInvoice
from messages.collections.payments import RecordPayment
from messages.deals.contracts import ContractStatus
from messages.deals.customers import AddCustomer, CustomerView
from messages.deals.registrations import RegistrationStatus
from messages.leads.leads import FollowUpKind, LeadView, RecordFollowUp
from messages.leads.pools import PoolView
from messages.money import Money
from messages.orders.orders import OrderView

ROLES = Roles(shipper="zheng.shipper", finance="qian.finance")
CLAIMED = {"li.sales": 4, "tom.sales": 3}


async def play(stack: Stack, say: Callable[[str], None]) -> None:
    """A company, its leads, and one sale at every station."""
    async with Cast(stack.urls, stack.token, setup_token(stack.layout)) as cast:
        say("people, policies, products, pools")
        await set_up(goods.company(), cast.setup)
        await wait_until_known(cast.setup, [person.login for person in PEOPLE])
        await _commission(cast)
        say("leads")
        await _leads(cast)
        for plan in goods.sales():
            say(f"a sale: {plan.customer}, {plan.until}")
            await play_sale(cast, plan)
        say("a customer who orders for himself")
        first = goods.sales()[0]
        await open_account(await cast.player(first.seller), goods.id_of(first.customer))


async def open_account(seller: Player, customer_id: UUID, login: str = BUYER[0]) -> CustomerAccountView:
    """Approvals has to receive the event about the customer first. Opened again it is the same."""
    id = goods.id_of(f"account {login}")
    command = OpenCustomerAccount(
        id=id, customer_id=customer_id, login=login, name=BUYER_NAME, password=PASSWORD, lang="zh"
    )

    async def attempt() -> CustomerAccountView | None:
        try:
            return await seller.post("approvals", "/customer-accounts", command, CustomerAccountView, key=id)
        except ProblemResponse as problem:
            if problem.status == 404:
                return None
            raise

    return await until(attempt, what=f"approvals to know customer {customer_id}")


async def _commission(cast: Cast) -> None:
    """3 % of what is collected, payable when the goods arrived; money before or after its due date bears interest."""
    plan = PublishCommissionPlan(
        name="提成 Commission", legal_entity_id=goods.ENTITY, mode=CommissionMode.COLLECTION_AND_TERMINAL,
        rate=Decimal(3), early_bonus=Decimal("3.65"), late_penalty=Decimal("7.3"),
    )  # fmt: skip
    finance = await cast.player(ROLES.finance)
    key = goods.id_of("commission plan")
    await finance.post("collections", "/commission-plans", plan, CommissionPlanView, key=key)


async def _leads(cast: Cast) -> None:
    pooled: list[LeadView] = []
    for lead in goods.leads():
        made = await cast.setup.post("leads", "/leads", lead, LeadView)
        pooled.append(made)
    for login, count in CLAIMED.items():
        seller = await cast.player(login)
        pools = {pool.id for pool in await seller.get("leads", "/pools", list[PoolView])}
        mine = [made for made in pooled if made.pool_id in pools][:count]
        for made in mine:
            pooled.remove(made)
            await seller.post("leads", f"/leads/{made.id}/claim", None, LeadView)
        if mine:
            command = RecordFollowUp(
                id=goods.id_of(f"follow-up {login}"), kind=FollowUpKind.CALL, note="已电话沟通 Called, wants a visit"
            )
            await seller.post("leads", f"/leads/{mine[0].id}/follow-ups", command, object)


async def play_sale(cast: Cast, plan: goods.Plan) -> None:
    """Take one sale as far as planned; a second loading finds it there."""
    sale = Sale(cast, await cast.player(plan.seller), ROLES)
    command = AddCustomer(id=goods.id_of(plan.customer), name=plan.customer, legal_entity_id=goods.ENTITY)
    customer = await sale.seller.post("deals", "/customers", command, CustomerView)
    opened = await sale.open(customer.id, plan.project, id=goods.id_of(f"{plan.customer} {plan.project}"))
    if opened.registration_id is not None or opened.lost_reason is not None:
        return
    if plan.until == "lost":
        await sale.lose(opened.id, "PRICE")
        return
    await _register(sale, plan, opened.id)


async def _register(sale: Sale, plan: goods.Plan, opportunity_id: UUID) -> None:
    registration = await sale.register(opportunity_id)
    if plan.until == "registered":
        return
    if plan.until == "returned":
        await sale.decide_all(registration.id, "return", "请补充客户预算和决策人 Add the budget and who decides")
        await sale.registration_is(registration.id, RegistrationStatus.RETURNED)
        return
    await sale.decide_all(registration.id)
    await sale.registration_is(registration.id, RegistrationStatus.PROTECTED)
    if plan.until != "protected":
        await _contract(sale, plan, opportunity_id)


async def _contract(sale: Sale, plan: goods.Plan, opportunity_id: UUID) -> None:
    sold = Goods(product_id=goods.id_of(plan.product), quantity=plan.quantity, price=plan.price, currency="CNY")
    contract = await sale.win(opportunity_id, sold)
    if plan.until == "submitted":
        await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, object)
        return
    await sale.make_effective(contract.id)
    await sale.contract_is(contract.id, ContractStatus.EFFECTIVE)
    await _order(sale, plan, contract.id)


async def _order(sale: Sale, plan: goods.Plan, contract_id: UUID) -> None:
    if plan.until == "placed":
        await sale.place(contract_id)
        return
    order = await sale.reserved(contract_id)
    if plan.until == "reserved":
        return
    await sale.deliver(order.id)
    if plan.until == "completed":
        await sale.pay(order, today())
        await sale.invoice(order.id)
    else:
        half, quarter, _ = order.total.split([2, 1, 1])
        await sale.pay(order, today(), half)
        await _leave_for_finance(sale, order, quarter)


async def _leave_for_finance(sale: Sale, order: OrderView, amount: Money) -> None:
    """A payment to confirm and an invoice to issue."""
    paid = RecordPayment(
        id=goods.id_of(f"payment {order.id}"),
        customer_id=order.customer_id,
        order_id=order.id,
        amount=amount,
        received_on=today(),
        reference=f"BANK-{order.number}",
    )
    await sale.seller.post("collections", "/payments", paid, object, key=paid.id)
    invoice = RequestInvoice(id=goods.id_of(f"invoice {order.id}"), order_id=order.id)
    await sale.seller.post("collections", "/invoices", invoice, object, key=invoice.id)


def today() -> date:
    return now().date()
