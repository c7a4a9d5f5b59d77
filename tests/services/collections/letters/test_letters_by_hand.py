"""What does finance do by hand with letters: post one, send one, and with which interest?"""

from datetime import date, timedelta
from typing import Any

from messages.collections.dunning.letters import DunningLetterPosted
from services.collections.domain.due_dates import midnight
from tests.services.approvals.notices.receivers import Mailbox
from tests.services.collections.conftest import Company, wrong_of
from tests.services.collections.letters.scenes import address, dunned, keep, pay
from tests.services.collections.test_dunning import DUE, day, rows


async def test_feature_203_col_172_a_letter_is_posted_by_hand_with_day_and_person(
    company: Company, mailbox: Mailbox, outbox: Any, time_is: Any
) -> None:
    letter = await dunned(company, *rows("1"), email="")
    time_is(midnight(date(2026, 4, 4), "Asia/Shanghai") + timedelta(hours=10))
    path = f"/dunnings/{letter['id']}"
    printed = await company.as_(company.finance).get(f"{path}/pdf", params={"lang": "en"})
    assert printed.headers["content-type"] == "application/pdf"
    for wrong in ("2026-04-01", "2026-04-05"):
        answer = await company.send(company.finance, f"{path}/mark-posted", posted_on=wrong)
        assert (answer.status_code, *wrong_of(answer)) == (422, "COL-172", "posted_on"), wrong
    posted = await company.post(company.finance, f"{path}/mark-posted", key="once", posted_on="2026-04-03")
    assert (posted["letter_state"], posted["posted_on"]) == ("POSTED", "2026-04-03")
    assert (posted["posted_by"], posted["sent_at"]) == (str(company.finance.id), None)
    again = await company.post(company.finance, f"{path}/mark-posted", key="once", posted_on="2026-04-03")
    assert again == posted
    assert len(await outbox(DunningLetterPosted)) == 1
    await address(company, letter["customer_id"])
    assert (await keep(company, day(4)))["sent"] == 0, "it is not mailed any more"


async def test_feature_203_col_170_the_letter_bears_the_interest_of_its_level_on_what_was_open_each_day(
    company: Company, mailbox: Mailbox, time_is: Any
) -> None:
    levels = [{"days": 1, "tasks_for": ["owner"], "letter": True, "interest_rate": "7.3"}]
    levels += [{"days": 20, "tasks_for": ["legal"], "letter": True, "interest_rate": "14.6"}]
    said = {"name": "有利息", "legal_entity_id": "CS-CN", "levels": levels}
    await company.post(company.finance, "/dunning-procedures", **said)
    letter = await dunned(company, *rows("1", amount="10000.00"), *rows("2", amount="300.00"), days=20)
    time_is(day(20) + timedelta(hours=9))
    await pay(company, letter, "5000.00", DUE + timedelta(days=10))
    await keep(company, day(20) + timedelta(hours=9))
    said = await company.get(company.finance, f"/dunnings/{letter['id']}/letter")
    found = {item["number"]: (item["open"]["amount"], item["interest"]["amount"]) for item in said["items"]}
    # 14.6 % a year is 0.04 % a day: 20 days on 5,000 and 10 days on what came after 10 days; 20 days on 300
    assert found == {"AR-CS-CN-1": ("5000.00", "60.00"), "AR-CS-CN-2": ("300.00", "2.40")}
    assert (said["interest"]["amount"], said["total"]["amount"]) == ("62.40", "5362.40")


async def test_feature_203_a_level_that_asks_for_no_letter_sends_none_unless_finance_does(
    company: Company, mailbox: Mailbox
) -> None:
    said = {"name": "无函", "legal_entity_id": "CS-CN", "levels": [{"days": 1, "tasks_for": ["owner"]}]}
    await company.post(company.finance, "/dunning-procedures", **said)
    letter = await dunned(company, *rows("1"))
    assert (letter["letter_state"], letter["number"]) == ("NOT_ASKED", "")
    assert (await keep(company, day(1)))["sent"] == 0
    sent = await company.post(company.finance, f"/dunnings/{letter['id']}/send")
    assert (sent["letter_state"], sent["number"][:3]) == ("WAITING", "DL-")
    assert (await keep(company, day(1)))["sent"] == 1


async def test_feature_203_letters_are_seen_by_whose_they_are_and_sent_by_finance(company: Company) -> None:
    letter = await dunned(company, *rows("1"))
    path = f"/dunnings/{letter['id']}"
    for part in ("", "/letter", "/mails", "/pdf"):
        assert (await company.as_(company.other).get(f"{path}{part}")).status_code == 404, part
        assert (await company.as_(company.foreign).get(f"{path}{part}")).status_code == 404, part
    assert (await company.send(company.li, f"{path}/send")).status_code == 403
    assert (await company.send(company.foreign, f"{path}/send")).status_code == 404
    said = {"posted_on": "2026-04-02"}
    assert (await company.send(company.foreign, f"{path}/mark-posted", **said)).status_code == 404
    to = {"customer_id": letter["customer_id"], "email": "a@example.com"}
    assert (await company.send(company.foreign, "/dunning-addresses", **to)).status_code == 404
    assert (await company.send(company.li, "/dunning-addresses", **to)).status_code == 403
    shown_to_li = await company.as_(company.other).get(f"/dunning-addresses/{letter['customer_id']}")
    assert shown_to_li.status_code == 404
