"""In which words is a process shown to operators?"""

from datetime import datetime

from messages.base import View
from workflows.engine.signals import Waiting
from workflows.history import Entry


class WaitingView(Waiting):
    """With the words in the reader's language."""

    text: str = ""


class EntryView(Entry):
    """With the words in the reader's language."""

    text: str = ""


class ProcessView(View):
    """`status` is RUNNING, COMPLETED, FAILED …; `waiting_for` is empty when it has ended or no worker answers."""

    process_id: str
    process: str
    status: str
    began_at: datetime
    ended_at: datetime | None
    waiting_for: list[WaitingView]
    history_events: int
    entries: list[EntryView]
    ui: str


class FaultView(View):
    """A step that a service rejects: somebody has to mend something, then the process goes on by itself."""

    process_id: str
    step: str
    error: str
    tries: int
    since: datetime


class StuckView(View):
    """A process whose own code fails: RUNNING, and nothing happens until the code is mended."""

    process_id: str
    process: str
    since: datetime
    attempts: int
    cause: str


class FaultsView(View):
    """`unchecked`: of how many more the service that owns the record did not say in time whether one may see it."""

    items: list[FaultView]
    unchecked: int = 0


class StuckProcessesView(View):
    """`unchecked` as of faults."""

    items: list[StuckView]
    unchecked: int = 0
