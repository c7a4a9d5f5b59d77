"""What does a service say to its database?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from chassis.testing.plugin import ServiceHarness

OF_TYPES = ("WITH RECURSIVE typeinfo_tree", "SELECT current_setting('jit')")  # the driver asks once a connection


@contextmanager
def statements(harness: ServiceHarness) -> Iterator[list[str]]:
    """What goes to the database through SQLAlchemy, and what goes there straight."""
    seen: list[str] = []
    drivers: list[Any] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        seen.append(" ".join(statement.split()))

    def note_straight(query: Any) -> None:
        said = " ".join(query.query.split())
        if not said.startswith(("BEGIN", "COMMIT", *OF_TYPES)) and [said] != seen[-1:]:  # many rows pass by both
            seen.append(said)

    def watch(adapted: Any, record: Any, proxy: Any) -> None:
        drivers.append(adapted.driver_connection)
        drivers[-1].add_query_logger(note_straight)

    engine = harness.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "checkout", watch)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
    event.remove(engine, "checkout", watch)
    for driver in drivers:
        driver.remove_query_logger(note_straight)
