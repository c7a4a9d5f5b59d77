"""Which custom fields may a record have, and does its `extra` keep to them?"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, insert, select

from chassis.db.common_tables import field_templates
from chassis.db.unit_of_work import Work
from messages.custom_fields import CustomField, FieldTemplate
from messages.errors import RuleViolation

MOST_NUMBER = Decimal(10) ** 15
LONGEST_TEXT = 500


FIELDS = TypeAdapter(list[CustomField])


def valid_extra(template: FieldTemplate | None, extra: Mapping[str, Any]) -> dict[str, Any]:
    """SYS-4: custom fields keep to the template; gives what to save. The violation names field, value and rule."""
    fields = {field.name: field for field in (template.fields if template else ())}
    for name in extra:
        if name not in fields:
            raise _violation(name, extra[name], "custom.unknown")
    kept: dict[str, Any] = {}
    for name, field in fields.items():
        value = extra.get(name)
        if value is None or value == "":
            if field.required:
                raise _violation(name, "", "custom.required")
            continue
        kept[name] = _checked(field, value)
    return kept


async def save_template(work: Work, kind: str, fields: Sequence[CustomField]) -> FieldTemplate:
    """The next version; records keep to it from now on."""
    last = select(func.coalesce(func.max(field_templates.c.version), 0)).where(field_templates.c.kind == kind)
    version = (await work.session.execute(last)).scalar_one() + 1
    values = {"kind": kind, "version": version, "created_by": work.actor.id, "created_at": work.now}
    plain = FIELDS.dump_python(list(fields), mode="json")
    await work.session.execute(insert(field_templates).values(**values, fields=plain))
    return FieldTemplate(kind=kind, version=version, fields=list(fields))


async def find_template(work: Work, kind: str, version: int | None = None) -> FieldTemplate | None:
    """The newest, or that version."""
    query = select(field_templates).where(field_templates.c.kind == kind)
    if version is not None:
        query = query.where(field_templates.c.version == version)
    row = (await work.session.execute(query.order_by(field_templates.c.version.desc()).limit(1))).mappings().first()
    return FieldTemplate(kind=kind, version=row["version"], fields=row["fields"]) if row else None


async def valid_extra_of(work: Work, kind: str, extra: Mapping[str, Any]) -> dict[str, Any]:
    """`valid_extra` against the newest template; without a template only an empty `extra` is right."""
    return valid_extra(await find_template(work, kind), extra)


def _checked(field: CustomField, value: Any) -> Any:
    readers = {"text": _text, "number": _number, "date": _date, "flag": _flag, "choice": _choice}
    return readers[field.kind](field, value)


def _text(field: CustomField, value: Any) -> str:
    most = int(field.most or LONGEST_TEXT)
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise _violation(field.name, value, "custom.text", most=most)
    return value


def _number(field: CustomField, value: Any) -> str:
    least = field.least if field.least is not None else -MOST_NUMBER
    most = field.most if field.most is not None else MOST_NUMBER
    try:
        number = Decimal(str(value))
        if isinstance(value, bool) or not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise _violation(field.name, value, "custom.no_number") from None
    if not least <= number <= most:
        raise _violation(field.name, value, "custom.number", least=least, most=most)
    return str(number)


def _date(field: CustomField, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _violation(field.name, value, "custom.date") from None


def _flag(field: CustomField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _violation(field.name, value, "custom.flag")
    return value


def _choice(field: CustomField, value: Any) -> str:
    if value not in field.choices:
        raise _violation(field.name, value, "custom.choice", choices=" / ".join(field.choices))
    return str(value)


def _violation(field: str, value: object, rule: str, **params: object) -> RuleViolation:
    return RuleViolation("SYS-4", field=field, value=str(value)[:100], rule=rule, **params)


__all__ = ["FIELDS", "CustomField", "FieldTemplate", "find_template", "save_template", "valid_extra", "valid_extra_of"]
