"""Where do a customer's dunning letters go?"""

from uuid import UUID

from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import columns
from services.collections.domain.letters.addresses import LetterAddress, SetAddress, TitleAddress, letter_address
from services.collections.store.titles import list_titles
from services.collections.tables import DunningAddress

SET = f"SELECT {columns(DunningAddress, 'a')} FROM dunning_addresses a WHERE a.customer_id = $1"


async def find_address(work: Work, customer_id: UUID) -> DunningAddress | None:
    """What finance has set."""
    found = await work.read((DunningAddress,), SET, customer_id)
    return found[0][0] if found else None


async def address_of(work: Work, customer_id: UUID, name: str) -> LetterAddress:
    """What counts now."""
    known = await find_address(work, customer_id)
    titles = [TitleAddress(one.name, one.email, one.country) for one in await list_titles(work, customer_id)]
    own = SetAddress(known.email, known.recipient, known.lang) if known else SetAddress()
    return letter_address(own, titles, customer=name)
