"""How does an order end whose process meets a failure at one of its steps? (docs/order-to-cash-failures.md)"""

import csv
import os
from pathlib import Path

import pytest
from temporalio.client import WorkflowFailureError
from temporalio.testing import WorkflowEnvironment

from cli.papers.order_failures import FAILURES, TABLE, rows
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import FakeOrderServices
from tests.workflows.order_failures.faults import Fault
from tests.workflows.order_failures.sale import BY_PEOPLE, CALLS, COMPENSATIONS, ON_THE_WAY, RULES, STEPS, Sale
from tests.workflows.process_run import play

WRITING = bool(os.environ.get("COUNTERSIGN_WRITE_FAILURES"))  # writes the table anew from what happens
# Which of money and goods the process heard of first is luck when messages are late; it undoes the newest first.
UNDONE = ("goods", "stock", "invoices", "payments", "receivables")
ONCE = ("confirm", "reserve", "complete", "cancelled")


def test_each_step_meets_each_failure() -> None:
    assert [(step, failure) for step, failure, _ in rows()] == [(step, one) for step in STEPS for one in FAILURES]


@pytest.mark.parametrize(("step", "failure", "ends"), rows(), ids=lambda one: one.replace(" ", "-")[:40])
async def test_where_an_order_ends(env: WorkflowEnvironment, step: str, failure: str, ends: str) -> None:
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    fault = Fault(CALLS[step], failure, RULES.get(step, "ORD-1"))
    how = {"max_cached_workflows": 0} if failure == "dies" else {}  # another worker, which knows nothing, replays
    fault.is_armed = step == "approve" and failure in ("error", "refused", "dies")
    async with play(env, services.start, services, inbox, interceptors=[fault], **how) as process:
        ended = await _happens(Sale(services, inbox, process), step, failure, fault)
    if ended.startswith("FAILED"):
        ended += await _begun_anew(env, services, inbox, step)
    assert all(services.asked.count(act) <= 1 for act in ONCE), services.asked
    assert inbox.open_kinds == []
    assert failure != "error" or fault.struck == 1
    if WRITING:
        _write(step, failure, ended)
    assert ended == ends


async def _happens(sale: Sale, step: str, failure: str, fault: Fault) -> str:
    if step == "approve" and fault.is_armed:
        return await _refused(sale, step) if failure == "refused" else await _to_the_end(sale, step)
    if failure == "late" and step in COMPENSATIONS:
        await sale.reach(COMPENSATIONS[step])
    else:
        await sale.reach(step)
    if failure == "cancelled":
        again = [sale.services.cancel_requested()] * (2 if step in COMPENSATIONS else 1)
        await sale.process.receives(*again)
        return await _end(sale)
    if failure == "late":
        done = await sale.is_told_late(step)
        return await _end(sale) if step in COMPENSATIONS else await _to_the_end(sale, done, done=True)
    if failure == "refused" and step in BY_PEOPLE:  # the service says no to who tries it: nothing is told
        asked = ", ".join(sale.inbox.open_kinds) or "nothing"
        stays = f"{sale.services.status}, asked for: {asked}; then "
        return stays + await _to_the_end(sale, step)
    fault.is_armed = failure in ("error", "refused", "dies")
    if failure == "refused":
        await sale.process.receives(*sale.does(step))
        return await _refused(sale, step)
    return await _to_the_end(sale, step, times=2 if failure == "twice" else 1)


async def _to_the_end(sale: Sale, step: str, *, times: int = 1, done: bool = False) -> str:
    if step == "approve" and not done:
        await sale.reach("approve")
    if not done:
        told = sale.does(step)
        await sale.process.receives(*told * times)
    if step in ON_THE_WAY:
        await sale.go_on_after(step)
    return await _end(sale)


async def _end(sale: Sale) -> str:
    status = await sale.process.ends()
    undone = [act.removeprefix("undo ") for act in sale.services.asked if act.startswith("undo ")]
    if not undone:
        return str(status)
    last = {what: place for place, what in enumerate(undone)}
    assert last.get("goods", -1) < last["stock"] < last["receivables"] == len(undone) - 1, "what came first goes last"
    return f"{status}: undone {', '.join(what for what in UNDONE if what in last)}"


async def _refused(sale: Sale, step: str) -> str:
    with pytest.raises(WorkflowFailureError):
        await sale.process.ends()
    return f"FAILED by {RULES.get(step, 'ORD-1')} as {sale.services.status}"


async def _begun_anew(env: WorkflowEnvironment, services: FakeOrderServices, inbox: Approvers, step: str) -> str:
    """What refused is mended; the reconciler begins the process anew."""
    async with play(env, services.start, services, inbox) as process:
        sale = Sale(services, inbox, process)
        if step == "approve":
            return "; begun anew " + await _to_the_end(sale, step)
        if step == "confirm and reserve":
            await sale.go_on_after(step)
        return "; begun anew " + await _end(sale)


def _write(step: str, failure: str, ended: str) -> None:
    known = {(one, how): ends for one, how, ends in rows()} | {(step, failure): ended}
    with Path(TABLE).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [("step", "failure", "ends"), *((*key, known.get(key, "")) for key in _every())]
        )


def _every() -> list[tuple[str, str]]:
    return [(step, failure) for step in STEPS for failure in FAILURES]
