"""What has the requester to do with a request that was returned to him, and until when?"""

from uuid import NAMESPACE_URL, uuid5

from chassis.db.unit_of_work import Work
from messages.approvals.clocks import RETURNED_AT_MOST
from messages.approvals.states import RequestState
from messages.approvals.tasks import OpenTodo
from messages.money import Money
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.todos import RESUBMIT
from services.approvals.domain.views.glance import amount_asked
from services.approvals.use_cases.steps.todos import close_todos_about, write_todo


async def follow_returned_work(work: Work, before: Request, after: Request) -> None:
    """A to-do of the requester from the return until it is submitted again, withdrawn or has lapsed."""
    if after.progress.state is before.progress.state:
        return
    if after.progress.state is RequestState.RETURNED:
        header = after.header
        command = OpenTodo(
            kind=RESUBMIT, about=header.about, amount=_amount(after), person_id=header.requester_id,
            legal_entity_id=header.legal_entity_id,
        )  # fmt: skip
        id = uuid5(NAMESPACE_URL, f"{RESUBMIT}/{header.id}/{header.version}")
        await write_todo(work, id, command, due_at=work.now + RETURNED_AT_MOST, comment=after.progress.comment)
    elif before.progress.state is RequestState.RETURNED:
        await close_todos_about(work, before.header.about.id, RESUBMIT)


def _amount(request: Request) -> Money | None:
    """Of what was asked for; where it does not say its currency, in that of the requester's legal entity."""
    usual = request.people.currency_of(request.people.persons[request.header.requester_id])
    return amount_asked(request.header.content, request.progress.facts, usual)
