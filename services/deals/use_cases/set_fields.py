"""Which custom fields may a customer or an opportunity have?"""

from chassis.custom_fields import CustomField, FieldTemplate, find_template, save_template
from chassis.unit_of_work import UnitOfWork

CUSTOMER, OPPORTUNITY = "customer", "opportunity"


async def set_fields(kind: str, fields: list[CustomField], uow: UnitOfWork) -> FieldTemplate:
    """The next version of the template; the same fields again change nothing."""
    async with uow.begin() as work:
        now = await find_template(work, kind)
        if now and now.fields == fields:
            return now
        return await save_template(work, kind, fields)


async def show_fields(kind: str, uow: UnitOfWork) -> FieldTemplate:
    async with uow.begin() as work:
        return await find_template(work, kind) or FieldTemplate(kind=kind, version=0, fields=[])
