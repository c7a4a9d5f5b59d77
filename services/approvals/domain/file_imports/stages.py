"""What may be done next with a file that is brought in?"""

from datetime import datetime, timedelta

from messages.approvals.file_imports import FileImportStatus, Stage
from messages.errors import RuleViolation

SILENT = timedelta(seconds=60)  # from then on whoever ran it is gone
KEPT = timedelta(days=7)
RUNNING = {FileImportStatus.CHECKING: Stage.CHECK, FileImportStatus.IMPORTING: Stage.IMPORT}
BEGUN = {Stage.CHECK: FileImportStatus.CHECKING, Stage.IMPORT: FileImportStatus.IMPORTING}
ENDED = {Stage.CHECK: FileImportStatus.CHECKED, Stage.IMPORT: FileImportStatus.DONE}


def is_running(status: FileImportStatus, touched_at: datetime, stopped: str, now: datetime) -> bool:
    """Somebody is at it: it was not told that it stopped, and was heard of lately."""
    return status in RUNNING and not stopped and now - touched_at < SILENT


def must_be_startable(
    status: FileImportStatus, stage: Stage, *, running: bool, has_mapping: bool, new_mapping: bool
) -> None:
    """SYS-85: a file is checked before it is brought in, by one at a time; what began goes on as it was mapped, and
    what is done is done."""
    if stage is Stage.CHECK:
        fine = status not in (FileImportStatus.IMPORTING, FileImportStatus.DONE) and has_mapping
    else:
        fine = status in (FileImportStatus.CHECKED, FileImportStatus.IMPORTING) and not new_mapping
    if running or not fine:
        raise RuleViolation("SYS-85", status=status)


def must_run(status: FileImportStatus, stage: Stage) -> None:
    """SYS-86: what became of rows is told of the stage that runs."""
    if RUNNING.get(status) is not stage:
        raise RuleViolation("SYS-86", status=status)
