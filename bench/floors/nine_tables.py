"""What does an order cost at least: three lines, shipped, received, invoiced and paid, in bare SQL over nine tables?"""

from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]

TABLES = """
CREATE TABLE IF NOT EXISTS stock (product int PRIMARY KEY, on_hand int NOT NULL, reserved int NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS customer_order (id uuid PRIMARY KEY, state text NOT NULL, total numeric(18,2) NOT NULL);
CREATE TABLE IF NOT EXISTS order_line (id uuid PRIMARY KEY, order_id uuid NOT NULL REFERENCES customer_order,
  product int NOT NULL REFERENCES stock, quantity int NOT NULL, price numeric(18,2) NOT NULL);
CREATE TABLE IF NOT EXISTS shipment (id uuid PRIMARY KEY, order_id uuid NOT NULL REFERENCES customer_order);
CREATE TABLE IF NOT EXISTS receipt (id uuid PRIMARY KEY, shipment_id uuid NOT NULL REFERENCES shipment);
CREATE TABLE IF NOT EXISTS invoice (id uuid PRIMARY KEY, order_id uuid NOT NULL REFERENCES customer_order,
  amount numeric(18,2) NOT NULL);
CREATE TABLE IF NOT EXISTS receivable (id uuid PRIMARY KEY, order_id uuid NOT NULL REFERENCES customer_order,
  amount numeric(18,2) NOT NULL, paid numeric(18,2) NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS payment (id uuid PRIMARY KEY, amount numeric(18,2) NOT NULL);
CREATE TABLE IF NOT EXISTS allocation (payment_id uuid REFERENCES payment, receivable_id uuid REFERENCES receivable,
  amount numeric(18,2) NOT NULL, PRIMARY KEY (payment_id, receivable_id));
INSERT INTO stock SELECT n, 1000000000 FROM generate_series(1, 3) n ON CONFLICT DO NOTHING;
"""
LINES = ((1, 3, 4500), (2, 1, 12000), (3, 10, 250))
TOTAL = sum(quantity * price for _, quantity, price in LINES)


async def make_tables(pool: asyncpg.Pool) -> None:
    await pool.execute(TABLES)


async def cycle(pool: asyncpg.Pool) -> None:
    """Each step is durable before the next."""
    order_id = uuid4()
    async with pool.acquire() as connection:
        await _place(connection, order_id)
        await _confirm(connection, order_id)
        shipment_id = await _ship(connection, order_id)
        await _receive(connection, order_id, shipment_id)
        receivable_id = await _invoice(connection, order_id)
        await _pay(connection, order_id, receivable_id)


async def _place(connection: asyncpg.Connection, order_id: UUID) -> None:
    async with connection.transaction():
        await connection.execute("INSERT INTO customer_order VALUES ($1, 'PLACED', $2)", order_id, TOTAL)
        for product, quantity, price in LINES:
            line = (uuid4(), order_id, product, quantity, price)
            await connection.execute("INSERT INTO order_line VALUES ($1, $2, $3, $4, $5)", *line)


async def _confirm(connection: asyncpg.Connection, order_id: UUID) -> None:
    async with connection.transaction():
        await connection.execute("UPDATE customer_order SET state = 'CONFIRMED' WHERE id = $1", order_id)
        lines = await connection.fetch(
            "SELECT product, quantity FROM order_line WHERE order_id = $1 ORDER BY product", order_id
        )
        for line in lines:
            await connection.execute("UPDATE stock SET reserved = reserved + $2 WHERE product = $1", *line)


async def _ship(connection: asyncpg.Connection, order_id: UUID) -> UUID:
    shipment_id = uuid4()
    async with connection.transaction():
        await connection.execute("INSERT INTO shipment VALUES ($1, $2)", shipment_id, order_id)
        await connection.execute("UPDATE customer_order SET state = 'SHIPPED' WHERE id = $1", order_id)
        lines = await connection.fetch(
            "SELECT product, quantity FROM order_line WHERE order_id = $1 ORDER BY product", order_id
        )
        for line in lines:
            change = "UPDATE stock SET on_hand = on_hand - $2, reserved = reserved - $2 WHERE product = $1"
            await connection.execute(change, *line)
    return shipment_id


async def _receive(connection: asyncpg.Connection, order_id: UUID, shipment_id: UUID) -> None:
    async with connection.transaction():
        await connection.execute("INSERT INTO receipt VALUES ($1, $2)", uuid4(), shipment_id)
        await connection.execute("UPDATE customer_order SET state = 'RECEIVED' WHERE id = $1", order_id)


async def _invoice(connection: asyncpg.Connection, order_id: UUID) -> UUID:
    receivable_id = uuid4()
    async with connection.transaction():
        total = await connection.fetchval("SELECT total FROM customer_order WHERE id = $1", order_id)
        await connection.execute("INSERT INTO invoice VALUES ($1, $2, $3)", uuid4(), order_id, total)
        await connection.execute("INSERT INTO receivable VALUES ($1, $2, $3)", receivable_id, order_id, total)
    return receivable_id


async def _pay(connection: asyncpg.Connection, order_id: UUID, receivable_id: UUID) -> None:
    payment_id = uuid4()
    async with connection.transaction():
        owed = await connection.fetchval("SELECT amount FROM receivable WHERE id = $1 FOR UPDATE", receivable_id)
        await connection.execute("INSERT INTO payment VALUES ($1, $2)", payment_id, owed)
        await connection.execute("INSERT INTO allocation VALUES ($1, $2, $3)", payment_id, receivable_id, owed)
        await connection.execute("UPDATE receivable SET paid = paid + $2 WHERE id = $1", receivable_id, owed)
        await connection.execute("UPDATE customer_order SET state = 'COMPLETED' WHERE id = $1", order_id)
