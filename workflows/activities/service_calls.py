"""How does an activity call a service over HTTP, and how does a rule violation cross Temporal?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import pydantic_core
from pydantic import TypeAdapter
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from chassis.http.client import NO_SUCH_ROUTE, ServiceClient
from messages.base import Command, Page
from messages.errors import NotFound, NotKnownYet, RuleViolation

LONGEST_PAGE = 100

V = TypeVar("V")


class ServiceCalls:
    """One service, called by a process in the process's own time."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def get(self, path: str, view: type[V], *, as_of: datetime | None = None, **query: Any) -> V:
        """What stands. Raises NotFound."""
        return _read(view, await self._client.get(path, as_of=as_of, **query))

    async def every(self, path: str, view: type[V], *, as_of: datetime | None = None, **query: Any) -> list[V]:
        """All of a list, page by page."""
        found: list[V] = []
        while True:
            page = await self.get(path, Page[view], as_of=as_of, limit=LONGEST_PAGE, **query)  # type: ignore[valid-type]
            found += page.items
            if page.next is None:
                return found
            query["cursor"] = page.next

    async def find(self, path: str, view: type[V], *, as_of: datetime | None = None, **query: Any) -> V | None:
        """What stands, None when the service does not know of it (yet)."""
        with suppress_unknown_record():
            return await self.get(path, view, as_of=as_of, **query)
        return None

    async def post(
        self, path: str, view: type[V], command: Command | None = None, *, as_of: datetime, seconds: float | None = None
    ) -> V:
        """Have it done. A 409 ends the activity with the type "Refused": the same again would break the rule again; one
        that waits for an event on its way is asked again."""
        try:
            return _read(view, await self._client.post(path, command, as_of=as_of, seconds=seconds))
        except NotKnownYet:
            raise
        except RuleViolation as no:
            raise rule_violation_error(no) from no

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()


@contextmanager
def suppress_unknown_record() -> Iterator[None]:
    """A service that does not know the question, as one of the release before, has said nothing of the record: that is
    raised, so that the activity is tried again."""
    try:
        yield
    except NotFound as missing:
        if missing.kind == NO_SUCH_ROUTE:
            raise


def rule_violation_error(no: RuleViolation) -> ApplicationError:
    """A "no" on its way to the process: a normal answer, so without a stack trace in the log."""
    params = pydantic_core.to_jsonable_python(no.params, fallback=str)
    return ApplicationError(
        str(no), no.rule, params, type="Refused", non_retryable=True, category=ApplicationErrorCategory.BENIGN
    )


def _read(view: type[V], answer: Any) -> V:
    read: V = _adapter(view).validate_python(answer)  # type: ignore[arg-type]  # a class is hashable
    return read


@cache
def _adapter(view: Any) -> TypeAdapter[Any]:
    return TypeAdapter(view)
