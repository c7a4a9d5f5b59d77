"""What we stand on: the only place with infrastructure code. How a service is made of it:

services/orders/tables.py
    class Table(SQLModel, registry=registry()):
        '''The tables of this service.'''

    class OrderRow(Table, table=True):
        __tablename__ = "orders"
        id: UUID = Field(primary_key=True)
        legal_entity_id: str
        owner_id: UUID
        owner_unit: str
        status: OrderStatus = Field(sa_type=Text)
        amount: Decimal = Field(sa_type=Numeric(18, 2))
        currency: str = Field(sa_type=CHAR(3))
        extra: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
        created_at: datetime = Field(sa_type=DateTime(timezone=True))
        version: int = 1

services/orders/use_cases/ship_order.py
    async def ship_order(order_id: UUID, uow: UnitOfWork) -> OrderView:
        '''Shipping again changes nothing.'''
        async with uow.begin() as work:
            order = await store.lock_order(work, order_id)  # in_scope(), with_for_update(); NotFound
            if order.status is OrderStatus.SHIPPED:
                return order.view()
            order.status = lifecycle.move(order.status, OrderStatus.SHIPPED)     # raises Refused("ORD-1", ...)
            order.version += 1
            work.emit(OrderShipped(order_id=order.id, version=order.version))
            return order.view()

services/orders/api.py
    router = APIRouter(prefix="/orders", tags=["orders"])

    @router.post("/{order_id}/ship", dependencies=[needs("shipper")])
    async def ship(order_id: UUID, uow: Uow) -> OrderView:
        return await ship_order(order_id, uow)

services/orders/subscribers.py
    subscriptions = Subscriptions("orders")

    @subscriptions.on(ContractEffective)
    async def contract_effective(event: ContractEffective, uow: UnitOfWork) -> None:
        await note_contract(event, uow)          # one transaction; raise NotYet("customer", id) when it came too early

services/orders/main.py
    def make(settings: Settings | None = None) -> FastAPI:
        return create_app(name="orders", routers=[router], subscriptions=subscriptions, settings=settings or Settings())

    if __name__ == "__main__":
        serve(make)

tests/services/orders/test_ship.py               # the folder's name says which service is tested
    async def test_a_shipped_order_is_told_to_everybody(api, outbox, deliver):
        shipper = an_actor("shipper")
        await deliver(a_contract_effective(), twice=True)
        answer = await api.as_(shipper).post(f"/orders/{ORDER}/ship")
        assert answer.status_code == 200
        assert [type(event) for event in await outbox()] == [OrderShipped]

Migrations: `services/<name>/migrations/versions/0001_first.py` (Alembic, `op.create_table`); `python -m chassis.migrate
orders` runs the chassis' history, then the service's; `await assert_migrated(house)` in a test compares the two.
"""
