"""Which custom fields may a customer or an opportunity have?"""

from chassis.auth.reach import must_reach_all
from chassis.db.unit_of_work import UnitOfWork
from chassis.records.custom_fields import CustomField, FieldTemplate, find_template, save_template
from chassis.records.people import list_entities

CUSTOMER, OPPORTUNITY = "customer", "opportunity"


async def set_fields(kind: str, fields: list[CustomField], uow: UnitOfWork) -> FieldTemplate:
    """The next version of the template; the same fields again change nothing."""
    async with uow.begin() as work:
        must_reach_all(work.actor, await list_entities(work) or work.actor.legal_entities, verb="PUT /fields")
        now = await find_template(work, kind)
        if now and (work.repeated or now.fields == fields):
            return now
        return await save_template(work, kind, fields)


async def show_fields(kind: str, uow: UnitOfWork) -> FieldTemplate:
    async with uow.begin() as work:
        return await find_template(work, kind) or FieldTemplate(kind=kind, version=0, fields=[])
