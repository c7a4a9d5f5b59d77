"""How often was a wrong password given lately?"""

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from chassis.unit_of_work import Work
from services.approvals.tables.requests import sign_in_failures as failures


async def take_turns(work: Work, login: str) -> None:
    """Until the commit nobody else counts this login's failures."""
    key = func.hashtextextended(f"sign-in {login}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))


async def count_failures(work: Work, login: str, since: datetime) -> int:
    query = select(func.count()).select_from(failures)
    query = query.where(failures.c.login == login, failures.c.failed_at > since)
    found: int = (await work.session.execute(query)).scalar_one()
    return found


async def note_failure(work: Work, login: str) -> None:
    await work.session.execute(insert(failures).values(login=login, failed_at=work.now))


async def forget_failures(work: Work, login: str) -> None:
    await work.session.execute(delete(failures).where(failures.c.login == login))
