"""Which events, rules and verbs are there? Writes the generated pages of docs/ from the code."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import typer

import messages
from cli.papers.feature_list import features_page
from cli.papers.notice_table import notices_page
from cli.papers.order_failures import failures_page
from cli.papers.rules import all_rules
from cli.papers.verb_matrix import matrix_page
from cli.screen import out
from deploy.embedded.state import ROOT
from messages.base import Event
from messages.services import SERVICES

app = typer.Typer()

LISTENING = (*(f"services.{service}.subscribers" for service in SERVICES), "workflows.triggers")
AREAS = {
    "LEA": "leads",
    "DEA": "deals",
    "ORD": "orders",
    "COL": "collections",
    "APP": "approvals",
    "INS": "insights",
    "SYS": "everywhere (messages and chassis)",
}
NOTE = "<!-- Generated from the code by `countersign docs`; a test asserts that it is current. -->"


RULES_NOTE = (
    "When a *rule* says no, the answer carries its number. The number of a *definition* is in no answer:",
    "it is computed, or it guards with a plain 403 or 404; what comes of it is decided by whoever asks,",
    "often by a policy.",
    "`countersign rule ORD-2` prints the tests too.",
)


@app.command()
def docs() -> None:
    """Write the generated pages of docs/ anew: events, rules, notices, features, failures, the approvals' verbs."""
    for page, written in PAGES.items():
        (ROOT / page).write_text(written())
        out.print(page)


def message_modules() -> Iterator[ModuleType]:
    """Every module of messages/."""
    for found in pkgutil.walk_packages(messages.__path__, "messages."):
        yield importlib.import_module(found.name)


def all_events() -> list[type[Event]]:
    """Every event of messages/, by subject."""
    found: dict[str, type[Event]] = {}
    for module in message_modules():
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Event) and "subject" in vars(kind):
                found[kind.subject] = kind
    return [found[subject] for subject in sorted(found)]


def subscribers() -> dict[str, set[str]]:
    """Subject → who listens to it."""
    found: dict[str, set[str]] = {}
    for name in LISTENING:
        if find_spec(name) is None:
            continue
        subscriptions = importlib.import_module(name).subscriptions
        for subject in subscriptions.handlers:
            found.setdefault(subject, set()).add(subscriptions.service)
    return found


def events_page() -> str:
    """docs/events.md"""
    received = subscribers()
    lines = [
        "# Events",
        "",
        NOTE,
        "",
        "Facts that a service tells everybody, through its outbox and NATS JetStream, as CloudEvents. A field may be",
        "added with a default; anything else is a `v2` subject beside `v1`. Each event also has `version`: that of its",
        "record after the change.",
    ]
    service = ""
    for event in all_events():
        if event.service() != service:
            service = event.service()
            lines += ["", f"## {service}"]
        lines += ["", *_event(event, sorted(received.get(event.subject, ())))]
    return "\n".join([*lines, "", "## Parts", *_parts()]) + "\n"


def _event(event: type[Event], received_by: list[str]) -> Iterator[str]:
    yield f"### `{event.subject}`"
    yield ""
    own = event.__doc__ if "__doc__" in vars(event) else None
    described = " ".join((own or "").split("\n\n")[0].split())
    receivers = f"Received by {', '.join(received_by)}." if received_by else "Received by nobody yet."
    yield f"{event.__name__}. {described + ' ' if described else ''}Published by {event.service()}. {receivers}"
    yield ""
    yield from _table(event.model_json_schema(mode="serialization"), without=("version",))


def _parts() -> Iterator[str]:
    """What the fields above are made of."""
    parts: dict[str, Any] = {}
    for event in all_events():
        parts |= event.model_json_schema(mode="serialization").get("$defs", {})
    for name, schema in sorted(parts.items()):
        yield from ("", f"### {name}", "")
        yield from _table(schema) if "properties" in schema else [f"One of {_type(schema)}."]


def _table(schema: dict[str, Any], without: tuple[str, ...] = ()) -> Iterator[str]:
    yield "| Field | Type | Without it |"
    yield "|---|---|---|"
    for name, kind in schema["properties"].items():
        if name not in without:
            default = f"`{kind['default']!r}`" if "default" in kind else "needed"
            yield f"| {name} | {_type(kind)} | {default} |"


def _type(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(part) for part in schema["anyOf"]))
    if "prefixItems" in schema:
        return f"[{', '.join(_type(part) for part in schema['prefixItems'])}]"
    if "const" in schema or "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map to {_type(schema['additionalProperties'])}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def rules_page() -> str:
    """docs/rules.md"""
    lines = ["# Rules", "", NOTE, "", *RULES_NOTE]
    rules = sorted(all_rules(), key=lambda rule: (list(AREAS).index(rule.number[:3]), int(rule.number[4:])))
    area = ""
    for rule in rules:
        if rule.number[:3] != area:
            area = rule.number[:3]
            lines += ["", f"## {area}: {AREAS[area]}", "", "| Number | Kind | Says | Stands in |", "|---|---|---|---|"]
        says = rule.sentence[:1].upper() + rule.sentence[1:]
        kind = "rule" if rule.raised else "definition"
        lines.append(f"| {rule.number} | {kind} | {says} | `{rule.place.rsplit(':', 1)[0]}` `{rule.name}` |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "docs/events.md": events_page,
    "docs/rules.md": rules_page,
    "docs/approvals-matrix.md": lambda: matrix_page(NOTE),
    "docs/features.md": lambda: features_page(NOTE),
    "docs/notices.md": lambda: notices_page(NOTE, all_events()),
    "docs/order-to-cash-failures.md": lambda: failures_page(NOTE),
}
