"""How is a customer's money on account used for what he owes? (a step of opening receivables, and of finance's act)"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.advances import AdvanceOffered, AdvanceUse
from messages.money import Money, total
from services.collections.domain.advances import in_order, use_of
from services.collections.store import advances
from services.collections.store.exchange.differences import may_settle_debts
from services.collections.tables import Payment, Receivable
from services.collections.use_cases.steps.settle_free import settle_free


async def offer_advances(work: Work, on_account: Sequence[Payment], rows: Sequence[Receivable]) -> None:
    """Money that is there when these receivables open is used or offered, as the legal entity wants it; what no rate is
    known for is offered, so that finance states it (COL-132)."""
    owing = [row for row in rows if row.room > 0]
    if not on_account or not owing:
        return
    first = owing[0]
    use = use_of(await advances.policies_of(work, first.legal_entity_id), first.legal_entity_id)
    if use is AdvanceUse.AUTOMATIC and await may_settle_debts(work, on_account, first):
        await use_advances(work, on_account, first)
        return
    await work.session.flush()
    await advances.offer(work, first)
    offered = total([payment.money(payment.free) for payment in on_account], first.currency)
    work.emit(AdvanceOffered(**first.advance_args(offered)))


async def use_advances(
    work: Work, on_account: Sequence[Payment], row: Receivable, *, order_id: UUID | None = None
) -> Money:
    """The oldest money first, for what was due first (of the order). How much it is."""
    return row.money(await settle_free(work, in_order(on_account), order_id=order_id))
