"""Is what was called differently once still read and answered, and does no former name mean two things?"""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from chassis.base import clock
from chassis.base.settings import Settings
from chassis.events.envelope import Envelope
from cli.papers.catalogue import all_events
from messages.former_names import PARAMETER, every_service, former_subjects, orders, routes_of
from messages.services import SERVICES

EVENTS = {event.subject: event for event in all_events()}
TABLES = [
    import_module(f"messages.former_names.{name}") for name in SERVICES if find_spec(f"messages.former_names.{name}")
]
BY_SERVICE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.rpartition(".")[2])


def test_an_event_stored_under_a_former_name_is_read_by_its_name_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "SUBJECTS", {"orders.order.old.v1": "orders.order.placed.v1"})
    monkeypatch.setattr(orders, "FIELDS", {"orders.order.placed.v1": {"old": "number"}})
    read = Envelope.decoded(stored("orders.order.old.v1", {"old": "PO-1", "other": 1}))
    assert (read.type, read.data) == ("orders.order.placed.v1", {"number": "PO-1", "other": 1})
    assert former_subjects("orders.order.placed.v1") == ["orders.order.old.v1"]


def test_an_event_of_todays_name_is_read_as_it_is() -> None:
    read = Envelope.decoded(stored("orders.order.placed.v1", {"old": "PO-1"}))
    assert (read.type, read.data) == ("orders.order.placed.v1", {"old": "PO-1"})


def test_a_former_route_leads_to_todays_with_the_same_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "ROUTES", (("POST", "/a/{id}/old", "/b/{id}/new"), ("GET", "/old/{id}", "/new/{id}")))
    assert answered("orders", "POST", "/a/7/old") == "/b/7/new"
    assert answered("orders", "GET", "/old/7") == "/new/7"
    assert answered("orders", "GET", "/a/7/old") is None
    assert answered("orders", "POST", "/a/7/8/old") is None


@BY_SERVICE
def test_a_former_subject_leads_to_an_event_and_is_none_itself(table: ModuleType) -> None:
    assert set(table.SUBJECTS.values()) <= EVENTS.keys()
    assert not set(table.SUBJECTS) & EVENTS.keys()


@BY_SERVICE
def test_a_former_field_leads_to_a_field_and_is_none_itself(table: ModuleType) -> None:
    for subject, fields in table.FIELDS.items():
        today = EVENTS[subject].model_fields.keys()
        assert set(fields.values()) <= today, subject
        assert not set(fields) & today, subject


@BY_SERVICE
def test_a_former_route_leads_to_a_route_and_is_none_itself(table: ModuleType) -> None:
    service = table.__name__.rpartition(".")[2]
    app = import_module(f"services.{service}.main").make(Settings())
    today = {
        (method, shape(str(route.path))) for route in iter_route_contexts(app.routes) for method in route.methods or ()
    }
    assert len(today) > 10
    for method, old, new in (*table.ROUTES, *every_service.ROUTES):
        assert (method, shape(new)) in today, f"{method} {new} is no route"
        assert (method, shape(old)) not in today, f"{method} {old} is a route of today"


def shape(path: str) -> str:
    """A parameter may have another name."""
    return PARAMETER.sub("{}", path)


def stored(subject: str, data: dict[str, Any]) -> bytes:
    """As it came from a stream."""
    service = subject.split(".")[0]
    written = {"id": str(clock.new_id()), "source": f"/{service}", "type": "x", "subject": "1", "data": data}
    envelope = Envelope.model_validate({**written, "time": clock.now()})
    return envelope.model_copy(update={"type": subject}).encoded()


def answered(service: str, method: str, path: str) -> str | None:
    """The path of today that answers for this one."""
    for (asked, last), routes in routes_of(service).items():
        if asked == method and last in (None, path.rpartition("/")[2]):
            for old, new in routes:
                if found := old.match(path):
                    return found.expand(new)
    return None
