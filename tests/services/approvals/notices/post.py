"""How does a test set channels, sweep, and look at what became of it?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness
from messages.approvals.notices import DeliveryView, ProcessedDeliveries
from tests.services.approvals.conftest import Company, id_of
from tests.services.approvals.notices.receivers import Mailbox, Web, a_mail_server, a_web_server

MONDAY = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


@dataclass
class Post:
    """The company's notices, with receivers of this machine."""

    company: Company
    harness: ServiceHarness
    mail: Mailbox
    web: Web

    def set(self, **settings: Any) -> None:
        issuer = self.harness.app.state.issuer
        own = issuer.settings.model_copy(update=settings)
        self.harness.app.state.issuer = replace(issuer, settings=own)

    async def channel(self, login: str, kind: str = "mail", **more: Any) -> dict[str, Any]:
        body = {"kind": kind, "address": f"{login}@house.test"} | more
        answer = await self.company.as_(login).post("/channels", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def sweep(self, at: datetime | None = None) -> ProcessedDeliveries:
        headers = {"x-as-of": at.isoformat()} if at else {}
        answer = await self.company.process.post("/deliveries/process-due", headers=headers)
        assert answer.status_code == 200, answer.text
        return ProcessedDeliveries.model_validate_json(answer.content)

    async def deliveries(self, login: str, **query: Any) -> list[DeliveryView]:
        answer = await self.company.as_(login).get("/deliveries", params=query)
        assert answer.status_code == 200, answer.text
        return [DeliveryView.model_validate(one) for one in answer.json()["items"]]

    async def todo(self, login: str, at: datetime, number: str) -> None:
        """Something to do, in virtual time: the simplest notice there is."""
        about = {"kind": "order", "id": str(id_of(number)), "number": number, "title": "Ten pumps"}
        body = {"id": str(id_of(f"todo {number}")), "kind": "ship", "about": about, "person_id": str(id_of(login))}
        answer = await self.company.process.post("/todos", json=body, headers={"x-as-of": at.isoformat()})
        assert answer.status_code == 200, answer.text

    def link(self, of: int = -1) -> str:
        """The token of the link in a mail."""
        found = self.mail.bodies[of].split("/l/")[1]
        return found.split()[0]


@pytest.fixture
def mail_server() -> Iterator[Mailbox]:
    with a_mail_server() as box:
        yield box


@pytest.fixture
def web_server() -> Iterator[Web]:
    with a_web_server() as web:
        yield web


@pytest.fixture
def post(company: Company, harness: ServiceHarness, mail_server: Mailbox, web_server: Web) -> Post:
    found = Post(company, harness, mail_server, web_server)
    hosts = dict.fromkeys(("wecom", "dingtalk", "feishu", "slack"), web_server.url)
    found.set(
        smtp_host="127.0.0.1", smtp_port=mail_server.port, smtp_security="insecure", channel_hosts=hosts,
        webhook_hosts=["127.0.0.1"], console_url="http://console.test", one_click_up_to=Decimal(200_000),
        mail_from="Countersign <house@countersign.test>",
    )  # fmt: skip
    return found


def later(**more: float) -> datetime:
    """Than now; virtual time."""
    return datetime.now(UTC) + timedelta(**more)


__all__ = ["MONDAY", "Post", "later", "mail_server", "post", "web_server"]
