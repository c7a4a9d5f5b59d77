"""Do the generated pages and the table of processes say what the code does?"""

import ast
import re

import pytest

from cli.papers.catalogue import PAGES, all_events, subscribers
from messages.services import SERVICES
from tests.architecture.source import ROOT, dotted, none, sources


@pytest.mark.parametrize("page", PAGES)
def test_the_generated_pages_are_current(page: str) -> None:
    path = ROOT / page
    assert path.is_file(), "run `countersign docs`"
    assert path.read_text() == PAGES[page](), f"{page} is not current: run `countersign docs`"


def test_every_process_is_in_the_table() -> None:
    table = (ROOT / "workflows" / "README.md").read_text()
    processes = {
        node.name
        for source in sources("workflows")
        for node in source.nodes
        if isinstance(node, ast.ClassDef)
        if any(dotted(getattr(one, "func", one)) == "workflow.defn" for one in node.decorator_list)
    }
    assert processes
    none({name for name in processes if name not in table})


def test_every_event_is_published_by_its_own_service_and_nobody_else() -> None:
    told: dict[str, set[str]] = {event.__name__: set() for event in all_events()}
    for source in sources("services"):
        for node in source.nodes:
            if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in told:
                told[dotted(node.func).split(".")[-1]].add(source.path.relative_to(ROOT).parts[1])
    wrong = {e.__name__: told[e.__name__] for e in all_events() if not told[e.__name__] <= {e.service()}}
    none(wrong.items())


def test_every_service_has_a_card_and_a_beginning() -> None:
    """The card: what it owns, its states, its events in and out."""
    cards = {service: ROOT / "services" / service / "__init__.py" for service in SERVICES}
    told = {service: ast.get_docstring(ast.parse(path.read_text())) or "" for service, path in cards.items()}
    none([service for service, card in told.items() if len(card.splitlines()) < 3])
    none([service for service, path in cards.items() if not (path.parent / "main.py").is_file()])


def test_the_card_names_the_events_that_come_in_and_go_out() -> None:
    wrong: list[str] = []
    for service in SERVICES:
        card = ast.get_docstring(ast.parse((ROOT / "services" / service / "__init__.py").read_text())) or ""
        _, _, events = card.partition("\nEvents in ")
        come_in, _, go_out = events.partition("\n\n")[0].partition("\nEvents out ")
        published = {event.subject for event in all_events() if event.service() == service}
        wrong += sorted(f"{service} publishes {subject}" for subject in published ^ _named(go_out))
        if ".py" not in come_in:  # else the card points to the file that lists them
            received = {subject for subject, who in subscribers().items() if service in who}
            wrong += sorted(f"{service} receives {subject}" for subject in received ^ _named(come_in))
    none(wrong, "these stand on one side only")


def _named(events: str) -> set[str]:
    """`orders.order.{placed,confirmed}` names two subjects."""
    return {f"{name}.v1" for written in re.findall(r"[\w{},]+(?:\.[\w{},]+)+", events) for name in _each(written)}


def _each(written: str) -> list[str]:
    if not (found := re.search(r"\{(.+?)\}", written)):
        return [written]
    before, after = written[: found.start()], written[found.end() :]
    return [name for part in found[1].split(",") for name in _each(f"{before}{part}{after}")]


def test_listeners_are_known() -> None:
    assert set().union(*subscribers().values()) <= {*SERVICES, "workflows"}
