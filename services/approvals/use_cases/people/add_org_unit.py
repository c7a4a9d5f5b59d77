"""What happens when a unit or a legal entity is set up?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.events import LegalEntityChanged, OrgUnitChanged
from messages.approvals.people import AddLegalEntity, AddOrgUnit, LegalEntityView, OrgUnitView  # fmt: skip
from services.approvals.domain.people.org import must_be_known_calendar, must_be_known_entity, parents_of
from services.approvals.store.audit.directory_lines import NOTHING, record_change
from services.approvals.store.people import people as store
from services.approvals.tables.people import LegalEntityRow, OrgUnitRow, unit_id


async def add_org_unit(command: AddOrgUnit, uow: UnitOfWork) -> OrgUnitView:
    """With the units above it. Again with another name renames it."""
    async with uow.begin() as work:
        await store.lock_org_chart(work)
        entity = await store.find_legal_entity(work, command.legal_entity_id)
        must_be_known_entity(command.legal_entity_id, known=entity is not None)
        must_reach(work.actor, command.legal_entity_id, verb="POST /org-units")
        await must_reach_unit(work, command.path, verb="POST /org-units")
        name = None if work.repeated else command.name  # it may have another one since
        unit = await ensure_unit(work, command.path, command.legal_entity_id, name)
        return unit.view()


async def must_reach_unit(work: Work, path: str, *, verb: str) -> None:
    """Whoever is put into a unit sees what is in it: a unit that stands is that of its legal entity, and a new one that
    of the nearest unit above it."""
    for part in reversed(parents_of(path)):
        if (unit := await store.find_unit(work, part)) is not None:
            must_reach(work.actor, unit.legal_entity_id, verb=verb)
            return


async def ensure_unit(work: Work, path: str, legal_entity_id: str, name: str | None = None) -> OrgUnitRow:
    """The unit at this path; those that are missing are made, named by the last part of their path."""
    for part in parents_of(path):
        unit = await store.find_unit(work, part)
        before = unit.model_dump() if unit else NOTHING
        named = name if part == path else None
        if unit is None:
            unit = OrgUnitRow(
                id=unit_id(part), path=part, name=named or part.rsplit("/", 1)[-1], legal_entity_id=legal_entity_id
            )
            work.session.add(unit)
            await work.session.flush()  # a later look for it must find it
        elif named is not None and unit.name != named:
            unit.name, unit.version = named, unit.version + 1
        else:
            continue
        _publish(work, unit)
        await record_change(work, "org_unit", part, named=part, before=before, after=unit.model_dump())
    assert unit is not None
    return unit


async def add_legal_entity(command: AddLegalEntity, uow: UnitOfWork) -> LegalEntityView:
    """Again with other values changes it."""
    async with uow.begin() as work:
        entity = await store.find_legal_entity(work, command.id)
        must_reach(work.actor, command.id, verb="POST /legal-entities")
        must_be_known_calendar(command.calendar, known=await store.find_calendar(work, command.calendar) is not None)
        given, before = command.model_dump(), entity.model_dump() if entity else NOTHING
        if entity is None:
            entity = LegalEntityRow(**given)
            work.session.add(entity)
        elif work.repeated or given == entity.model_dump(exclude={"version"}):
            return entity.view()
        else:
            for name, value in given.items():
                setattr(entity, name, value)
            entity.version += 1
        work.emit(
            LegalEntityChanged(
                legal_entity_id=entity.id, name=entity.name, currency=entity.currency, calendar=entity.calendar,
                tz=entity.tz, version=entity.version,
            )
        )  # fmt: skip
        await record_change(work, "legal_entity", entity.id, named=entity.id, before=before, after=entity.model_dump())
        return entity.view()


def _publish(work: Work, unit: OrgUnitRow) -> None:
    work.emit(
        OrgUnitChanged(
            org_unit_id=unit.id, path=unit.path, name=unit.name, legal_entity_id=unit.legal_entity_id,
            version=unit.version,
        )
    )  # fmt: skip
