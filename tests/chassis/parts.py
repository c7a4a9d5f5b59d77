"""Which rows do the tests of writing and reading rows use, and how often was the server told to write them?"""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, DateTime, Enum, Numeric, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

# The server itself says how often it was told to write.
TOLD = "CREATE TABLE IF NOT EXISTS told (act text)"
TELL = """CREATE OR REPLACE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO told VALUES (TG_OP); RETURN NULL; END $$"""
TELLS = "CREATE OR REPLACE TRIGGER tells AFTER INSERT OR UPDATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION tell()"


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"
    GREEN = "GREEN"


class Base(SQLModel, registry=registry()):
    """The tables of these tests."""

    __written_together__ = True


class Part(Base, table=True):
    order_id: UUID = Field(primary_key=True)
    line: int = Field(primary_key=True)
    limit: int = 0
    name: str | None = Field(default=None, sa_type=Text)
    price: Decimal = Field(default=Decimal(0), sa_type=Numeric(18, 2))
    currency: str = Field(default="CNY", sa_type=CHAR(3))
    colour: Colour = Field(default=Colour.RED, sa_type=Enum(Colour, native_enum=False, length=16))
    due: date | None = None
    at: datetime = Field(default=datetime(2026, 1, 1, tzinfo=UTC), sa_type=DateTime(timezone=True))
    more: dict[str, Any] = Field(default={}, sa_type=JSONB)


class Tagged(Base, table=True):
    id: int = Field(primary_key=True)
    tags: list[str] = Field(default=[], sa_type=ARRAY(Text))


async def make_tables(connection: AsyncConnection) -> None:
    await connection.run_sync(Base.metadata.create_all)
    for statement in (TOLD, TELL, *(TELLS.format(table) for table in Base.metadata.tables), "TRUNCATE told"):
        await connection.execute(text(statement))


async def told(session: AsyncSession) -> list[str]:
    """What the server was told since the last time."""
    return list((await session.execute(text("WITH old AS (DELETE FROM told RETURNING act) TABLE old"))).scalars())


async def kept(session: AsyncSession, order: UUID) -> list[Part]:
    session.expire_all()
    return [await session.get_one(Part, (order, line)) for line in range(30)]


def parts(order: UUID) -> list[Part]:
    return [
        Part(
            order_id=order, line=n, limit=n, name=None if n % 2 else f"'{n}\\\n", price=Decimal(n) / 4, due=None,
            colour=Colour.BLUE if n % 3 else Colour.RED, more={"n": [n, None, "{}"]} if n else {},
        )
        for n in range(30)
    ]  # fmt: skip
