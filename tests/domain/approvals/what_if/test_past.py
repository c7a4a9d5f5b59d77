"""Whose word counted at an earlier moment?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from messages.approvals.parts import Why
from messages.approvals.states import StepState, TaskState, Verdict
from services.approvals.domain.requests.progress import Signer, StepNow, step_id, task_id
from services.approvals.domain.what_if.past import PastStep
from tests.domain.approvals.office import NOW, id_of

HOUR = timedelta(hours=1)
STEP = step_id(id_of("request"), 1, "sign")
WORD = Signer(
    task_id=task_id(STEP, 0, 0), person_id=id_of("lena"), position=0, state=TaskState.CLOSED, opened_at=NOW,
    why=Why(code="signer.person", params={"name": "Lena"}), verdict=Verdict.APPROVE, decided_at=NOW + HOUR,
)  # fmt: skip
ANEW = replace(
    WORD, task_id=task_id(STEP, 0, 1), state=TaskState.OPEN, verdict=None, decided_at=None, opened_at=NOW + 5 * HOUR
)
EDITED = NOW + 3 * HOUR


def counts(moment: datetime, *rounds: datetime) -> bool:
    now = StepNow(
        step_id=STEP, key="sign", round=1, branch="", state=StepState.OPEN, opened_at=NOW, signers=(WORD, ANEW)
    )
    return PastStep(now, None).at(moment, (NOW, *rounds)).signers[0].state is TaskState.DONE


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        pytest.param(NOW, False, id="before he said it"),
        pytest.param(NOW + HOUR, True, id="when he said it"),
        pytest.param(EDITED - timedelta(seconds=1), True, id="just before the edit"),
        pytest.param(EDITED, False, id="from the edit on, though his turn comes later"),
        pytest.param(NOW + 5 * HOUR, False, id="when he is asked anew"),
    ],
)
def test_app_90_a_word_falls_with_what_it_rested_on(moment: datetime, counted: bool) -> None:
    assert counts(moment, EDITED) is counted


def test_app_90_a_word_that_was_taken_back_counted_until_then() -> None:
    assert counts(ANEW.opened_at - timedelta(seconds=1))
    assert not counts(ANEW.opened_at)
