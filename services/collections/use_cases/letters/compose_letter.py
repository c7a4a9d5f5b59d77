"""What does a dunning letter say at this moment? Part of other use cases."""

from decimal import Decimal

from chassis.db.unit_of_work import Work
from chassis.records.people import find_person
from messages.collections.dunning.letters import LetterItem, LetterView
from messages.money import Money, total
from services.collections.domain.due_dates import days_late, local_day
from services.collections.domain.dunning_procedure import procedure_for, rate_at
from services.collections.domain.letters.interest import default_interest
from services.collections.domain.letters.sending import is_still_due
from services.collections.store.dunning.procedures import procedures_in_force
from services.collections.store.letters.addresses import address_of
from services.collections.store.letters.items import LateReceivable, late_receivables
from services.collections.store.projections import find_customer
from services.collections.tables import Dunning


async def compose_letter(work: Work, dunning: Dunning) -> LetterView:
    """What is open, how late it is and what interest it bears are counted now; nothing in it when all is settled."""
    address = await address_of(work, dunning.customer_id, dunning.customer_name)
    owner = await find_person(work, dunning.owner_id) if dunning.owner_id else None
    customer = await find_customer(work, dunning.customer_id)
    grade = customer.grade if customer else ""
    procedure = procedure_for(await procedures_in_force(work), dunning.legal_entity_id, grade)
    late = await late_receivables(work, dunning.customer_id, dunning.currency, dunning.legal_entity_id)
    items = [_item(work, one, dunning.currency, yearly=rate_at(procedure, one.level)) for one in late]
    owed = total([one.open for one in items], dunning.currency)
    interest = total([one.interest for one in items], dunning.currency)
    return LetterView(
        mailed_to=address.email,
        recipient=address.recipient,
        lang="en" if address.lang == "en" else "zh",
        items=items,
        open=owed,
        interest=interest,
        total=owed + interest,
        contact=owner.name if owner else "",
        counted_at=work.now,
    )


def is_due(dunning: Dunning, letter: LetterView) -> bool:
    """Does it still go out?"""
    return is_still_due(dunning.levels, [item.number for item in letter.items])


def _item(work: Work, one: LateReceivable, currency: str, *, yearly: Decimal) -> LetterItem:
    owed = Money(amount=one.open, currency=currency)
    today = local_day(work.now, one.tz)
    return LetterItem(
        number=one.number,
        due_on=one.due_on,
        days_late=days_late(due=one.due_on, settled_on=None, now=work.now, tz=one.tz),
        level=one.level,
        open=owed,
        interest=default_interest(owed, one.paid, due=one.due_on, today=today, yearly=yearly),
    )
