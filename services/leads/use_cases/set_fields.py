"""Which custom fields may a lead have?"""

from chassis.custom_fields import FIELDS, find_template, save_template
from chassis.unit_of_work import UnitOfWork
from messages.custom_fields import DefineFields, FieldTemplate

KIND = "lead"


async def set_fields(command: DefineFields, uow: UnitOfWork) -> FieldTemplate:
    """The next version of the template; the same fields again change nothing."""
    async with uow.begin() as work:
        now = await find_template(work, KIND)
        if now and FIELDS.dump_json(now.fields) == FIELDS.dump_json(command.fields):
            return now
        return await save_template(work, KIND, command.fields)


async def show_fields(uow: UnitOfWork) -> FieldTemplate:
    async with uow.begin() as work:
        return await find_template(work, KIND) or FieldTemplate(kind=KIND, version=0, fields=[])
