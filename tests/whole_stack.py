"""On which stack do the journeys and the pages run? (one for all of them, with every server, service and the worker)"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from deploy.cast.company import set_up, wait_until_known
from deploy.cast.player import Cast, Player
from deploy.cast.sale import Goods, Roles, Sale
from deploy.embedded.running import Stack, running_stack
from deploy.embedded.tokens import setup_token
from deploy.sample import goods
from deploy.sample.people import LOGINS, PEOPLE
from messages.collections.receivables import ReceivableView
from messages.deals.contracts import ContractView
from messages.deals.customers import AddCustomer, CustomerView
from messages.deals.opportunities import OpportunityView
from messages.money import exact
from services.collections.domain.shards import derived_id, shard_of
from tests.services.approvals.notices.receivers import Mailbox, a_mail_server

if TYPE_CHECKING:
    from temporalio.client import Client
    from temporalio.testing import TimeSkipper

ROLES = Roles(shipper="zheng.shipper", finance="qian.finance")


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """What the stack sends by mail comes here."""
    with a_mail_server() as box:
        yield box


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> AsyncIterator[Stack]:
    async with a_stack(tmp_path_factory.mktemp("stack"), mailbox) as running:
        yield running


@asynccontextmanager
async def a_stack(folder: Path, mailbox: Mailbox) -> AsyncIterator[Stack]:
    """With its company; who moves the clocks of all shards' keepers needs one of their own."""
    # A month of virtual time passes in a few wakes, and money may be received on its virtual day.
    settings = {"COUNTERSIGN_KEEPER_SLEEP_MINUTES": "1440", "COUNTERSIGN_RECEIVED_AHEAD_DAYS": "400"}
    settings["COUNTERSIGN_WEBHOOK_HOSTS"] = '["127.0.0.1"]'  # where the tests listen
    mail = {"HOST": "127.0.0.1", "PORT": str(mailbox.port), "SECURITY": "insecure"}
    settings |= {f"COUNTERSIGN_SMTP_{name}": value for name, value in mail.items()}
    logins = [login for login, _ in LOGINS]
    async with running_stack(var=folder, fast=True, settings=settings, demo_logins=logins) as running:
        async with Cast(running.urls, running.token, setup_token(running.layout)) as cast:
            await set_up(goods.company(), cast.setup)
            await wait_until_known(cast.setup, [one.login for one in PEOPLE])
        yield running


@pytest.fixture(scope="session")
async def cast(stack: Stack) -> AsyncIterator[Cast]:
    async with Cast(stack.urls, stack.token, setup_token(stack.layout)) as made:
        yield made


@pytest.fixture(scope="session")
async def temporal(stack: Stack) -> "Client":
    from temporalio.client import Client

    return await Client.connect(stack.layout.temporal)


@pytest.fixture(scope="session")
def skipper(temporal: "Client") -> "TimeSkipper":
    from temporalio.testing import TimeSkipper

    return TimeSkipper(temporal)


class SalesSoFar:
    """Sales that have come so far already."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    async def sale(self, seller: str = "li.sales") -> Sale:
        return Sale(self.cast, await self.cast.player(seller), ROLES)

    async def customer(self, sale: Sale, name: str = "") -> UUID:
        said = AddCustomer(id=uuid4(), name=name or f"客户 {uuid4().hex[:10]}", legal_entity_id=goods.ENTITY)
        return (await sale.seller.post("deals", "/customers", said, CustomerView)).id

    async def opened(self, sale: Sale, customer_id: UUID | None = None, project: str = "") -> OpportunityView:
        return await sale.open(customer_id or await self.customer(sale), project or f"项目 {uuid4().hex[:10]}")

    async def drafted(self, sale: Sale, *, quantity: int = 3, price: str = "4500.00") -> ContractView:
        opened = await self.opened(sale)
        await sale.protect(opened.id)
        return await sale.win(opened.id, some_goods(quantity=quantity, price=price))

    async def submitted(self, sale: Sale, **line: object) -> ContractView:
        """It waits for legal, finance and the manager."""
        contract = await self.drafted(sale, **line)  # type: ignore[arg-type]
        return await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, ContractView)


@pytest.fixture(scope="session")
def sales(cast: Cast) -> SalesSoFar:
    return SalesSoFar(cast)


def some_goods(*, quantity: int = 3, price: str = "4500.00") -> Goods:
    return Goods(product_id=goods.id_of("GW-100"), quantity=quantity, price=exact(price), currency="CNY")


# Customers of another system whose keepers' clocks tests move on.
MOVED_ON = ("C-LATE", "C-DUE-SOON", "C-REAL")


def a_customer_of_today() -> str:
    """Of another system, in a shard whose clock no test moves: what follows there is due now, not days ahead."""
    moved_on = {_shard(customer) for customer in MOVED_ON}
    return next(name for _ in range(1000) if _shard(name := f"C-{uuid4().hex[:8]}") not in moved_on)


def _shard(customer: str) -> int:
    return shard_of(derived_id("customer", goods.ENTITY, customer))


async def keeper_of(setup: Player, receivable_id: UUID) -> str:
    """The id of the process that watches over it. A clock that is moved stays moved, for all of its shard: each test
    has a customer whose shard no other test moves."""
    seen = await setup.get("collections", f"/receivables/{receivable_id}", ReceivableView)
    return f"overdue-escalation/{shard_of(seen.customer_id)}"
