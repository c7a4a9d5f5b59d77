"""Does every link lead somewhere, and is every page, refusal and message in the words of its reader?"""

import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
import pytest

from deploy.cast.player import until
from deploy.cast.sale import task_about
from deploy.embedded.running import Stack
from deploy.sample.load import open_account
from deploy.sample.people import BUYER, LOGINS
from messages.approvals.notices import AddChannel, ChannelView
from messages.orders.orders import OrderView
from tests.console.acts.test_order_changes import sent_back
from tests.console.acts.test_waiting import reserved
from tests.console.campaigns.records import campaign_records
from tests.console.conftest import Desk
from tests.console.customers.records import customer_records
from tests.console.expense_requests import expense
from tests.console.forms import Seen
from tests.console.money.test_bank_pages import rows, upload
from tests.console.pools.records import pool_records
from tests.console.words.own_words import own_words
from tests.console.words.walking import PageRead, PostForm, Reader, Walk, readable_routes, walk
from tests.services.approvals.notices.receivers import Mailbox
from tests.whole_stack import SalesSoFar

pytestmark = pytest.mark.timeout(600)  # everybody walks everywhere
Sit = Callable[..., Awaitable[Desk]]

LANGUAGES = ("zh", "en")
PEOPLE = [login for login, _ in LOGINS]
CUSTOMER = BUYER[0]
EVERYBODY = [*PEOPLE, CUSTOMER]
EACH = 2  # so many pages of a kind, of every filter
SHOWS_NOTHING = {
    "/healthz": "is asked by programs",
    "/follow-ups/{follow_up_id}": "written down by other files only",
    "/follow-ups/{follow_up_id}/files/{sha256}": "written down by other files only",
    "/f/{form_id}": "is for visitors of the company's site",
    "/activities/{activity_id}/files/{sha256}": "attached by other files only",
    "/guidance/{guidance_id}": "leads on to the page of its opportunity",
    "/extensions/{extension_id}": "leads on to the page of its registration",
    "/budgets/{budget_id}": "leads on to the page of its activity",
    "/repayment-plans/{plan_id}": "asked for by other files only",
    "/contacts/{contact_id}": "leads on to the page of its case",
    "/dunnings/{dunning_id}": "written by other files only",
    "/dunnings/{dunning_id}/pdf": "written by other files only",
    "/payment-plans/export": "a file",
    "/lists/export": "a file",
    "/imports/{import_id}": "brought by other files only",
    "/imports/{import_id}/progress": "brought by other files only",
    "/imports/{import_id}/errors": "a file",
    "/invoices/{invoice_id}/credit-note/pdf": "taken back by other files only",
    "/invoices/{invoice_id}/ubl": "a file, of sellers whom the settings name",
    "/invoices/{invoice_id}/credit-note/ubl": "a file, of sellers whom the settings name",
    "/write-offs/{write_off_id}": "written off by other files only",
    "/returns/{return_id}": "sent back by other files only",
    "/order-changes/{order_change_id}": "asked for by other files only",
    "/statements/{customer_id}": "owed something by customers of other files only",
    "/statements/{customer_id}/export": "owed something by customers of other files only",
    "/statements/{customer_id}/pdf": "owed something by customers of other files only",
    "/refunds/{refund_id}": "asked for by other files only",
    "/corrections/{correction_id}": "asked for by other files only",
    "/credit/{customer_id}": "graded in other files only",
    "/credit-requests/{request_id}": "asked for by other files only",
}
LINK = re.compile(r"https?://[^/\s]+(/l/[^\s<>\"]+)")
POLICY = """policy: a-walked
name: {{zh: 巡查, en: Inspection}}
facts: {{amount: money}}
route:
  - {{step: manager, name: {{zh: 直属上级, en: Manager}}, signers: {{manager: 1}}, within: {days} business days}}
"""


class Walks:
    """Everybody walks once in each language, when it is first asked where he came."""

    def __init__(self, desk: Sit, start: list[str], own: set[str], mails: dict[str, list[str]]) -> None:
        self.readers = {lang: Reader(lang, own) for lang in LANGUAGES}
        self.mails = mails
        self._desk = desk
        self._start = start
        self._done: dict[tuple[str, str], Walk] = {}

    async def of(self, login: str, lang: str) -> Walk:
        if (login, lang) not in self._done:
            client = (await self._desk(login, lang)).client
            start = ["/portal"] if login == CUSTOMER else self._start
            self._done[login, lang] = await walk(client, start, self.readers[lang], each=EACH)
        return self._done[login, lang]

    async def of_nobody(self, lang: str) -> Walk:
        """Who has not signed in comes by the link of a mail."""
        links = [match[1] for text in self.mails[lang] if (match := LINK.search(text))]
        address = (await self._desk(PEOPLE[0], lang)).client.base_url
        async with httpx.AsyncClient(base_url=address, headers={"accept-language": lang}) as client:
            return await walk(client, ["/sign-in", links[-1]], self.readers[lang], each=EACH)


@pytest.fixture(scope="module")
async def busy(sales: SalesSoFar, sold: OrderView, desk: Sit) -> OrderView:
    """A company in which every kind of page has something to show."""
    await reserved(sales)
    sale = await sales.sale()
    await open_account(sale.seller, sold.customer_id)
    await sent_back(sales, sale)
    submitted = await sales.submitted(sale)
    await sales.submitted(sale)
    drafted = await sales.drafted(sale)
    await sale.protect((await sales.opened(sale)).id)  # may be won; what is newest stands first
    seller = await desk("li.sales")
    await pool_records(sales)
    await customer_records(sales, sold.customer_id)
    await _attach(seller, f"/contracts/{drafted.id}", "/files")
    asked = await expense(sale.seller)
    await _attach(seller, f"/requests/{asked.id}/act/comment", "/act/comment", comment="The ticket")
    for days in (2, 3):
        await sales.cast.setup.post("approvals", "/policies", {"yaml": POLICY.format(days=days)}, object)
    await seller.act("/leads", "/leads/new", source="Fair", company="步行科技有限公司")
    await seller.act("/leads", "/leads/new", source="Fair", company="步行集团有限公司")
    await task_about(await sales.cast.player("sun.legal"), submitted.id)
    await upload(await desk("qian.finance"), rows("2026-03-01,1.00,步行科技,货款,WALK-1"))
    await campaign_records(sales)
    return sold


async def _attach(person: Desk, at: str, ending: str, **said: str) -> None:
    form = (await person.see(at)).form(ending)
    file = {"file": ("letter.pdf", b"%PDF-1.7 a letter", "application/pdf")}
    answer = await person.client.post(form.action, data=form.fields | said, files=file)
    assert answer.status_code == 303, Seen(answer.text).text[:300]


@pytest.fixture(scope="module")
async def mails(sales: SalesSoFar, mailbox: Mailbox) -> dict[str, list[str]]:
    """What came to a mailbox of each language, with a link to decide by."""
    asked: dict[str, tuple[str, str]] = {"zh": ("sun.legal", "li.sales"), "en": ("anna.manager", "tom.sales")}
    found: dict[str, list[str]] = {}
    for lang, (login, seller) in asked.items():
        person = await sales.cast.player(login)
        channel = AddChannel(kind="mail", address=f"{lang}@house.test", one_click=True)
        await person.post("approvals", "/channels", channel, ChannelView)
        sale = await sales.sale(seller)
        if lang == "zh":
            await sales.submitted(sale)
        else:
            await sale.register((await sales.opened(sale)).id)

        async def came(to: str = channel.address) -> list[str] | None:
            texts = [body for body, whom in zip(mailbox.bodies, mailbox.to, strict=True) if whom == to]
            return texts if any("/l/" in one for one in texts) else None

        found[lang] = await until(came, what=f"a mail with a link for {login}")
    return found


@pytest.fixture(scope="module")
async def walks(stack: Stack, desk: Sit, busy: OrderView, mails: dict[str, list[str]]) -> Walks:
    own = await own_words(stack.layout.postgres.admin_url)
    return Walks(desk, ["/", "/sign-in", f"/find?number={busy.number}"], own, mails)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("login", EVERYBODY)
async def test_every_page_is_in_the_words_of_its_reader(walks: Walks, login: str, lang: str) -> None:
    walked = await walks.of(login, lang)
    assert sum(map(len, walked.seen.values())) > (4 if login == CUSTOMER else 20), "he has walked"
    assert walked.strange == {}


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_who_comes_by_a_mail_reads_his_language(walks: Walks, lang: str) -> None:
    walked = await walks.of_nobody(lang)
    assert "/l/{token}" in walked.seen
    assert (walked.strange, walked.wrong) == ({}, [])


@pytest.mark.parametrize("login", EVERYBODY)
async def test_every_link_that_is_shown_leads_somewhere(walks: Walks, login: str) -> None:
    assert [one for lang in LANGUAGES for one in (await walks.of(login, lang)).wrong] == []


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_somebody_comes_to_every_page(walks: Walks, lang: str) -> None:
    visited = {route for login in EVERYBODY for route in (await walks.of(login, lang)).seen}
    visited |= set((await walks.of_nobody(lang)).seen)
    assert set(readable_routes()) - visited <= set(SHOWS_NOTHING)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_form_without_its_answers_is_answered_in_words(walks: Walks, desk: Sit, lang: str) -> None:
    tried: set[str] = set()
    strange: dict[str, list[str]] = {}
    for login in EVERYBODY:
        client = (await desk(login, lang)).client
        for kind, (at, form) in (await walks.of(login, lang)).forms.items():
            if not form.needed or kind in tried or kind == "/sign-in":
                continue
            tried.add(kind)
            for typed in ("", "?!"):
                sent = [
                    (name, str(uuid4()) if name == "key" else typed if name in form.needed else value)
                    for name, value in form.fields
                ]
                answer = await _post(client, form, sent, at)
                assert answer.status_code < 500, (kind, typed, answer.status_code)
                assert answer.status_code >= 400 or typed, (kind, answer.status_code)
                if found := walks.readers[lang].strange(PageRead(answer.text).said):
                    strange[f"{kind} {typed}"] = found
    assert len(tried) > 15
    assert strange == {}, "\n".join(f"{kind}: {one}" for kind, found in strange.items() for one in found)


async def _post(client: httpx.AsyncClient, form: PostForm, sent: list[tuple[str, str]], at: str) -> httpx.Response:
    names = dict.fromkeys(name for name, _ in sent)
    data = {name: [value for said, value in sent if said == name] for name in names}
    return await client.post(form.action, data=data, headers={"referer": str(client.base_url) + at})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("login", ["li.sales", "zheng.shipper", "ops", CUSTOMER])
async def test_what_is_not_there_or_not_allowed_is_said_in_words(
    walks: Walks, desk: Sit, login: str, lang: str
) -> None:
    client = (await desk(login, lang)).client
    strange: dict[str, list[str]] = {}
    for route in set(readable_routes()) - set(SHOWS_NOTHING):
        for other in (str(uuid4()), "not-an-id"):
            path = re.sub(r"\{\w+\}", other, route)
            if path.endswith("/stream"):
                continue
            answer = await client.get(path, follow_redirects=True)
            assert answer.status_code < 500, (path, answer.status_code)
            if found := walks.readers[lang].strange(PageRead(answer.text.replace(other, "")).said):
                strange[path] = found
    assert strange == {}


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_mail_is_in_the_words_of_its_reader(walks: Walks, lang: str) -> None:
    assert walks.readers[lang].strange([line for mail in walks.mails[lang] for line in mail.splitlines()]) == []
