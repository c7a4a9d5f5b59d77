"""Are absences, people and policies kept on their pages, by those who may?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from deploy.cast.player import Player
from deploy.cast.sale import task_about
from messages.approvals.people import AbsenceView, PersonView
from messages.approvals.policies import PolicyView
from messages.base import Page
from tests.console.conftest import Desk
from tests.console.expense_requests import expense
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]


async def absences(player: Player) -> list[AbsenceView]:
    return await player.get("approvals", "/absences", list[AbsenceView])


async def test_an_absence_is_noted_on_ones_own_clock_and_ended_early(desk: Sit, sales: SalesSoFar) -> None:
    chen, zhao = await sales.cast.player("chen.sales"), await sales.cast.player("zhao.sales")
    page = await desk("chen.sales", "en")
    away = {"starts_at": "2031-02-03T09:00", "ends_at": "2031-02-07T18:00", "substitute_id": str(zhao.id)}
    noted = await page.act("/absences", "/absences", **away)
    assert "3 Feb 2031, 09:00" in noted.text
    assert zhao.name in noted.text
    (one,) = await absences(chen)
    assert one.starts_at == datetime(2031, 2, 3, 1, tzinfo=UTC)  # nine in Shanghai
    await page.act("/absences", f"/absences/{one.id}/end")
    assert [each for each in await absences(chen) if each.ends_at > datetime.now(UTC) + timedelta(days=1)] == []


@pytest.mark.parametrize(
    ("change", "word"),
    [({"substitute_id": ""}, "Substitute"), ({"ends_at": "2031-02-01T09:00"}, "Until"), ({"starts_at": "x"}, "From")],
)
async def test_an_absence_that_cannot_be_is_told_and_what_was_typed_stays(
    desk: Sit, sales: SalesSoFar, change: dict[str, str], word: str
) -> None:
    page, zhao = await desk("chen.sales", "en"), await sales.cast.player("zhao.sales")
    said = {"starts_at": "2031-02-03T09:00", "ends_at": "2031-02-07T18:00", "substitute_id": str(zhao.id)} | change
    answer = await page.send(await page.see("/absences"), "/absences", **said)
    assert answer.status_code in (409, 422)
    told = Seen(answer.text)
    assert word in told.text
    assert told.form("/absences").fields["starts_at"] == [said["starts_at"]]


async def test_nobody_notes_another_ones_absence(desk: Sit, sales: SalesSoFar) -> None:
    page, zhao = await desk("chen.sales", "en"), await sales.cast.player("zhao.sales")
    tom = await sales.cast.player("tom.sales")
    said = {"starts_at": "2031-02-03T09:00", "ends_at": "2031-02-07T18:00", "substitute_id": str(zhao.id)}
    answer = await page.send(await page.see("/absences"), "/absences", person_id=str(tom.id), **said)
    assert answer.status_code in (403, 409)
    assert await absences(tom) == []


async def test_people_come_in_from_a_file_and_bad_lines_are_named(desk: Sit, sales: SalesSoFar) -> None:
    ops, login = await desk("ops", "en"), f"new.{uuid4().hex[:6]}"
    lines = [
        "login,name,unit,manager,roles,legal_entity_id",
        f"{login},新人,cs/east/sales-1,wang.manager,sales sales_manager,CS-CN",
        f"{login}.2,B,cs/east/sales-1,nobody.there,sales,CS-CN",
    ]
    for encoding in ("utf-8-sig", "gb18030"):
        file = {"file": ("people.csv", "\r\n".join(lines).encode(encoding), "text/csv")}
        form = (await ops.see("/people")).form("/import/files")
        answer = await ops.client.post("/people/import/files", data=form.fields, files=file)
        page = Seen(answer.text)
        assert answer.status_code == 200, page.text
        assert f"{login}.2" in page.text
        assert "nobody.there" in page.text
    player = await sales.cast.player("ops")
    (one,) = (await player.get("approvals", "/people", Page[PersonView], login=login)).items
    assert (one.name, sorted(one.roles)) == ("新人", ["sales", "sales_manager"])


async def test_a_file_without_a_header_is_told_and_nothing_is_brought_in(desk: Sit) -> None:
    ops = await desk("ops", "en")
    form = (await ops.see("/people")).form("/import/files")
    file = {"file": ("x.csv", b"\xff\xfe\x00binary", "text/csv")}
    answer = await ops.client.post("/people/import/files", data=form.fields, files=file)
    assert answer.status_code == 422
    assert "a line has to name the columns" in Seen(answer.text).text


async def test_a_leavers_tasks_are_handed_over(desk: Sit, sales: SalesSoFar) -> None:
    request = await expense(await sales.cast.player("tom.sales"))
    anna, wang = await sales.cast.player("anna.manager"), await sales.cast.player("wang.manager")
    await task_about(anna, request.about.id)
    ops = await desk("ops", "en")
    told = await ops.act(f"/people/{anna.id}", "/hand-over", to=str(wang.id))
    assert "handed over" in told.text
    assert "approve" in (await task_about(wang, request.about.id)).may


async def test_sales_are_shown_no_button_that_is_not_theirs(desk: Sit, sales: SalesSoFar) -> None:
    anna = await sales.cast.player("anna.manager")
    seller = await desk("li.sales", "en")
    for path in ("/people", f"/people/{anna.id}", "/policies", "/policies/contract", "/policies/new"):
        page = await seller.see(path)
        assert not [form for form in page.forms if form.method == "post" and form.action.startswith("/people")]
        assert "/policies/new?based_on=contract" not in page.links
    refused = await seller.send(await seller.see("/policies/new"), "/policies/check", act="publish")
    assert refused.status_code == 403


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_policy_is_shown_in_words(desk: Sit, lang: str) -> None:
    ops = await desk("ops", lang)
    found = [link for link in (await ops.see("/policies")).links if link.startswith("/policies/")]
    assert len(found) > 10
    for link in found:
        page = await ops.see(link)
        assert not page.codes, (link, page.codes)


@pytest.mark.parametrize(("lang", "named"), [("zh", "财务、法务"), ("en", "Finance, Legal")])
async def test_the_steps_that_one_person_may_not_both_sign_are_called_by_their_names(
    desk: Sit, lang: str, named: str
) -> None:
    ops, key = await desk("ops", lang), f"apart-{lang}"
    yaml = (
        f"policy: {key}\nsegregate: [fin, law]\nroute:\n"
        "  - {step: fin, name: {zh: 财务, en: Finance}, signers: {role: finance}}\n"
        "  - {step: law, name: {zh: 法务, en: Legal}, signers: {role: legal}}\n"
    )
    answer = await ops.send(await ops.see("/policies/new"), "/policies/check", yaml=yaml, act="publish")
    assert answer.status_code == 303, answer.text
    assert f"<dd>{named}</dd>" in (await ops.client.get(f"/policies/{key}")).text


async def test_a_mistake_is_shown_at_its_line_and_the_text_stays(desk: Sit) -> None:
    ops = await desk("ops", "en")
    wrong = "policy: p\nroute:\n  - step: a\n    signers: {manager: 1}\n    when: margin > 1.0\n"
    answer = await ops.send(await ops.see("/policies/new"), "/policies/check", yaml=wrong, act="check")
    assert answer.status_code == 409
    assert '<li class="bad" id="wrong">    when: margin &gt; 1.0</li>' in answer.text
    page = Seen(answer.text)
    assert "Line 5 · route[0].when" in page.text
    assert "looks at margin, which is not among the facts" in page.text
    assert page.form("/policies/check").fields["yaml"][0].strip() == wrong.strip()


async def test_a_policy_is_checked_published_compared_and_tried(desk: Sit, sales: SalesSoFar) -> None:
    ops, key = await desk("ops", "en"), f"page-{uuid4().hex[:6]}"
    first = f"policy: {key}\nfacts: {{amount: money, owner: person, rush: bool, tags: texts, pieces: int}}\nroute:\n"
    first += "  - {step: boss, signers: {manager: 1}, within: 2 business days}\n"
    checked = await ops.send(await ops.see("/policies/new"), "/policies/check", yaml=first, act="check")
    assert checked.status_code == 200
    assert "can be published" in Seen(checked.text).text
    shown = await ops.act("/policies/new", "/policies/check", yaml=first, act="publish")
    assert "in force as version 1" in shown.text
    second = first + "  - {step: law, signers: {role: legal}, when: amount > 10.0}\n"
    shown = await ops.act(f"/policies/new?based_on={key}", "/policies/check", yaml=second, act="publish")
    assert "version 2" in shown.text
    assert "+- step: law" in shown.text.replace("+ ", "+")
    assert "only needed if amount is more than 10" in shown.text
    older = await ops.see(f"/policies/{key}?version=1")
    assert "older" in older.text
    li, wang = await sales.cast.player("li.sales"), await sales.cast.player("wang.manager")
    form = await ops.see(f"/policies/{key}/preview")
    said = {"fact_amount": "11", "fact_owner": str(wang.id), "fact_rush": "no", "fact_tags": "a，b", "fact_pieces": "3"}
    seen = Seen((await ops.send(form, "/preview", requester_id=str(li.id), **said)).text)
    assert wang.name in seen.text
    assert "孙律" in seen.text
    policy = await (await sales.cast.player("ops")).get("approvals", f"/policies/{key}", PolicyView)
    assert policy.version == 2


async def test_a_fact_that_is_none_is_told_and_the_others_stay(desk: Sit) -> None:
    ops = await desk("ops", "en")
    form = await ops.see("/policies/order/preview")
    answer = await ops.send(form, "/preview", fact_amount="many", fact_oldest_days_late="3")
    assert answer.status_code == 409
    page = Seen(answer.text)
    assert "amount" in page.text
    assert page.form("/preview").fields["fact_oldest_days_late"] == ["3"]


async def test_case_b7_a_policy_that_nothing_asks_by_is_marked_as_a_sample(desk: Sit) -> None:
    ops = await desk("ops", "en")
    listed = (await ops.see("/policies")).text
    assert "every contract" in listed
    assert "sample" in listed
    assert "no record of the house" in (await ops.see("/policies/expense")).text
    assert "no record of the house" not in (await ops.see("/policies/order")).text


async def test_case_b9_the_calendar_page_says_what_is_known_and_shows_the_difference_first(desk: Sit) -> None:
    ops = await desk("ops", "en")
    page = await ops.see("/calendars")
    assert "2026: announced" in page.text
    assert "2027: computed, not announced yet" in page.text
    assert "Known until 31 Dec 2026" in page.text
    said = {"country": "CN", "own_holidays": "2027-10-09 2027-10-10", "own_makeup_days": ""}
    answer = await ops.send(page, "/calendars/CN/preview", **said)
    assert answer.status_code == 200
    change = Seen(answer.text)
    assert "Days that would be off" in change.text
    assert "They keep the time they have" in change.text
    assert "Named by the house" not in (await ops.see("/calendars")).text
    kept = await ops.send(change, "/calendars/CN/bring-in")
    assert kept.status_code == 303
    assert "10 Oct 2027" in (await ops.see("/calendars")).text
    wrong = await ops.send(await ops.see("/calendars"), "/calendars/CN/preview", **said | {"own_holidays": "soon"})
    assert wrong.status_code == 422
    assert "a date is needed" in Seen(wrong.text).text
