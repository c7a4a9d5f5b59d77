"""How is a value written for this reader: his language, his clock, his money?"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal, get_currency_name
from babel.units import format_unit
from markupsafe import Markup, escape

from chassis.base.clock import now
from console.view_models import Link, Share, Worded
from console.wording.agreed_terms import as_read
from messages.money import CENT, Money, UnitPrice
from messages.texts import known, said_in, text

LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
SIZES = ("byte", "kilobyte", "megabyte")
CODED = (
    "trigger",
    "cause",
    "charge",
    "sales_way",
    "decided_by_rule",
    "expense_kind",
)  # fields whose values are codes of the catalogue
MONEY = re.compile(r"(-?\d{1,16}\.\d\d) ([A-Z]{3})")
NUMBER = re.compile(r"-?\d{1,16}(\.\d+)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(\+\d\d:\d\d|Z)")
NOTHING = "—"
SETUP = "setup"  # the name in the token of who sets up a stack (deploy/embedded/tokens.py)
# A frozen content comes without an order of its own (jsonb): what it is about, its money, its conditions.
ORDER = (
    "customer", "customer_name", "contract", "project", "product", "product_code", "product_name", "quantity",
    "list_price", "contract_price", "price", "amount", "discount", "share", "net", "tax_rate", "tax", "total",
    "list_total", "discount_percent", "below_floor", "owner", "region",
    "risk_score", "percent", "trigger", "days", "ship_to", "owed", "exposure", "limit", "oldest_days_late",
    "credit_grade", "credit_hold",
    "conflict_with", "conflict_owner", "round", "cause", "points", "note", "lines", "terms", "charges", "clauses",
)  # fmt: skip

FieldNames = Mapping[str, Mapping[str, str]]
NO_NAMES: FieldNames = {}


class Nothing:
    """Stands where there is nothing to say."""

    def __str__(self) -> str:
        return ""


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
        return said_in(self.lang, names) or otherwise

    def listed(self, names: Sequence[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(names)

    def label(self, name: str) -> str:
        """What a field is called."""
        return self.sentence(self.t(f"field.{name}"))

    @staticmethod
    def sentence(words: str) -> str:
        """As it begins a line."""
        return words[:1].upper() + words[1:]

    def kind(self, kind: str) -> str:
        """What a kind of record is called; one of a company's own is shown by its code."""
        code = f"kind.{kind}"
        return self.t(code) if known(code, self.lang) else kind.replace("-", " ").replace("_", " ")

    def field(self, name: str, names: FieldNames = NO_NAMES) -> str:
        """What a field of a frozen content is called: by its policy, else by the catalogue, else by its key."""
        last = name.rpartition(".")[2]
        if own := names.get(name) or names.get(last):
            return self.named(own, last)
        return self.label(last) if known(f"field.{last}", self.lang) else last[:1].upper() + last[1:].replace("_", " ")

    def in_order(self, fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """The fields of a frozen content as people read them; what is not known comes last."""
        return sorted(fields.items(), key=lambda field: _place(field[0]))

    def differences(self, changed: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """What is not as it was seen; that it is another round is known."""
        return sorted((one for one in changed if one["field"] != "round"), key=lambda one: _place(one["field"]))

    def fields(self, names: Sequence[str]) -> str:
        return self.listed([self.field(name) for name in names])

    def outcomes(self, names: Sequence[str]) -> str:
        return self.listed([self.t(f"status.outcome.{name.upper()}") for name in names])

    def roles(self, roles: Sequence[str]) -> str:
        return self.listed([self.t(f"role.{role}") if known(f"role.{role}", self.lang) else role for role in roles])

    def quorum(self, quorum: Mapping[str, Any]) -> str:
        return self.listed([self.t(f"policy.quorum.{name}", count=count) for name, count in quorum.items()])

    def currency(self, code: str) -> str:
        """人民币, Chinese Yuan."""
        return str(get_currency_name(code, locale=self.locale))

    def duration(self, written: str) -> str:
        """ "2 business days" in the reader's language."""
        amount, _, unit = written.partition(" ")
        code = f"unit.{unit.removesuffix('s').replace(' ', '_')}"
        return self.t(code, count=amount) if self.lang != "en" and known(code, self.lang) else written

    def size(self, bytes: int) -> str:
        """How large a file is."""
        power = 0 if bytes < 1000 else 1 if bytes < 1_000_000 else 2
        return str(format_unit(round(bytes / 1000**power, 1), SIZES[power], length="short", locale=self.locale))

    def left(self, due: datetime) -> str:
        """How much time there is, and until when on the reader's clock."""
        long = str(format_timedelta(abs(due - now()), locale=self.locale))
        return self.t("console.late_by" if due < now() else "console.time_left", time=long, at=self.when(due))

    def what(self, said: Worded | Mapping[str, str]) -> str:
        """What is waited for: of the catalogues, or as a policy calls its step."""
        return self.t(said.code, **said.params) if isinstance(said, Worded) else self.named(said, NOTHING)

    def until(self, end: datetime | date) -> str:
        """How long there is, or how late it is."""
        if isinstance(end, datetime):
            return self.left(end)
        return self.t("console.was_due" if self.is_late(end) else "console.due", at=end)

    def is_late(self, end: datetime | date | None) -> bool:
        """A day is late when it is over, on the reader's clock."""
        if end is None or isinstance(end, datetime):
            return self.overdue(end)
        return end < now().astimezone(self.tz).date()

    def input_time(self, at: datetime) -> str:
        """For an input of type datetime-local, on the reader's clock."""
        return at.astimezone(self.tz).strftime("%Y-%m-%dT%H:%M")

    def prose(self, sentence: str) -> str:
        """A sentence of the timeline, its amounts written as the reader writes them."""
        return MONEY.sub(self._money, sentence).removesuffix(f" {NOTHING}")

    def who(self, name: str) -> str:
        """Who did it: a person, or a process on its own."""
        if name == SETUP:
            return self.t("console.by_setup")
        return self.t("console.by_process") if name.startswith("process:") else name

    def process(self, id: str) -> str:
        """What kind of process has this id (`order-to-cash/…`); one that is not known is shown by it."""
        code = "process." + "".join(part.capitalize() for part in id.partition("/")[0].split("-"))
        return self.t(code) if known(code, self.lang) else id

    def verbs(self, verbs: Sequence[str]) -> str:
        return self.listed([self.t(f"button.{verb}") for verb in verbs])

    def show(self, value: Any) -> Markup:
        """Any cell of a page."""
        if isinstance(value, Link):
            return Markup('<a href="{}">{}</a>').format(value.href, self.show(value.text))
        if isinstance(value, Share):
            percent, figure = f"{value.permille // 10}%", self.plain(value.part)
            words = percent if value.brief else figure
            bar = Markup('<progress max="1000" value="{}" aria-label="{}"></progress>').format(value.permille, percent)
            of = '<span class="share" title="{}"><span class="figure">{}</span> {}</span>'
            return Markup(of).format(figure, words, bar)
        if isinstance(value, Worded) and value.code.startswith(("status.", "console.overdue")):
            return Markup('<span class="chip {}">{}</span>').format(value.tone, self.t(value.code, **value.params))
        if isinstance(value, datetime):
            return Markup('<time datetime="{}" title="{}">{}</time>').format(
                value.isoformat(), self.ago(value), self.when(value)
            )
        if isinstance(value, Money | UnitPrice | Decimal | int | date) and not isinstance(value, bool):
            return Markup('<span class="figure">{}</span>').format(self.plain(value))
        return escape(self.plain(value))

    def rows_as_read(self, code: str, rows: Sequence[Any]) -> Sequence[Any]:
        """Rows of a frozen content."""
        return as_read(code, rows, self.lang)

    def signed(self, code: str, value: Any) -> Markup:
        """A value of a frozen content, where money, numbers and moments are texts."""
        if code in CODED and known(f"value.{code}.{value}", self.lang):
            return escape(self.t(f"value.{code}.{value}"))
        if isinstance(value, str) and MONEY.search(value):
            return Markup('<span class="figure">{}</span>').format(MONEY.sub(self._money, value))
        if isinstance(value, str) and MOMENT.fullmatch(value):
            return self.show(datetime.fromisoformat(value))
        if isinstance(value, str) and NUMBER.fullmatch(value) and code not in ("number", "phone", "tax_id"):
            return self.show(Decimal(value))
        return self.show(value)

    def _money(self, found: re.Match[str]) -> str:
        return self.plain(Money(amount=Decimal(found[1]), currency=found[2]))

    def _price(self, price: UnitPrice) -> str:
        """With as many decimals as it has, where they are more than those of its currency."""
        if price.amount == price.amount.quantize(CENT):
            return self.plain(Money.of(price.amount, price.currency))
        amount, currency = price.amount, price.currency
        return str(
            format_currency(amount, currency, locale=self.locale, currency_digits=False, decimal_quantization=False)
        )

    def plain(self, value: Any) -> str:
        if isinstance(value, Nothing):
            return ""
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return self.t("value.yes" if value else "value.no")
        if isinstance(value, Worded):
            return self.t(value.code, **value.params)
        if isinstance(value, Money):
            return str(format_currency(value.amount, value.currency, locale=self.locale))
        if isinstance(value, UnitPrice):
            return self._price(value)
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
