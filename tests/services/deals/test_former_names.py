"""Is what an earlier release called refused, effective or a matter still understood?"""

from sqlalchemy import text

from messages.deals.contracts import ContractStatus
from messages.deals.registrations import RegistrationStatus
from tests.services.deals.conftest import Company


async def test_a_former_route_is_answered_as_todays(company: Company) -> None:
    contract = await company.in_approval()
    former, today = f"/contracts/{contract['id']}/matter", f"/contracts/{contract['id']}/approval-subject"
    subject = await company.ok(company.process, "GET", former)
    assert subject == await company.ok(company.process, "GET", today)
    rejected = await company.ok(company.process, "POST", f"/contracts/{contract['id']}/refuse", {"reason": "never"})
    assert rejected["status"] == "REJECTED"


async def test_a_status_of_a_former_name_is_read_and_asked_for_by_todays(company: Company) -> None:
    contract = await company.in_approval()
    async with company.harness.database.session() as session, session.begin():
        await session.execute(text("UPDATE contract SET status = 'REFUSED'"))
    assert (await company.ok(company.seller, "GET", f"/contracts/{contract['id']}"))["status"] == "REJECTED"
    listed = await company.ok(company.seller, "GET", "/registrations", params={"status": "REFUSED"})
    assert listed["items"] == []
    assert ContractStatus("REFUSED") is ContractStatus.REJECTED
    assert RegistrationStatus("REFUSED") is RegistrationStatus.REJECTED
