"""Can somebody set what is set for leads, and does it show where it is used?"""

from collections.abc import Awaitable, Callable

from tests.console.conftest import Desk
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]


async def own_lead(seller: Desk, company: str, **more: str) -> str:
    """The page of a lead of his own."""
    said = {"source": "展会", "company": company, **more}
    made = await seller.send(await seller.see("/leads"), "/leads/new", **said)
    assert made.status_code == 303, Seen(made.text).text[:300]
    return str(made.headers["location"].split("?")[0])


async def test_feature_36_a_lead_is_dropped_for_a_reason_of_the_list_which_its_page_shows(desk: Sit) -> None:
    ops, seller = await desk("ops"), await desk("li.sales")
    page = await ops.see("/lead-rules")
    kept = page.form("/lead-rules/reasons").fields["reasons"][0]
    await ops.act("/lead-rules", "/lead-rules/reasons", reasons=f"{kept}\nTOO_FAR | 太远了 | Too far away")
    lead = await own_lead(seller, "太远公司")
    assert "太远了" in (await seller.see(lead)).text
    dropped = await seller.act(lead, "/drop", reason="TOO_FAR", drop_note="在国外")
    assert "太远了" in dropped.text
    assert "在国外" in dropped.text
    english = await (await desk("li.sales", "en")).see(lead)
    assert "Too far away" in english.text
    assert "太远了" in (await ops.see("/lead-rules")).text
    refused = await ops.send(await ops.see("/lead-rules"), "/lead-rules/reasons", reasons="A | 甲\na | 乙")
    assert "每个放弃原因只写一次" in Seen(refused.text).text
    assert [form for form in (await seller.see("/lead-rules")).forms if "reasons" in form.action] == []
    await ops.act("/lead-rules", "/lead-rules/reasons", reasons=kept)
