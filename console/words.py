"""How is a value written for this reader: his language, his clock, his money?"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from chassis.clock import now
from console import reasons
from console.session import Person
from console.shape import Link, Worded
from messages.money import Money
from messages.texts import known, text

TEMPLATES = Path(__file__).parent / "templates"
LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
CODED = ("trigger", "cause")  # fields whose values are codes of the catalogue
MONEY = re.compile(r"(-?\d{1,16}\.\d\d) ([A-Z]{3})")
NUMBER = re.compile(r"-?\d{1,16}(\.\d+)?")
NOTHING = "—"
# A frozen content comes without an order of its own (jsonb): what it is about, its money, its conditions.
ORDER = (
    "customer", "customer_name", "contract", "project", "product", "product_code", "product_name", "quantity",
    "list_price", "contract_price", "price", "amount", "total", "list_total", "discount_percent", "owner", "region",
    "risk_score", "percent", "trigger", "days", "ship_to", "owed", "limit", "oldest_days_late", "conflict_with",
    "round", "cause", "points", "note", "lines", "terms", "clauses",
)  # fmt: skip


@cache
def environment() -> Environment:
    """The templates, undefined names being errors."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["version"] = _version()
    return made


def plain(value: Any, lang: str, tz: str = "Asia/Shanghai") -> str:
    """A value as text."""
    return Words(lang, tz).plain(value)


class Words:
    """What templates call to write values; one per request."""

    def __init__(self, lang: str, tz: str) -> None:
        self.lang = lang
        self.tz = ZoneInfo(tz)
        self.locale = LOCALES[lang]

    def t(self, code: str, /, **params: object) -> str:
        """A text of the catalogues."""
        return text(code, self.lang, **{name: self.plain(value) for name, value in params.items()})

    def when(self, at: datetime) -> str:
        """Date and minute on the reader's clock."""
        return str(
            format_datetime(at, "d MMM y, HH:mm" if self.lang == "en" else "y年M月d日 HH:mm", self.tz, self.locale)
        )

    def ago(self, at: datetime) -> str:
        """In two hours, three days ago."""
        return str(format_timedelta(at - now(), add_direction=True, locale=self.locale))

    def overdue(self, at: datetime | None) -> bool:
        return at is not None and at < now()

    def named(self, names: Mapping[str, str], otherwise: str) -> str:
        """What a policy calls its step, in the reader's language where it says it."""
        return names.get(self.lang) or names.get("en") or names.get("zh") or otherwise

    def listed(self, names: Sequence[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(names)

    def label(self, name: str) -> str:
        """What a field is called."""
        words = self.t(f"field.{name}")
        return words[:1].upper() + words[1:]

    def kind(self, kind: str) -> str:
        """What a kind of record is called; one of a company's own is shown by its code."""
        code = f"kind.{kind}"
        return self.t(code) if known(code, self.lang) else kind.replace("-", " ").replace("_", " ")

    def field(self, name: str) -> str:
        """What a field of a frozen content is called: where the catalogue has no words, as who asks has named it."""
        last = name.rpartition(".")[2]
        return self.label(last) if known(f"field.{last}", self.lang) else last[:1].upper() + last[1:].replace("_", " ")

    def in_order(self, fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """The fields of a frozen content as people read them; what is not known comes last."""
        return sorted(fields.items(), key=lambda field: _place(field[0]))

    def differences(self, changed: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """What is not as it was seen; that it is another round is known."""
        return sorted((one for one in changed if one["field"] != "round"), key=lambda one: _place(one["field"]))

    def why(self, code: str, params: Mapping[str, Any]) -> str:
        """Why somebody is asked, or a step is not needed."""
        return reasons.why(self, code, params)

    def did(self, code: str, params: Mapping[str, Any], steps: Mapping[str, str], who: str) -> str:
        """What an entry of the history says, without when."""
        return reasons.told(self, code, params, steps, who)

    def only_if(self, condition: str) -> str:
        return reasons.only_if(self, condition)

    def signers(self, rule: Mapping[str, Any]) -> str:
        """Whom a rule of a policy names."""
        return reasons.signers(self, rule)

    def fact(self, name: str) -> str:
        """What a fact of a policy is called."""
        words = reasons.fact(self, name)
        return words[:1].upper() + words[1:]

    def fields(self, names: Sequence[str]) -> str:
        return self.listed([self.t(f"field.{one}") if known(f"field.{one}", self.lang) else one for one in names])

    def outcomes(self, names: Sequence[str]) -> str:
        return self.listed([self.t(f"status.outcome.{one.upper()}") for one in names])

    def roles(self, roles: Sequence[str]) -> str:
        return self.listed([self.t(f"role.{one}") if known(f"role.{one}", self.lang) else one for one in roles])

    def quorum(self, quorum: Mapping[str, Any]) -> str:
        return self.listed([self.t(f"policy.quorum.{name}", count=count) for name, count in quorum.items()])

    def duration(self, written: str) -> str:
        """ "2 business days" in the reader's language."""
        amount, _, unit = written.partition(" ")
        code = f"unit.{unit.removesuffix('s').replace(' ', '_')}"
        return self.t(code, count=amount) if self.lang != "en" and known(code, self.lang) else written

    def left(self, due: datetime) -> str:
        """How much time there is, and until when on the reader's clock."""
        long = str(format_timedelta(abs(due - now()), locale=self.locale))
        return self.t("console.late_by" if due < now() else "console.time_left", time=long, at=self.when(due))

    def input_time(self, at: datetime) -> str:
        """For an input of type datetime-local, on the reader's clock."""
        return at.astimezone(self.tz).strftime("%Y-%m-%dT%H:%M")

    def prose(self, sentence: str) -> str:
        """A sentence of the timeline, its amounts written as the reader writes them."""
        return MONEY.sub(self._money, sentence).removesuffix(f" {NOTHING}")

    def who(self, name: str) -> str:
        """Who did it: a person, or a process on its own."""
        return self.t("console.by_process") if name.startswith("process:") else name

    def verbs(self, verbs: Sequence[str]) -> str:
        return self.listed([self.t(f"button.{verb}") for verb in verbs])

    def show(self, value: Any) -> Markup:
        """Any cell of a page."""
        if isinstance(value, Link):
            return Markup('<a href="{}">{}</a>').format(value.href, self.show(value.text))
        if isinstance(value, Worded) and value.code.startswith(("status.", "console.overdue")):
            return Markup('<span class="chip {}">{}</span>').format(value.tone, self.t(value.code, **value.params))
        if isinstance(value, datetime):
            return Markup('<time datetime="{}" title="{}">{}</time>').format(
                value.isoformat(), self.ago(value), self.when(value)
            )
        if isinstance(value, Money | Decimal | int | date) and not isinstance(value, bool):
            return Markup('<span class="figure">{}</span>').format(self.plain(value))
        return escape(self.plain(value))

    def signed(self, code: str, value: Any) -> Markup:
        """A value of a frozen content, where money and numbers are texts."""
        if code in CODED and known(f"value.{code}.{value}", self.lang):
            return escape(self.t(f"value.{code}.{value}"))
        if isinstance(value, str) and MONEY.search(value):
            return Markup('<span class="figure">{}</span>').format(MONEY.sub(self._money, value))
        if isinstance(value, str) and NUMBER.fullmatch(value) and code not in ("number", "phone", "tax_id"):
            return self.show(Decimal(value))
        return self.show(value)

    def _money(self, found: re.Match[str]) -> str:
        return self.plain(Money(amount=Decimal(found[1]), currency=found[2]))

    def plain(self, value: Any) -> str:
        if isinstance(value, reasons.Nothing):
            return ""
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return self.t("value.yes" if value else "value.no")
        if isinstance(value, Worded):
            return self.t(value.code, **value.params)
        if isinstance(value, Money):
            return str(format_currency(value.amount, value.currency, locale=self.locale))
        if isinstance(value, int | Decimal):
            return str(format_decimal(value, locale=self.locale))
        if isinstance(value, datetime):
            return self.when(value)
        if isinstance(value, date):
            return str(format_date(value, "d MMM y" if self.lang == "en" else "y年M月d日", self.locale))
        if isinstance(value, UUID):
            return str(value)[:8]
        return str(value)


def _place(field: str) -> int:
    return ORDER.index(field) if field in ORDER else len(ORDER)


def render(template: str, lang: str, person: Person | None = None, /, **values: Any) -> str:
    """One page or piece of a page."""
    words = Words(lang, person.tz if person else "Asia/Shanghai")
    common = {"w": words, "t": words.t, "show": words.show, "lang": lang, "person": person}
    return environment().get_template(template).render(**common, **values)


def _version() -> str:
    """Changes when a file of ours changes, so that browsers may keep the old ones for ever."""
    files = [*(Path(__file__).parent / "static").rglob("*.*")]
    return format(int(max((file.stat().st_mtime for file in files), default=0)), "x")
