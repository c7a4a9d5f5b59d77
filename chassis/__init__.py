"""What every part stands on: the only place with infrastructure code. Its rooms, each importing only those above it:

base/     clock, settings, logs, metrics
auth/     who acts (Actor, needs(...)), tokens
db/       database, unit of work, outbox, paging, migrations, the tables that every service has
records/  what several services keep alike: people, files, custom fields
events/   envelope, streams, connection to NATS, relay, subscriptions, consumer, dead letters
http/     the app, its middleware, problems, former routes, the client of other services, revoked tokens, live events
testing/  what tests stand on (a pytest plugin)

How a service is made of it:

services/orders/tables/
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

services/orders/use_cases/shipments/ship_order.py
    async def ship_order(order_id: UUID, uow: UnitOfWork) -> OrderView:
        '''Shipping again changes nothing.'''
        async with uow.begin() as work:
            order = await store.lock_order(work, order_id)  # in_scope(), with_for_update(); NotFound
            if order.status is OrderStatus.SHIPPED:
                return order.view()
            order.status = lifecycle.move(order.status, OrderStatus.SHIPPED)     # raises RuleViolation("ORD-1", ...)
            order.version += 1
            work.emit(OrderShipped(order_id=order.id, version=order.version))
            return order.view()

services/orders/api/orders.py
    router = APIRouter(prefix="/orders", tags=["orders"])

    @router.post("/{order_id}/ship", dependencies=[needs("shipper")])
    async def ship(order_id: UUID, uow: Uow) -> OrderView:
        return await ship_order(order_id, uow)

services/orders/subscribers.py
    subscriptions = Subscriptions("orders")
    subscriptions.on_people()                    # keeps the table `people`

    @subscriptions.on(ContractEffective)
    async def contract_effective(event: ContractEffective, uow: UnitOfWork) -> None:
        await project_contract(event, uow)       # one transaction; raise NotYet("customer", id) when it came too early

services/orders/main.py
    def make(settings: Settings | None = None) -> FastAPI:
        return create_app(name="orders", routers=[router], subscriptions=subscriptions, settings=settings or Settings())

    if __name__ == "__main__":
        serve(make)

tests/services/orders/test_ship.py               # the folder's name says which service is tested
    async def test_a_shipped_order_is_published(api, outbox, deliver):
        shipper = an_actor("shipper")
        await deliver(a_contract_effective(), twice=True)
        answer = await api.as_(shipper).post(f"/orders/{ORDER}/ship")
        assert answer.status_code == 200
        assert [type(event) for event in await outbox()] == [OrderShipped]

Migrations: `services/<name>/migrations/versions/0001_first.py` (Alembic, `op.create_table`);
`python -m chassis.db.migrate orders` runs the chassis' history, then the service's; in a test,
`await assert_migrated(house)` compares the two.
"""
