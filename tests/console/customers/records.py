"""Of which records of customers are there pages to be looked at?"""

from base64 import b64encode
from uuid import UUID

from chassis.base.clock import new_id, now
from messages.base import Page
from messages.deals.customer_care.admissions import AdmissionView, RegisterCustomer
from messages.deals.customer_care.expenses import AddCustomerExpense, CustomerExpenseView
from messages.deals.follow_ups import GivenFile
from messages.money import Money
from tests.whole_stack import SalesSoFar


async def customer_records(sales: SalesSoFar, customer_id: UUID) -> dict[str, UUID]:
    """By the names of the paths' parameters: of this customer."""
    seller, rival = await sales.cast.player("li.sales"), await sales.cast.player("chen.sales")
    here = f"/customers/{customer_id}"
    receipt = GivenFile.model_validate({"name": "receipt.pdf", "content": b64encode(b"%PDF-1.7 a receipt").decode()})
    spent = AddCustomerExpense(
        kind="TRAVEL", amount=Money.of("320.00", "CNY"), spent_on=now().date(), files=[receipt]
    )  # fmt: skip
    expense = await seller.post("deals", f"{here}/expenses", spent, CustomerExpenseView, key=new_id())
    his = {"customer_id": customer_id, "owner_id": rival.id, "open": "true", "limit": 1}
    found = await rival.get("deals", "/admissions", Page[AdmissionView], **his)  # other files look at it, too
    claim = next(iter(found.items), None) or await rival.post(
        "deals", f"{here}/register", RegisterCustomer(note="x"), AdmissionView, key=new_id()
    )
    return {"customer_expense": expense.id, "admission": claim.id}
