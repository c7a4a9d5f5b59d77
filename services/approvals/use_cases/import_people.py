"""How does an org chart come in from a file?"""

import asyncio
from typing import Any

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.people import ImportPersonRow
from messages.errors import Refused
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, check_rows
from messages.texts import text
from services.approvals.domain.org import entity_is_known, manager_is_known, may_report_to
from services.approvals.store import people as store
from services.approvals.tables.people import PersonRow, person_changed
from services.approvals.use_cases.add_org_unit import ensure_unit
from services.approvals.use_cases.add_person import apply
from services.approvals.use_cases.check_password import hash_password

KEPT = ("name", "unit", "roles", "legal_entity_id", "region", "tz", "lang", "approval_limit")
TOLD = (*KEPT, "grade", "active")


async def import_people(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Known by login. First everybody, then who reports to whom, so that a manager may stand further down."""
    good, outcomes = check_rows(batch, ImportPersonRow)
    passwords = await asyncio.to_thread(_hashes, good)
    async with uow.begin() as work:
        known = await store.find_by_logins(work, {row.login for row in good} | {row.manager or "" for row in good})
        before = {login: _said(person) for login, person in known.items()}
        entities = {entity.id for entity in await store.list_legal_entities(work)}
        for row in good:
            if row.legal_entity_id not in entities:
                continue
            if row.login not in known:
                known[row.login] = _new(work, row)
            await ensure_unit(work, row.unit, row.legal_entity_id, row.unit_name)
            _fill(known[row.login], row, passwords.get(row.login))
        managers = await store.list_managers(work)
        outcomes += [_finish(work, row, known, before, managers, row.legal_entity_id in entities) for row in good]
        _tell(work, known, before)
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _hashes(rows: list[ImportPersonRow]) -> dict[str, str]:
    return {row.login: hash_password(row.password) for row in rows if row.password}


def _new(work: Work, row: ImportPersonRow) -> PersonRow:
    person = PersonRow(
        id=work.new_id(), login=row.login, version=0, active=True, other_entities=[],
        grade=row.grade, **{name: getattr(row, name) for name in KEPT},
    )  # fmt: skip
    work.session.add(person)
    return person


def _fill(person: PersonRow, row: ImportPersonRow, password: str | None) -> None:
    for name in KEPT:
        setattr(person, name, getattr(row, name))
    person.grade = row.grade if row.grade is not None else person.grade
    if row.active is not None:
        person.active = row.active
    if password is not None and person.password_hash is None:
        person.password_hash = password  # a password once set is changed by its owner, not by a file


def _finish(
    work: Work,
    row: ImportPersonRow,
    known: dict[str, PersonRow],
    before: dict[str, Any],
    managers: dict[Any, Any],
    has_entity: bool,
) -> RowOutcome:
    try:
        entity_is_known(row.legal_entity_id, known=has_entity)
        manager_is_known(row.manager, known)
        person = known[row.login]
        manager_id = known[row.manager].id if row.manager else None
        may_report_to(person.id, manager_id, managers)
    except Refused as no:
        return _invalid(work, row, "manager" if has_entity else "legal_entity_id", no)
    person.manager_id = managers[person.id] = manager_id
    same = before.get(row.login) == _said(person)
    return RowOutcome(line=row.line, outcome=Outcome.DUPLICATE if same else Outcome.ACCEPTED, id=person.id)


def _tell(work: Work, known: dict[str, PersonRow], before: dict[str, Any]) -> None:
    for login, person in known.items():
        if before.get(login) != _said(person):
            apply(person, {})
            work.emit(person_changed(person))


def _said(person: PersonRow) -> tuple[Any, ...]:
    values = [getattr(person, name) for name in TOLD]
    return (*[sorted(value) if isinstance(value, list) else value for value in values], person.manager_id)


def _invalid(work: Work, row: ImportPersonRow, field: str, no: Refused) -> RowOutcome:
    told = text(no.rule, work.actor.lang, **no.params)
    error = RowError(field=field, value=str(getattr(row, field)), rule=no.rule, text=told)
    return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=[error])
