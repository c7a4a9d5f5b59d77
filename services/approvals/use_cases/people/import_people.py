"""How does an org chart come in from a file?"""

import asyncio
from collections.abc import Mapping
from typing import Any

from chassis.auth.identity import ALL
from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.people import ImportPersonRow
from messages.errors import Forbidden, RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.texts import text
from services.approvals.domain.people.chart_file import ChartLine, wrong_lines
from services.approvals.domain.people.org import entities_of, must_be_known_entity, must_give_own_entities
from services.approvals.store.audit.directory_lines import NOTHING, record_change
from services.approvals.store.people import people as store
from services.approvals.tables.people import PersonRow, person_changed
from services.approvals.use_cases.people.add_org_unit import ensure_unit, must_reach_unit
from services.approvals.use_cases.steps.verify_password import hash_password

VERB = "POST /people/import"
NO_FIELDS = frozenset({"line", "login", "unit_name", "manager", "password", "other_entities"})
MAY_LACK = frozenset({"region", "approval_limit"})  # said to be nothing, it is nothing
OUT_OF_REACH = "SYS-60"
Wrong = tuple[str, RuleViolation]  # the field, and why


async def import_people(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Known by login; a manager may stand further down. Every line is judged before any is written: one that cannot
    be changes nothing, and a column that is not in the file leaves what stands."""
    good, outcomes = parse_rows(batch, ImportPersonRow, uow.actor.lang)
    passwords = await asyncio.to_thread(_hashes, good)
    async with uow.begin() as work:
        await store.lock_org_chart(work)
        logins = await store.list_managers_by_login(work)
        named = {row.login for row in good} | {row.manager for row in good if row.manager in logins}
        known = await store.find_by_logins(work, named)
        wrong = await _wrong(work, good, known, logins)
        before = {login: person.model_dump() for login, person in known.items()}
        for place, row in enumerate(good):
            if place not in wrong:
                await _write(work, row, known, passwords.get(row.login))
        managed = [row for place, row in enumerate(good) if place not in wrong and "manager" in row.model_fields_set]
        for row in managed:
            known[row.login].manager_id = known[row.manager].id if row.manager else None
        changed = await _publish(work, known, before)
        for place, row in enumerate(good):
            outcomes.append(
                _invalid(work, row, *wrong[place]) if place in wrong else _outcome(row, known[row.login], changed)
            )
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _entity_error(
    work: Work, row: ImportPersonRow, person: PersonRow | None, entities: set[str]
) -> RuleViolation | None:
    """Why he may not get these other legal entities; None: he may, or the file does not say any."""
    if row.other_entities is None:
        return None
    given = entities_of(row.other_entities, row.legal_entity_id)
    try:
        for entity in given:
            must_be_known_entity(entity, known=entity in {*entities, ALL})
        must_give_own_entities(person.other_entities if person else [], given, work.actor.legal_entities)
    except RuleViolation as no:
        return no
    return None


def _hashes(rows: list[ImportPersonRow]) -> dict[str, str]:
    return {row.login: hash_password(row.password) for row in rows if row.password}


async def _wrong(
    work: Work, rows: list[ImportPersonRow], known: Mapping[str, PersonRow], logins: Mapping[str, str | None]
) -> dict[int, Wrong]:
    """Place in the file → what is wrong there. Nothing is written."""
    entities = {entity.id for entity in await store.list_legal_entities(work)}
    wrong: dict[int, Wrong] = {}
    lines: list[ChartLine] = []
    for place, row in enumerate(rows):
        person = known.get(row.login)
        if person is not None and person.customer_id is not None:
            wrong[place] = ("login", RuleViolation("APP-44", login=row.login))
            continue
        if no := _entity_error(work, row, person, entities):
            wrong[place] = ("other_entities", no)
            continue
        try:
            must_be_known_entity(row.legal_entity_id, known=row.legal_entity_id in entities)
            must_reach(work.actor, row.legal_entity_id, *_entities_of(person), verb=VERB)
            if person is None or person.unit != row.unit:
                await must_reach_unit(work, row.unit, verb=VERB)
        except RuleViolation as no:
            wrong[place] = ("legal_entity_id", no)
        except Forbidden:
            wrong[place] = ("legal_entity_id", RuleViolation(OUT_OF_REACH, legal_entity_id=row.legal_entity_id))
        else:
            lines.append(ChartLine(place, row.login, "manager" in row.model_fields_set, row.manager))
    return wrong | {place: ("manager", no) for place, no in wrong_lines(lines, logins).items()}


def _entities_of(person: PersonRow | None) -> list[str]:
    return [person.legal_entity_id, *person.other_entities] if person else []


async def _write(work: Work, row: ImportPersonRow, known: dict[str, PersonRow], password: str | None) -> None:
    await ensure_unit(work, row.unit, row.legal_entity_id, row.unit_name)
    person = known.get(row.login)
    if person is None:
        given = row.model_dump(exclude=set(NO_FIELDS))
        given["active"] = row.active is not False
        person = known[row.login] = PersonRow(id=work.new_id(), login=row.login, version=0, other_entities=[], **given)
        work.session.add(person)
    else:
        for name in row.model_fields_set - NO_FIELDS:
            value = getattr(row, name)
            if value is not None or name in MAY_LACK:
                setattr(person, name, value)
    if row.other_entities is not None:
        person.other_entities = entities_of(row.other_entities, row.legal_entity_id)
    if password is not None and person.password_hash is None:
        person.password_hash = password  # a password once set is changed by its owner, not by a file


async def _publish(work: Work, known: Mapping[str, PersonRow], before: Mapping[str, dict[str, Any]]) -> set[str]:
    """Who has changed; of a person nothing of whom has, nothing is told."""
    changed = set()
    for login, person in known.items():
        was, now = before.get(login, NOTHING), person.model_dump()
        if _sorted(was) == _sorted(now):
            continue
        person.version += 1
        changed.add(login)
        work.emit(person_changed(person))
        await record_change(work, "person", person.id, named=login, before=was, after=person.model_dump())
    return changed


def _sorted(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, list) else value for name, value in values.items()}


def _outcome(row: ImportPersonRow, person: PersonRow, changed: set[str]) -> RowOutcome:
    is_changed = row.login in changed
    return RowOutcome(line=row.line, outcome=Outcome.ACCEPTED if is_changed else Outcome.DUPLICATE, id=person.id)


def _invalid(work: Work, row: ImportPersonRow, field: str, no: RuleViolation) -> RowOutcome:
    told = text(no.rule, work.actor.lang, **no.params)
    error = RowError(field=field, value=str(getattr(row, field)), rule=no.rule, text=told)
    return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=[error])
