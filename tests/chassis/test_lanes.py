"""Which lane of a stream does a service read for people's acts, and which for the rows of files? (case E16)"""

import pytest

from chassis.events.streams import published_subject
from deploy.embedded.streams import all_durables, permissions_of
from messages.services import SERVICES

DURABLES = all_durables()


def matches(subject: str, pattern: str) -> bool:
    """As NATS matches."""
    tokens, wanted = subject.split("."), pattern.split(".")
    if wanted[-1] == ">":
        return len(tokens) >= len(wanted) and all(w in ("*", t) for t, w in zip(tokens, wanted[:-1], strict=False))
    return len(tokens) == len(wanted) and all(w in ("*", t) for t, w in zip(tokens, wanted, strict=True))


@pytest.mark.parametrize("service", ["orders", "collections", "insights", "deals"])
def test_case_e16_a_fact_is_read_in_one_lane(service: str) -> None:
    heard = "deals.customer.added.v1"
    for is_bulk in (False, True):
        subject = published_subject(heard, is_bulk=is_bulk)
        lanes = [
            durable
            for durable in DURABLES
            if durable.service == service and any(matches(subject, pattern) for pattern in durable.subjects)
        ]
        assert all(lane.is_bulk is is_bulk for lane in lanes), lanes
        assert len(lanes) == (0 if service == "deals" else 1)


def test_case_e16_each_lane_has_a_name_and_may_be_read() -> None:
    names = [(durable.stream, durable.name) for durable in DURABLES]
    assert len(set(names)) == len(names)
    for durable in DURABLES:
        publish, _ = permissions_of(durable.service)
        assert f"$JS.API.CONSUMER.MSG.NEXT.{durable.stream}.{durable.name}" in publish, durable
    for service in SERVICES:
        assert f"{service}.>" in permissions_of(service)[0]
