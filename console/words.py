"""How is a value written for this reader: his language, his clock, his money?"""

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
from console.session import Person
from console.shape import Link, Worded
from messages.money import Money
from messages.texts import text

TEMPLATES = Path(__file__).parent / "templates"
LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}


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


class Words:
    """What templates call to write values; one per request."""

    def __init__(self, lang: str, tz: str) -> None:
        self.lang = lang
        self.tz = ZoneInfo(tz)
        self.locale = LOCALES[lang]

    def t(self, code: str, /, **params: object) -> str:
        """A text of the catalogues."""
        return text(code, self.lang, **{name: self._plain(value) for name, value in params.items()})

    def when(self, at: datetime) -> str:
        """Date and minute on the reader's clock."""
        return format_datetime(at.astimezone(self.tz), "short", locale=self.locale, tzinfo=self.tz)

    def ago(self, at: datetime) -> str:
        """In two hours, three days ago."""
        return format_timedelta(at - now(), add_direction=True, locale=self.locale)

    def show(self, value: Any) -> Markup:
        """Any cell of a page."""
        if isinstance(value, Link):
            return Markup('<a href="{}">{}</a>').format(value.href, self._plain(value.text))
        if isinstance(value, Worded):
            return Markup('<span class="chip {}">{}</span>').format(value.tone, self.t(value.code, **value.params))
        if isinstance(value, datetime):
            return Markup('<time datetime="{}" title="{}">{}</time>').format(
                value.isoformat(), self.ago(value), self.when(value)
            )
        if isinstance(value, Money | Decimal | int) and not isinstance(value, bool):
            return Markup('<span class="figure">{}</span>').format(self._plain(value))
        return escape(self._plain(value))

    def overdue(self, at: datetime | None) -> bool:
        return at is not None and at < now()

    def _plain(self, value: Any) -> str:
        if value is None or value == "":
            return "—"
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
            return str(format_date(value, "medium", locale=self.locale))
        if isinstance(value, UUID):
            return str(value)[:8]
        if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
            return self._plain(Money(**value))
        return str(value)


def render(template: str, lang: str, person: Person | None = None, /, **values: Any) -> str:
    """One page or piece of a page."""
    words = Words(lang, person.tz if person else "Asia/Shanghai")
    return (
        environment()
        .get_template(template)
        .render(w=words, t=words.t, show=words.show, lang=lang, person=person, **values)
    )


def _version() -> str:
    """Changes when a file of ours changes, so that browsers may keep the old ones for ever."""
    files = [*(Path(__file__).parent / "static").rglob("*.*")]
    return format(int(max((file.stat().st_mtime for file in files), default=0)), "x")
