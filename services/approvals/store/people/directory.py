"""Who is where now? The whole directory, kept in memory until its version in the database moves."""

from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import Connection
from sqlmodel import col

from chassis.db.unit_of_work import Work
from services.approvals.domain.people.directory import Directory
from services.approvals.tables.directory_history import directory_version
from services.approvals.tables.people import AbsenceRow, CalendarRow, LegalEntityRow, PersonRow

_kept: WeakKeyDictionary[Engine | Connection, Directory] = WeakKeyDictionary()

AS_THEY_BEGIN = (col(AbsenceRow.starts_at), col(AbsenceRow.id))  # of two at once, the first says who stands in
VERSION = select(func.max(directory_version.c.version)).scalar_subquery()
VERSION_NOW = "SELECT max(version) FROM directory_version"


async def find_directory(work: Work, version: int | None = None) -> Directory:
    """`version` is what a statement of this transaction has just read; without it, one more is asked."""
    engine = work.session.get_bind()
    if version is None:
        version = (await work.fetch(VERSION_NOW))[0][0]
    kept = _kept.get(engine)
    if kept is None or kept.version != version:
        kept = await _load(work)
        _kept[engine] = kept
    return kept


async def _load(work: Work) -> Directory:
    """All of one version: what is changed meanwhile is read again, so that history finds the same by its number."""
    while True:
        version = (await work.session.execute(select(VERSION))).scalar_one()
        read = await _read(work, version)
        if version == (await work.session.execute(select(VERSION))).scalar_one():
            return read


async def _read(work: Work, version: int) -> Directory:
    persons = (await work.session.scalars(select(PersonRow).where(col(PersonRow.customer_id).is_(None)))).all()
    absences = (await work.session.scalars(select(AbsenceRow).order_by(*AS_THEY_BEGIN))).all()
    calendars = (await work.session.scalars(select(CalendarRow))).all()
    entities = (await work.session.scalars(select(LegalEntityRow))).all()
    return Directory(
        persons={row.id: row.value() for row in persons},
        absences=tuple(row.value() for row in absences),
        calendars={row.id: row.value() for row in calendars},
        entity_calendars={row.id: row.calendar for row in entities},
        entity_currencies={row.id: row.currency for row in entities},
        version=version,
    )
