"""How often was a wrong password given lately, from where, and from where was it right?"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.db.unit_of_work import Work
from services.approvals.domain.people.sign_in import Failures
from services.approvals.tables.sign_in import sign_in_addresses as addresses
from services.approvals.tables.sign_in import sign_in_failures as failures


async def take_turns(work: Work, login: str, address: str) -> None:
    """Until the commit nobody else counts the failures of this login or this address; always in one order."""
    for name in sorted((f"sign-in {login}", f"sign-in from {address}")):
        await work.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def count_failures(
    work: Work, since: datetime, *, login: str | None = None, address: str | None = None
) -> Failures:
    """Of this login, of this address, of both."""
    wanted: list[ColumnElement[bool]] = [failures.c.failed_at > since]
    wanted += [failures.c.login == login] if login is not None else []
    wanted += [failures.c.address == address] if address is not None else []
    found = await work.session.execute(select(func.count(), func.max(failures.c.failed_at)).where(*wanted))
    return Failures(*found.one())


async def record_failure(work: Work, login: str, address: str) -> None:
    await work.session.execute(insert(failures).values(login=login, failed_at=work.now, address=address))


async def forget_failures(work: Work, login: str, address: str) -> None:
    """It was right: those of this login from here count no more, and here is known."""
    mine = (failures.c.login == login) & (failures.c.address == address)
    await work.session.execute(delete(failures).where(mine))
    known = upsert(addresses).values(login=login, address=address, last_at=work.now)
    again = known.on_conflict_do_update(index_elements=["login", "address"], set_={"last_at": work.now})
    await work.session.execute(again)


async def is_known_address(work: Work, login: str, address: str) -> bool:
    of = (addresses.c.login == login) & (addresses.c.address == address)
    return bool((await work.session.execute(select(exists().where(of)))).scalar_one())
