"""For what was this money earned: from which activity, over which lead, opportunity, contract and order?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.errors import NotFound
from messages.insights.views import ChainLink
from messages.money import Money
from services.insights.domain.access import must_name
from services.insights.store import sales
from services.insights.tables import RecordRow


async def show_chain(wanted: str | None, uow: UnitOfWork) -> list[ChainLink]:
    """From the record that was named back to the activity and its campaign."""
    named = must_name(wanted)
    async with uow.begin() as work:
        found = await sales.list_chain(work, named)
        if found is None:
            raise NotFound("number", named)
        return [_link(record) for record in found]


def _link(record: RecordRow) -> ChainLink:
    known = record.amount is not None and record.currency is not None
    amount = Money.of(record.amount, record.currency) if known else None  # type: ignore[arg-type]
    return ChainLink(
        kind=record.kind, id=record.id, number=record.number or str(record.id), title=record.title, amount=amount
    )
