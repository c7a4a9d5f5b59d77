"""What does a page offer to somebody without JavaScript: its forms, its links, its words?"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

CODE = re.compile(
    r"\b(?:field|status|kind|console|nav|button|value|todo|told|waits|signer|skipped|inbox|filter|input|hint|process"
    r"|sure|yes|done|why|says|rule|acted|mend|talk|empty|fact|policy|audit|role|mistake|absence|people|unit)"
    r"\.[A-Za-z_]+[A-Za-z_.]*|\{[a-z_]+\}",
    re.IGNORECASE,
)


@dataclass
class Form:
    """Where it goes, and what it would send as it stands."""

    action: str
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # of the fields that one sees
    wrong: list[str] = field(default_factory=list)  # the fields beside which something is said


class Seen(HTMLParser):
    """One page, read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.lang = ""
        self._texts: list[str] = []
        self._area: str | None = None
        self._select: str | None = None
        self._silent = 0
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._texts).split())

    @property
    def codes(self) -> list[str]:
        """What was never worded."""
        return CODE.findall(self.text)

    def form(self, ending: str) -> Form:
        """The one that goes to an address with this ending."""
        return next(form for form in self.forms if form.action.endswith(ending))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = said.get("lang", "")
        if tag in ("script", "style"):
            self._silent += 1
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"])
        if tag == "form":
            self.forms.append(Form(said.get("action", ""), said.get("method", "get")))
        elif self.forms and tag == "span" and said.get("class") == "wrong":
            self.forms[-1].wrong.append(said.get("data-field", ""))
        elif self.forms:
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        fields, name = self.forms[-1].fields, said.get("name", "")
        if name and tag in ("input", "textarea", "select") and said.get("type") not in ("hidden", "search"):
            self.forms[-1].kinds[name] = said.get("type") or said.get("inputmode") or tag
        ticked = said.get("type") not in ("radio", "checkbox") or "checked" in said
        if tag == "input" and name and said.get("type") != "file" and ticked:
            fields.setdefault(name, []).append(said.get("value", ""))
        if tag == "textarea" and name:
            fields.setdefault(name, []).append("")
            self._area = name
        if tag == "select" and name:
            fields.setdefault(name, []).append("")
            self.forms[-1].options.setdefault(name, [])
            self._select = name
        if tag == "option" and self._select:
            self.forms[-1].options[self._select].append(said.get("value", ""))
            if "selected" in said:
                fields[self._select][-1] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._area = None if tag == "textarea" else self._area
        self._select = None if tag == "select" else self._select
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].fields[self._area][-1] += data
        elif not self._silent:
            self._texts.append(data)
