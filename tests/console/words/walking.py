"""Where does one come by the links of the pages, and which words on them are nobody's language?"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr
from starlette.routing import compile_path

from console.main import create_console
from console.settings import ConsoleSettings

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
# The text of a policy, a condition, a key as somebody has written it: the page shows it, and does not say it.
WRITTEN = frozenset(("script", "style", "pre", "code", "textarea"))
SAID_BESIDE = ("placeholder", "title", "aria-label", "alt", "data-label")
LEADS_TO = ("href", "hx-get", "sse-connect")
# What is the same in every language, and why a reader may see it.
NEUTRAL = {
    "Countersign": "the name of the product",
    "Temporal": "the name of a product that operators open",
    "Slack": "the name of a product that messages go to",
    "Webhook": "has no Chinese word",
    "https": "stands in the address that is asked for",
    "SHA-256": "the name of an algorithm",
    "YAML": "the name of a notation",
    "CSV": "the name of a notation",
    "PDF": "the name of a kind of file",
    "VAT": "the English name of a tax",
    "camt.053": "the name of a kind of file",
    "EN 16931": "the number of a standard",
    "ERP": "the name of a kind of program",
    "MT940": "the name of a kind of file",
    "kB": "a unit",
    "policy:": "a keyword of a policy's text",
    "route:": "a keyword of a policy's text",
}
AMOUNT = re.compile(r"-?[\d.,]+")
ADDRESS = re.compile(r"https?://\S+")
SAME_EVERYWHERE = re.compile(
    r"\b[A-Z]{2}-\d{4}-[A-Z-]+-\d+(?:-[A-Z]\d+)?"  # the number of a record, of a part of it
    r"|(?<![\w-])CS-[A-Z]{2}(?![\w-])"  # the code of a legal entity
    r"|\S*\*\*+\S*|\S*…@\S+"  # hidden from who may not read it
    r"|\b[0-9a-f]{64}\b|\b[0-9a-f]{12}…"  # a hash, compared by eye
    r"|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # of a mailbox
    r"|\b[A-Z]{2}(?=[$¥])|(?<=\d )[A-Z]{3}\b|“[A-Z]{3}”"  # a currency's sign, its code after an amount, in a condition
    r"|\b(?:workflows|leads|deals|orders|collections|approvals|insights)(?:-[a-z]+)+\b"  # a consumer, for operators
    r"|\b[A-Z][a-z]+/[A-Z]\w+\b"  # the name of a time zone
    r"|\bdocs/[\w.]+\.md\b|\bcountersign(?: [a-z]+)*"  # a file to read, a command to type
)
RAW = {
    "a state": re.compile(r"\b[A-Z]{3,}(?:_[A-Z]+)*\b"),
    "a name of the program": re.compile(r"\b[A-Za-z]+_[A-Za-z_]+\b"),
    "a dotted code": re.compile(r"\b[a-z]+(?:\.[a-z_]{2,})+\b"),
    "an id": re.compile(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4})*\b"),
    "a hole": re.compile(r"\{[a-z_]*\}"),
    "a value of the program": re.compile(r"\b(?:None(?!\.)|True|False|null)\b|\[\]|\d{4}-\d\d-\d\dT\d\d"),
}
FOREIGN = {"zh": re.compile(r"[A-Za-z]{2,}"), "en": re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")}
LIVE = ("/inbox/stream", "/notices/stream")


@dataclass
class PostForm:
    """A form that acts: where it goes, what it would send, and which of its fields one has to fill in."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)


class PageRead(HTMLParser):
    """One page: what it says in the language of its reader, where it leads, and what can be done on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.leads_to: list[str] = []
        self.forms: list[PostForm] = []
        self._asks: PostForm | None = None  # of a form that only asks, where its first tick leads
        self._open: list[tuple[str, bool]] = []
        self._lang: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "html":
            self._lang = said.get("lang")
        if tag not in VOID:
            foreign = "lang" in said and said["lang"] != self._lang
            self._open.append((tag, tag in WRITTEN or foreign))
        self.leads_to += [said[name] for name in LEADS_TO if said.get(name, "").startswith("/") and tag != "link"]
        self.said += [said[name] for name in SAID_BESIDE if said.get(name)]
        self._of_a_form(tag, said)

    def _of_a_form(self, tag: str, said: dict[str, str]) -> None:
        if tag == "form":
            form = PostForm(said.get("action", ""))
            posts = said.get("method", "get").lower() == "post"
            self._asks = None if posts else form
            self.forms += [form] if posts else []
        elif tag in ("input", "textarea", "select") and said.get("name"):
            if self._asks and said.get("type") == "checkbox":
                self.leads_to.append(f"{self._asks.action}?{urlencode({said['name']: said.get('value', '')})}")
            elif not self._asks and self.forms and said.get("type") != "file":
                hidden = said.get("type") == "hidden"
                self.forms[-1].fields.append((said["name"], said.get("value", "") if hidden else ""))
                self.forms[-1].needed += [said["name"]] if "required" in said and not hidden else []

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(written for _, written in self._open):
            self.said.append(" ".join(data.split()))


class Reader:
    """Reads one language, and knows what people have written themselves."""

    def __init__(self, lang: str, own: Iterable[str]) -> None:
        self._lang = lang
        kept = {one.strip() for text in [*own, *NEUTRAL] for one in (text, *text.splitlines()) if len(one.strip()) > 1}
        kept = {one for one in kept if not AMOUNT.fullmatch(one)}  # else only its currency would be left
        longest = sorted(kept, key=len, reverse=True)
        self._own = re.compile("|".join(rf"(?<![A-Za-z0-9_-]){re.escape(one)}(?![A-Za-z0-9_-])" for one in longest))
        self._read: dict[str, str] = {}  # most of a page stands on every page

    def strange(self, said: Collection[str]) -> list[str]:
        """What of it is a raw code, or a word of another language."""
        for one in said:
            if one not in self._read:
                self._read[one] = self._wrong_in(one)
        return [wrong for one in said if (wrong := self._read[one])]

    def _wrong_in(self, text: str) -> str:
        said = ADDRESS.sub(" ", text)
        if not self._found(said):  # most texts; to leave out what people have written takes far longer
            return ""
        wrong = self._found(self._own.sub(" ", said))
        return f"{text[:150]}: {', '.join(wrong[:4])}" if wrong else ""

    def _found(self, text: str) -> list[str]:
        rest = SAME_EVERYWHERE.sub(" ", text)
        wrong = [f"{what} {match[0]!r}" for what, raw in RAW.items() for match in raw.finditer(rest)]
        return wrong + [repr(match[0]) for match in FOREIGN[self._lang].finditer(rest)]


@dataclass
class Walk:
    """Where somebody came, what was strange there, and what he could have sent."""

    seen: dict[str, list[str]] = field(default_factory=dict)  # route → addresses
    strange: dict[str, str] = field(default_factory=dict)  # what → where
    wrong: list[tuple[str, int]] = field(default_factory=list)  # shown, and leads nowhere
    forms: dict[str, tuple[str, PostForm]] = field(default_factory=dict)  # by shape: the page, the form


async def walk(client: httpx.AsyncClient, start: Iterable[str], reader: Reader, *, each: int) -> Walk:
    """From page to page as somebody who has signed in: of every kind so many, of every filter too."""
    routes, found, kinds = readable_routes(), Walk(), Counter[tuple[str, ...]]()
    todo = list(start)
    known = set(todo)
    while todo:
        at = todo.pop(0)
        route = route_of(at, routes)
        kind = (route or at, *sorted(name for name, _ in parse_qsl(urlsplit(at).query)))
        if at.startswith("/static/") or kinds[kind] == each:
            continue
        kinds[kind] += 1
        found.seen.setdefault(route or at, []).append(at)
        if route in LIVE:
            continue
        answer = await client.get(at, follow_redirects=True)
        if answer.history:  # seen, too: where it led
            found.seen.setdefault(route_of(answer.url.path, routes) or answer.url.path, []).append(at)
        if answer.status_code != 200:
            found.wrong.append((at, answer.status_code))
        if "html" not in answer.headers.get("content-type", ""):
            continue
        page = PageRead(answer.text)
        for what in reader.strange(page.said):
            found.strange.setdefault(what, at)
        for form in page.forms:
            found.forms.setdefault(shape(form.action), (at, form))
        fresh = [link for link in (one.partition("#")[0] for one in page.leads_to) if link not in known]
        known |= set(fresh)
        todo += dict.fromkeys(fresh)
    return found


def readable_routes() -> dict[str, re.Pattern[str]]:
    """Every address of the console that can be looked at, such as `/orders/{order_id}`, in the order of asking."""
    app = create_console(ConsoleSettings(session_secret=SecretStr("of nobody, as nothing is served " * 2)))
    found = [one.path for one in iter_route_contexts(app.routes) if one.path and "GET" in (one.methods or ())]
    return {path: compile_path(path)[0] for path in found}


def route_of(address: str, routes: Mapping[str, re.Pattern[str]]) -> str | None:
    """Which of them answers to this address."""
    path = urlsplit(address).path
    return next((name for name, written in routes.items() if written.match(path)), None)


def shape(address: str) -> str:
    """Of the address of a form: without the ids."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}", "*", urlsplit(address).path)
