"""How is a file of a service, or all that a list of it holds, handed to the browser?"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

import httpx
from fastapi import Response


class Paged(Protocol):
    @property
    def next(self) -> str | None: ...


P = TypeVar("P", bound=Paged)
R = TypeVar("R")

PASSED_ON = ("content-type", "content-disposition", "x-content-type-options", "cache-control")


def download(answer: httpx.Response) -> Response:
    """To be saved, as the service says."""
    headers = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
    return Response(answer.content, headers=headers)


async def rows_of_all(
    first: P, rows: Callable[[P], Sequence[R]], following: Callable[[str], Awaitable[P]], *, most: int
) -> list[R]:
    """Of this page and of those that follow it; no more than `most`."""
    seen, found = first, list(rows(first))
    while seen.next is not None and len(found) < most:
        seen = await following(seen.next)
        found += rows(seen)
    return found[:most]
