"""Are the quantities of orders looked at by the auditor? (`countersign audit books`)"""

from cli.audit.books import checked
from tests.services.orders.conftest import Company


async def test_no_line_has_more_shipped_than_ordered_nor_more_received_than_shipped(company: Company) -> None:
    cable = await company.product("CABLE", on_hand=6)
    contract = await company.contract((cable, 10, "100.00"))
    order = await company.order(contract.contract_id, (cable, 4))
    await company.stands(order, "confirm", "reserve")
    await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {})
    found = await checked("orders", company.harness.database.url)
    assert [(one.code, one.records, one.broken) for one in found] == [
        ("books.ordered", 1, 0), ("books.received", 1, 0), ("books.returned", 1, 0)
    ]  # fmt: skip
