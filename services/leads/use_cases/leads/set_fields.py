"""Which custom fields may a lead have?"""

from chassis.auth.reach import must_reach_all
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.custom_fields import FIELDS, find_template, save_template
from chassis.records.people import list_entities
from messages.custom_fields import DefineFields, FieldTemplate
from services.leads.settings import RECORD_KIND


async def set_fields(command: DefineFields, uow: UnitOfWork) -> FieldTemplate:
    """The next version of the template; the same fields again change nothing."""
    async with uow.begin() as work:
        must_reach_all(work.actor, await list_entities(work) or work.actor.legal_entities, verb="PUT /leads/fields")
        now = await find_template(work, RECORD_KIND)
        if now and (work.repeated or FIELDS.dump_json(now.fields) == FIELDS.dump_json(command.fields)):
            return now
        return await save_template(work, RECORD_KIND, command.fields)


async def show_fields(uow: UnitOfWork) -> FieldTemplate:
    async with uow.begin() as work:
        return await find_template(work, RECORD_KIND) or FieldTemplate(kind=RECORD_KIND, version=0, fields=[])


async def own_fields(work: Work) -> list[str]:
    """The names of those that a lead may have."""
    template = await find_template(work, RECORD_KIND)
    return [field.name for field in (template.fields if template else ())]
