"""How is a customer late, written to, and what became of it?"""

from datetime import date, datetime
from typing import Any

from services.collections.settings import InvoiceSeller
from services.collections.use_cases.dunning.process_due_receivables import BREATH
from tests.services.collections.conftest import Company, cny
from tests.services.collections.test_dunning import DUE, brought, day, shard_with, shown

SELLER = InvoiceSeller(
    legal_entity_id="CS-CN", name="示例销售有限公司", bank_name="示例银行", bank_account="6222 0000 0000 0001"
)


async def keep(company: Company, at: datetime) -> Any:
    """As the keeper of mails does, some seconds after the levels were reached."""
    path, headers = "/invoice-mails/process-due", {"x-as-of": (at + BREATH).isoformat()}
    answer = await company.as_(company.keeper).post(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def address(company: Company, customer_id: str, email: str = "ap@example.com", **said: Any) -> Any:
    return await company.post(company.finance, "/dunning-addresses", customer_id=customer_id, email=email, **said)


async def dunned(company: Company, *told: dict[str, Any], days: int = 1, email: str = "ap@example.com") -> Any:
    """The letter of one customer's receivables that are so many days late."""
    ids = await brought(company, *told)
    customer_id = (await shown(company, ids[0]))["customer_id"]
    if email:
        await address(company, customer_id, email)
    await company.sweep(await shard_with(company, ids[0]), day(days))
    return (await company.get(company.finance, "/dunnings", customer_id=customer_id))["items"][0] | {"ids": ids}


async def pay(company: Company, letter: Any, amount: str, on: date = DUE, **more: Any) -> None:
    fields = {"customer_id": letter["customer_id"], "amount": cny(amount), "received_on": on.isoformat()}
    paid = await company.post(company.finance_too, "/payments", **fields, **more)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")


async def seen(company: Company, letter: Any) -> Any:
    return await company.get(company.finance, f"/dunnings/{letter['id']}")


async def mails(company: Company, letter: Any) -> Any:
    return await company.get(company.finance, f"/dunnings/{letter['id']}/mails")
