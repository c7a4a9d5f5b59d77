"""What does each verb of approvals do in each state? Writes docs/approvals-matrix.md from the table the tests walk."""

from collections.abc import Iterator

from services.approvals.domain.acts.verb_table import (
    ON_KINDS,
    ON_REQUESTS,
    ON_TASKS,
    REQUEST_STATES,
    TASK_KINDS,
    TASK_STATES,
)

BEGINNING = """# Approvals: every verb in every state

{note}

A cell is the state of the request afterwards (`same`: as it was), or the rule that refuses: 409 with what stands, and
nothing changed (docs/rules.md says it in words). `FORBIDDEN` is 403: it is nobody's to do this. `never` cannot come
about. `tests/domain/approvals/acts/test_verb_table.py` tries every cell.
"""
TASKS = """
## On a signer's own task

The first four columns are the state of the task in a request that is pending, the others that of a request that has
ended. `remove signer` and `answer` are tried on the task of a signer who was added, or of somebody who was asked.
"""
KINDS = """
## On an open task, by its kind

`APPROVAL`: a signer of the policy; `ADDED`: added by one; `QUESTION`: asked, or delegated to; `RESCUE`: nobody
could be found, and the role of the rescue hands it on; `COPY`: to read only.
"""
REQUESTS = """
## On the request
"""


def matrix_page(note: str) -> str:
    """docs/approvals-matrix.md"""
    parts = [
        BEGINNING.format(note=note), TASKS, *_table(TASK_STATES, ON_TASKS), KINDS, *_table(TASK_KINDS, ON_KINDS),
        REQUESTS, *_table(REQUEST_STATES, ON_REQUESTS),
    ]  # fmt: skip
    return "".join(parts)


def _table(columns: tuple[str, ...], rows: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield f"\n| Verb | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}\n"
    for verb, cells in rows.items():
        yield f"| {verb} | {' | '.join(cells)} |\n"
