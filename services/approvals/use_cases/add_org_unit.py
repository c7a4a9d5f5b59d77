"""What happens when a unit or a legal entity is set up?"""

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.events import LegalEntityChanged, OrgUnitChanged
from messages.approvals.people import AddLegalEntity, AddOrgUnit, LegalEntityView, OrgUnitView  # fmt: skip
from services.approvals.domain.org import calendar_is_known, entity_is_known, parents_of
from services.approvals.store import people as store
from services.approvals.tables.people import LegalEntityRow, OrgUnitRow, unit_id


async def add_org_unit(command: AddOrgUnit, uow: UnitOfWork) -> OrgUnitView:
    """With the units above it. Again with another name renames it."""
    async with uow.begin() as work:
        entity = await store.find_legal_entity(work, command.legal_entity_id)
        entity_is_known(command.legal_entity_id, known=entity is not None)
        unit = await ensure_unit(work, command.path, command.legal_entity_id, command.name)
        return unit.view()


async def ensure_unit(work: Work, path: str, legal_entity_id: str, name: str | None = None) -> OrgUnitRow:
    """The unit at this path; those that are missing are made, named by the last part of their path."""
    for part in parents_of(path):
        unit = await store.find_unit(work, part)
        named = name if part == path else None
        if unit is None:
            unit = OrgUnitRow(
                id=unit_id(part), path=part, name=named or part.rsplit("/", 1)[-1], legal_entity_id=legal_entity_id
            )
            work.session.add(unit)
            await work.session.flush()  # a later look for it must find it
            _tell(work, unit)
        elif named is not None and unit.name != named:
            unit.name, unit.version = named, unit.version + 1
            _tell(work, unit)
    assert unit is not None
    return unit


async def add_legal_entity(command: AddLegalEntity, uow: UnitOfWork) -> LegalEntityView:
    """Again with other values changes it."""
    async with uow.begin() as work:
        entity = await store.find_legal_entity(work, command.id)
        calendar_is_known(command.calendar, known=await store.find_calendar(work, command.calendar) is not None)
        given = command.model_dump()
        if entity is None:
            entity = LegalEntityRow(**given)
            work.session.add(entity)
        elif given == entity.model_dump(exclude={"version"}):
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
        return entity.view()


def _tell(work: Work, unit: OrgUnitRow) -> None:
    work.emit(
        OrgUnitChanged(
            org_unit_id=unit.id, path=unit.path, name=unit.name, legal_entity_id=unit.legal_entity_id,
            version=unit.version,
        )
    )  # fmt: skip
