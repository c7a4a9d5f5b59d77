"""Is every service of the one list known to everybody who has to know it?"""

import ast
from importlib import import_module

import pytest

from chassis.base.settings import Settings
from cli.papers.catalogue import AREAS
from console.service_gateway import ANSWERING
from console.settings import ConsoleSettings
from deploy.embedded.ports import WANTED
from deploy.embedded.stack import PROGRAMS
from messages.approvals.events import PersonChanged
from messages.hand_over import PersonHandedOver, RecordsHandedOver
from messages.services import RECORD_OWNERS, SERVICES
from messages.texts import LANGUAGES, known
from tests.architecture.source import ROOT, none, sources
from workflows import workflow_registry
from workflows.process_visibility import WITHOUT_RECORD
from workflows.settings import WorkflowSettings
from workflows.workflow_registry import RECORDS


def test_every_folder_of_a_service_is_in_the_list() -> None:
    folders = {path.parent.name for path in (ROOT / "services").glob("*/main.py")}
    none(folders ^ set(SERVICES))


def test_every_program_has_a_port() -> None:
    none(set(PROGRAMS) - WANTED.keys())


@pytest.mark.parametrize(("settings", "asked"), [(ConsoleSettings, ANSWERING), (WorkflowSettings, RECORD_OWNERS)])
def test_whoever_asks_a_service_has_its_address(settings: type[Settings], asked: tuple[str, ...]) -> None:
    none({f"{name}_url" for name in asked} - settings.model_fields.keys())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_has_a_word_on_the_page_operation(lang: str) -> None:
    none([name for name in PROGRAMS if name != "console" and not known(f"operation.part.{name}", lang)])


def test_every_service_has_a_prefix_for_its_rules() -> None:
    none(set(SERVICES) - set(AREAS.values()))


@pytest.mark.parametrize("event", [PersonChanged, PersonHandedOver])
def test_what_somebody_owns_goes_along_when_he_moves_and_to_his_successor(
    event: type[PersonChanged] | type[PersonHandedOver],
) -> None:
    """Else the records of who has left stay with him, and no manager sees them."""
    owning = {
        source.path.relative_to(ROOT).parts[1]
        for source in sources("services")
        for node in source.nodes
        if "tables" in source.place and isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "owner_id"
    } - {"approvals"}  # it orders the handing over, and does its own share in the same transaction
    assert len(owning) > 3
    none([name for name in owning if not _hears(name, event.subject)])


def test_what_was_handed_over_is_reported_to_approvals() -> None:
    handlers = import_module("services.approvals.subscribers").subscriptions.handlers
    done = RecordsHandedOver.__subclasses__()
    none([event for event in done if not any(one.event is event for one in handlers.get(event.subject, ()))])


def _hears(service: str, subject: str) -> bool:
    subscriptions = import_module(f"services.{service}.subscribers").subscriptions
    return subject in subscriptions.handlers or subject.split(".")[0] in subscriptions.of_all_events


def test_every_process_is_seen_with_a_record_or_only_by_the_whole_house() -> None:
    named = {name: id for name, id in vars(workflow_registry).items() if name.isupper() and isinstance(id, str)}
    del named["TASK_QUEUE"]
    assert len(named) > 10
    none(set(named.values()) ^ {*RECORDS, *WITHOUT_RECORD})
