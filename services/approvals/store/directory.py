"""Who is where now? The whole directory, kept in memory until its version in the database moves."""

from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import Connection

from chassis.unit_of_work import Work
from services.approvals.domain.people import Directory
from services.approvals.tables.people import AbsenceRow, CalendarRow, LegalEntityRow, PersonRow
from services.approvals.tables.requests import directory_version

_kept: WeakKeyDictionary[Engine | Connection, tuple[int, Directory]] = WeakKeyDictionary()

VERSION = select(func.max(directory_version.c.version)).scalar_subquery()


async def find_directory(work: Work, version: int | None = None) -> Directory:
    """`version` is what a statement of this transaction has just read; without it, one more is asked."""
    engine = work.session.get_bind()
    if version is None:
        version = (await work.session.execute(select(VERSION))).scalar_one()
    kept = _kept.get(engine)
    if kept is None or kept[0] != version:
        kept = (version, await _load(work))
        _kept[engine] = kept
    return kept[1]


async def _load(work: Work) -> Directory:
    persons = (await work.session.scalars(select(PersonRow))).all()
    absences = (await work.session.scalars(select(AbsenceRow))).all()
    calendars = (await work.session.scalars(select(CalendarRow))).all()
    entities = (await work.session.scalars(select(LegalEntityRow))).all()
    return Directory(
        persons={row.id: row.fact() for row in persons},
        absences=tuple(row.fact() for row in absences),
        calendars={row.id: row.fact() for row in calendars},
        entity_calendars={row.id: row.calendar for row in entities},
    )
