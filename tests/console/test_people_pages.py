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
from tests.console.asking import expense
from tests.console.conftest import Desk
from tests.console.forms import Seen
from tests.whole_house import Beginnings

Sit = Callable[..., Awaitable[Desk]]


async def absences(player: Player) -> list[AbsenceView]:
    return await player.get("approvals", "/absences", list[AbsenceView])


async def test_an_absence_is_noted_on_ones_own_clock_and_ended_early(desk: Sit, begun: Beginnings) -> None:
    chen, zhao = await begun.cast.player("chen.sales"), await begun.cast.player("zhao.sales")
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
    desk: Sit, begun: Beginnings, change: dict[str, str], word: str
) -> None:
    page, zhao = await desk("chen.sales", "en"), await begun.cast.player("zhao.sales")
    said = {"starts_at": "2031-02-03T09:00", "ends_at": "2031-02-07T18:00", "substitute_id": str(zhao.id)} | change
    answer = await page.send(await page.see("/absences"), "/absences", **said)
    assert answer.status_code in (409, 422)
    told = Seen(answer.text)
    assert word in told.text
    assert told.form("/absences").fields["starts_at"] == [said["starts_at"]]


async def test_nobody_notes_another_ones_absence(desk: Sit, begun: Beginnings) -> None:
    page, zhao = await desk("chen.sales", "en"), await begun.cast.player("zhao.sales")
    tom = await begun.cast.player("tom.sales")
    said = {"starts_at": "2031-02-03T09:00", "ends_at": "2031-02-07T18:00", "substitute_id": str(zhao.id)}
    answer = await page.send(await page.see("/absences"), "/absences", person_id=str(tom.id), **said)
    assert answer.status_code in (403, 409)
    assert await absences(tom) == []


async def test_people_come_in_from_a_file_and_bad_lines_are_named(desk: Sit, begun: Beginnings) -> None:
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
    player = await begun.cast.player("ops")
    (one,) = (await player.get("approvals", "/people", Page[PersonView], login=login)).items
    assert (one.name, sorted(one.roles)) == ("新人", ["sales", "sales_manager"])


async def test_a_file_without_a_header_is_told_and_nothing_is_brought_in(desk: Sit) -> None:
    ops = await desk("ops", "en")
    form = (await ops.see("/people")).form("/import/files")
    file = {"file": ("x.csv", b"\xff\xfe\x00binary", "text/csv")}
    answer = await ops.client.post("/people/import/files", data=form.fields, files=file)
    assert answer.status_code == 422
    assert "the first line has to name the columns" in Seen(answer.text).text


async def test_a_leavers_tasks_are_handed_over(desk: Sit, begun: Beginnings) -> None:
    request = await expense(await begun.cast.player("tom.sales"))
    anna, wang = await begun.cast.player("anna.manager"), await begun.cast.player("wang.manager")
    await task_about(anna, request.about.id)
    ops = await desk("ops", "en")
    told = await ops.act(f"/people/{anna.id}", "/hand-over", to=str(wang.id))
    assert "handed over" in told.text
    assert "approve" in (await task_about(wang, request.about.id)).may


async def test_sales_are_shown_no_button_that_is_not_theirs(desk: Sit, begun: Beginnings) -> None:
    anna = await begun.cast.player("anna.manager")
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


async def test_a_mistake_is_shown_at_its_line_and_the_text_stays(desk: Sit) -> None:
    ops = await desk("ops", "en")
    wrong = "policy: p\nroute:\n  - step: a\n    signers: {manager: 1}\n    when: margin > 1.0\n"
    answer = await ops.send(await ops.see("/policies/new"), "/policies/check", yaml=wrong, act="check")
    assert answer.status_code == 409
    assert '<li class="bad" id="wrong">    when: margin &gt; 1.0</li>' in answer.text
    page = Seen(answer.text)
    assert "Line 5 · route[0].when" in page.text
    assert "unknown fact margin" in page.text
    assert page.form("/policies/check").fields["yaml"][0].strip() == wrong.strip()


async def test_a_policy_is_checked_published_compared_and_tried(desk: Sit, begun: Beginnings) -> None:
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
    li, wang = await begun.cast.player("li.sales"), await begun.cast.player("wang.manager")
    form = await ops.see(f"/policies/{key}/preview")
    said = {"fact_amount": "11", "fact_owner": str(wang.id), "fact_rush": "no", "fact_tags": "a，b", "fact_pieces": "3"}
    seen = Seen((await ops.send(form, "/preview", requester_id=str(li.id), **said)).text)
    assert wang.name in seen.text
    assert "孙律" in seen.text
    policy = await (await begun.cast.player("ops")).get("approvals", f"/policies/{key}", PolicyView)
    assert policy.version == 2


async def test_a_fact_that_is_none_is_told_and_the_others_stay(desk: Sit) -> None:
    ops = await desk("ops", "en")
    form = await ops.see("/policies/order/preview")
    answer = await ops.send(form, "/preview", fact_amount="many", fact_oldest_days_late="3")
    assert answer.status_code == 409
    page = Seen(answer.text)
    assert "amount" in page.text
    assert page.form("/preview").fields["fact_oldest_days_late"] == ["3"]
