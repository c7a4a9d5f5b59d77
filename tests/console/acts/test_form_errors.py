"""Is what is wrong with a form said at its field, in the reader's words, with what was typed still there?"""

import re
from collections.abc import Awaitable, Callable

import pytest

from deploy.cast.sale import task_about
from messages.custom_fields import CustomField, DefineFields
from tests.console.conftest import Desk, half_paid
from tests.console.forms import Form, Seen
from tests.console.test_task_actions import submitted_expense
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]

LONG = "长" * 5000
BAD = {
    "text": LONG, "input": LONG, "textarea": LONG, "decimal": "many", "number": "ten", "date": "31/31/2026",
    "datetime-local": "soon", "select": "nonsense", "radio": "nobody", "checkbox": "nothing",
}  # fmt: skip
LIBRARY = re.compile(r"Field required|Input should|String should|Value error|valid (?:string|integer|number|UUID)")
NO_MISTAKE = ("carrier", "tracking")  # a word that nobody reads by a rule may be anything short


async def pages(desk: Sit, sales: SalesSoFar) -> list[tuple[str, str]]:
    """Who has forms, and where: one page of every kind that has one."""
    sold, sale = await half_paid(sales), await sales.sale()
    opened = await sales.opened(sale)
    contract = await sales.drafted(await sales.sale())
    submitted = await sales.submitted(await sales.sale())
    sale_of_order = await sales.sale()
    other = await sales.drafted(sale_of_order)
    await sale_of_order.make_effective(other.id)
    reserved = await sale_of_order.reserved(other.id)
    legal = await task_about(await sales.cast.player("sun.legal"), submitted.id)
    expense, task = await submitted_expense(sales)
    lead = await (await desk("li.sales")).act("/leads", "/leads/new", source="展会", company="表单检查")
    its_lead = next(form.action for form in lead.forms if form.action.endswith("/follow-up"))
    return [
        ("li.sales", "/leads"),
        ("li.sales", its_lead.rpartition("/")[0]),
        ("li.sales", f"/opportunities/{opened.id}"),
        ("li.sales", f"/opportunities/{opened.id}/win"),
        ("li.sales", f"/contracts/{contract.id}/edit"),
        ("li.sales", f"/contracts/{contract.id}"),
        ("li.sales", f"/orders/{sold.id}"),
        ("zheng.shipper", f"/orders/{reserved.id}"),
        ("sun.legal", f"/tasks/{legal.task_id}"),
        *(
            ("wang.manager", f"/tasks/{task.task_id}/act/{name}")
            for name in ("return", "transfer", "add_signer", "ask")
        ),
        ("li.sales", f"/requests/{expense.id}/act/comment"),
        ("li.sales", "/absences"),
        ("li.sales", "/my-notices"),
        ("li.sales", "/password"),
        ("ops", "/calendars"),
        ("ops", "/policies/new"),
        ("ops", "/policies/expense/preview"),
    ]


def entered(form: Form) -> dict[str, str]:
    """The fields that one fills in, with their kinds."""
    return {name: kind for name, kind in form.kinds.items() if kind != "file"}


@pytest.mark.timeout(300)  # two hundred forms are sent
async def test_every_form_says_at_its_field_what_is_wrong(desk: Sit, sales: SalesSoFar) -> None:
    """case_F: one mistake at a time, in every field of every form of every kind of page, and each field left empty."""
    found: list[str] = []
    tried = 0
    for login, path in await pages(desk, sales):
        person = await desk(login, "zh")
        there = {form.action: form for form in (await person.see(path)).forms if form.method == "post"}
        while there:
            form = there.pop(next(iter(there)))
            for name, said in [
                (name, said) for name, kind in entered(form).items() for said in (BAD.get(kind, LONG), "")
            ]:
                tried += 1
                mistaken = await mistakes(person, path, form, name, said)
                if mistaken is None:  # it was fine, and done: some forms may be gone with it
                    left = {one.action for one in (await person.see(path)).forms}
                    there = {action: one for action, one in there.items() if action in left}
                    break
                found += mistaken
    assert not found, "\n".join(found)
    assert tried > 100


async def mistakes(person: Desk, path: str, form: Form, name: str, said: str) -> list[str] | None:
    """What is not as it should be when this one field says that; None: it was taken."""
    first = [said, *form.fields.get(name, [""])[1:]]  # of a field that repeats the first row
    sent = form.fields | {name: first, "key": [f"try-{name}-{abs(hash((path, form.action, said)))}"]}
    answer = await person.client.post(form.action, data=sent, headers={"referer": f"{person.client.base_url}{path}"})
    where = f"{form.action} {name}={said[:10]!r}"
    if answer.status_code in (200, 303):
        return None if len(said) < len(LONG) or name in NO_MISTAKE else [f"{where} was taken"]
    seen = Seen(answer.text)
    again = next((one for one in seen.forms if one.action == form.action), None)
    told: list[str] = []
    if answer.status_code not in (401, 409, 412, 422):
        told.append(f"{where} was answered {answer.status_code}")
    if words := LIBRARY.search(seen.text):
        told.append(f"{where} said {words[0]}")
    if again is None:
        told.append(f"{where} lost its form")
    elif answer.status_code == 422 and not again.wrong:
        told.append(f"{where} said nothing at a field: {seen.text[:200]}")
    elif (
        again.kinds[name] != "password"
        and said
        and kept_of(again, name) != said
        and form.kinds[name] in ("text", "textarea")
    ):
        told.append(f"{where} was lost")
    return told


def kept_of(form: Form, name: str) -> str:
    return (form.fields.get(name) or [""])[0]


async def test_a_field_left_empty_says_so_beside_it(desk: Sit) -> None:
    seller = await desk("li.sales", "zh")
    answer = await seller.send(await seller.see("/leads"), "/leads/new", source="", note="先记下")
    form = Seen(answer.text).form("/leads/new")
    assert (answer.status_code, form.wrong, form.fields["note"]) == (422, ["source"], ["先记下"])
    assert "必填" in answer.text


@pytest.mark.parametrize(("price", "field"), [("many", "price"), ("", "")])
async def test_the_row_with_the_mistake_is_the_one_that_is_marked(
    desk: Sit, sales: SalesSoFar, price: str, field: str
) -> None:
    contract = await sales.drafted(await sales.sale())
    seller = await desk("li.sales", "en")
    page = await seller.see(f"/contracts/{contract.id}/edit")
    form = page.form("/edit")
    product = form.fields["product_id"][0]
    said = {"product_id": [product, product], "quantity": ["1", "2"], "price": ["4500.00", price]}
    answer = await seller.client.post(
        form.action, data=form.fields | said, headers={"referer": f"{seller.client.base_url}{form.action}"}
    )
    marked = Seen(answer.text).form("/edit")
    assert marked.wrong == ([field] if field else ["product_id"]), "DEA-14: one product on two lines"
    if field:
        assert answer.text.index("aria-invalid") > answer.text.index("4500.00"), "the second row"


async def test_a_required_field_of_the_company_s_own_does_not_lock_the_form(desk: Sit, sales: SalesSoFar) -> None:
    """case_F: it stands in the form, says beside it what is wrong, and takes what is right."""
    size = CustomField(name="branche", label={"zh": "行业代码", "en": "Branch code"}, kind="text", required=True)
    ops = await sales.cast.player("ops")
    await ops.put("leads", "/leads/fields", DefineFields(fields=[size]), object)
    try:
        seller = await desk("li.sales", "zh")
        page = await seller.see("/leads")
        assert "行业代码" in page.text
        answer = await seller.send(page, "/leads/new", source="展会", company="行业公司")
        form = Seen(answer.text).form("/leads/new")
        assert (answer.status_code, form.wrong) == (409, ["x_branche"])
        assert "branche" not in Seen(answer.text).text
        made = await seller.act("/leads", "/leads/new", source="展会", company="行业公司", x_branche="C39")
        assert "行业公司" in made.text
    finally:
        await ops.put("leads", "/leads/fields", DefineFields(fields=[]), object)
