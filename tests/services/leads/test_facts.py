"""Does leads act on what it hears of people?"""

from chassis.testing import an_actor
from tests.services.leads.conftest import Company, known


async def test_the_leads_of_somebody_who_moves_go_along(company: Company) -> None:
    mine = await company.owned(company.wang)
    theirs = await company.owned(company.li)
    waiting = await company.lead()
    west_boss = an_actor("sales_manager", name="West Manager", unit="cs/west/sales-1")
    assert (await company.get(west_boss, "/leads"))["items"] == []
    await company.deliver(known(company.wang, unit="cs/west/sales-1", version=2), twice=True)
    assert {lead["id"] for lead in (await company.get(west_boss, "/leads"))["items"]} == {mine["id"]}
    left = await company.get(company.boss, "/leads")
    assert {lead["id"] for lead in left["items"]} == {theirs["id"], waiting["id"]}
    assert (await company.api.as_(company.boss).get(f"/leads/{mine['id']}")).status_code == 404


async def test_an_older_word_of_somebody_moves_nothing(company: Company) -> None:
    mine = await company.owned(company.wang)
    await company.deliver(known(company.wang, unit="cs/west/sales-1", version=3))
    await company.deliver(known(company.wang, version=2))
    west_boss = an_actor("sales_manager", name="West Manager", unit="cs/west/sales-1")
    assert [lead["id"] for lead in (await company.get(west_boss, "/leads"))["items"]] == [mine["id"]]
    assert (await company.get(company.boss, "/leads"))["items"] == []
