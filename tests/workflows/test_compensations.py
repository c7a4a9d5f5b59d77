"""Is everything undone, newest first, whatever is told in the middle of it?"""

from collections.abc import Awaitable, Callable

import pytest

from workflows.engine.compensations import Compensations


@pytest.mark.parametrize(
    ("comes", "undone"),
    [
        pytest.param([], ["payments", "receivables"], id="nothing"),
        pytest.param(["invoices"], ["payments", "invoices", "payments", "receivables"], id="something else"),
        pytest.param(["payments"], ["payments", "payments", "receivables"], id="the same once more"),
    ],
)
async def test_what_comes_while_something_is_undone_is_undone_too(comes: list[str], undone: list[str]) -> None:
    compensations, asked = Compensations(["receivables", "payments"]), []

    def how(name: str) -> Callable[[], Awaitable[None]]:
        async def ask() -> None:
            asked.append(name)
            while comes:
                compensations.register(comes.pop())

        return ask

    await compensations.compensate({name: how(name) for name in ("receivables", "payments", "invoices")})
    assert asked == undone
    assert compensations.registered == []


async def test_what_could_not_be_undone_is_not_forgotten() -> None:
    compensations = Compensations(["receivables", "payments"])

    async def refused() -> None:
        raise RuntimeError("not now")

    with pytest.raises(RuntimeError):
        await compensations.compensate({"payments": refused})
    assert compensations.registered == ["receivables", "payments"]
