"""May a file be checked, brought in, or brought in again?"""

from datetime import UTC, datetime, timedelta

import pytest

from messages.approvals.file_imports import FileImportStatus, Stage
from messages.errors import RuleViolation
from services.approvals.domain.file_imports.stages import SILENT, is_running, must_be_startable, must_run

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
S = FileImportStatus


@pytest.mark.parametrize(
    ("status", "stage", "running", "mapped", "new", "fine"),
    [
        (S.UPLOADED, Stage.CHECK, False, True, True, True),
        (S.UPLOADED, Stage.CHECK, False, False, False, False),
        (S.CHECKED, Stage.CHECK, False, True, True, True),
        (S.CHECKING, Stage.CHECK, False, True, True, True),
        (S.CHECKING, Stage.CHECK, True, True, True, False),
        (S.UPLOADED, Stage.IMPORT, False, True, False, False),
        (S.CHECKED, Stage.IMPORT, False, True, False, True),
        (S.CHECKED, Stage.IMPORT, False, True, True, False),
        (S.IMPORTING, Stage.IMPORT, False, True, False, True),
        (S.IMPORTING, Stage.IMPORT, True, True, False, False),
        (S.IMPORTING, Stage.CHECK, False, True, True, False),
        (S.DONE, Stage.IMPORT, False, True, False, False),
        (S.DONE, Stage.CHECK, False, True, True, False),
    ],
)
def test_sys_85_a_file_is_checked_and_then_brought_in_by_one_at_a_time(
    status: FileImportStatus, stage: Stage, running: bool, mapped: bool, new: bool, fine: bool
) -> None:
    if fine:
        must_be_startable(status, stage, running=running, has_mapping=mapped, new_mapping=new)
        return
    with pytest.raises(RuleViolation, match="SYS-85"):
        must_be_startable(status, stage, running=running, has_mapping=mapped, new_mapping=new)


def test_sys_86_only_of_what_runs_it_is_told() -> None:
    must_run(S.CHECKING, Stage.CHECK)
    must_run(S.IMPORTING, Stage.IMPORT)
    for status, stage in ((S.CHECKED, Stage.CHECK), (S.CHECKING, Stage.IMPORT), (S.DONE, Stage.IMPORT)):
        with pytest.raises(RuleViolation, match="SYS-86"):
            must_run(status, stage)


def test_who_is_silent_for_a_minute_is_gone() -> None:
    assert is_running(S.CHECKING, NOW - SILENT + timedelta(seconds=1), "", NOW)
    assert not is_running(S.CHECKING, NOW - SILENT, "", NOW)
    assert not is_running(S.IMPORTING, NOW, "the service did not answer", NOW)
    assert not is_running(S.CHECKED, NOW, "", NOW)
