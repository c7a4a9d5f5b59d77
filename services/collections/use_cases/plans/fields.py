"""Which custom fields may a payment plan have?"""

from typing import Any

from chassis.auth.reach import must_reach_all
from chassis.db.unit_of_work import UnitOfWork
from chassis.records.custom_fields import FIELDS, find_template, save_template
from chassis.records.people import list_entities
from messages.custom_fields import CustomField, DefineFields, FieldTemplate

PLAN = "payment_plan"


async def set_fields(command: DefineFields, uow: UnitOfWork) -> FieldTemplate:
    """The next version of the template; the same fields again change nothing."""
    async with uow.begin() as work:
        entities = await list_entities(work) or work.actor.legal_entities
        must_reach_all(work.actor, entities, verb="PUT /payment-plans/fields")
        now = await find_template(work, PLAN)
        if now and (work.repeated or _plain(now.fields) == _plain(command.fields)):
            return now
        return await save_template(work, PLAN, command.fields)


def _plain(fields: list[CustomField]) -> Any:
    """As they are kept, in whichever order their names are."""
    return FIELDS.dump_python(fields, mode="json")


async def show_fields(uow: UnitOfWork) -> FieldTemplate:
    async with uow.begin() as work:
        return await find_template(work, PLAN) or FieldTemplate(kind=PLAN, version=0, fields=[])
