"""What happens when a signer changes a field of what he is asked to sign?"""

from dataclasses import replace
from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.requests import EditTask, RequestView
from services.approvals.domain.canonical import content_hash
from services.approvals.domain.editing import edit
from services.approvals.domain.record import Case
from services.approvals.domain.seen import must_have_seen
from services.approvals.domain.showing import request_view
from services.approvals.store.cases import lock_case_of_task
from services.approvals.store.keeping import renew_content
from services.approvals.store.tasks import find_seen
from services.approvals.use_cases.carry_out import carry_out, must_see


async def edit_task(task_id: UUID, command: EditTask, uow: UnitOfWork) -> RequestView:
    """The same values again change nothing. Who is asked next sees, and signs, the new content."""
    async with uow.begin() as work:
        case = await lock_case_of_task(work, task_id)
        await must_see(work, case, "task", task_id)
        if work.repeated:
            return request_view(case)
        record, standing = case.record, case.standing
        content = {**record.content, **command.changes}
        hash = content_hash(content, [each.model_dump() for each in record.attachments])
        ruling = edit(
            standing, case.policy, case.asked(work.now), task_id, work.actor.id, record.content, command.changes, hash,
            command.comment,
        )  # fmt: skip
        if not ruling.acts:
            return request_view(case)
        if command.content_hash != standing.content_hash:
            seen = await find_seen(work, record.id, command.content_hash)
            must_have_seen(command.content_hash, standing.content_hash, seen, record.signed)
        record = replace(record, content=content, edited={**record.edited, **command.changes})
        await renew_content(work, Case(record, ruling.standing, case.policy, case.people))
        return request_view(await carry_out(work, Case(record, standing, case.policy, case.people), ruling))
