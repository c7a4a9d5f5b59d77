"""Does the service know the custom fields that a mapping fills?"""

import httpx

from messages.custom_fields import DefineFields, FieldTemplate
from messages.mappings.mapping import FileMapping


class FieldsRefused(Exception):
    """The service does not take these custom fields, or not from this person."""


async def define_missing(mapping: FileMapping, client: httpx.AsyncClient) -> list[str]:
    """The next version of the template with the mapping's own fields added; those that stand are left as they are."""
    wanted = mapping.custom_fields
    if wanted is None:
        return []
    known = FieldTemplate.model_validate(_answer_detail(await client.get(wanted.route)))
    names = {field.name for field in known.fields}
    missing = [field for field in wanted.fields if field.name not in names]
    if missing:
        command = DefineFields(fields=[*known.fields, *missing])
        _answer_detail(await client.put(wanted.route, json=command.model_dump(mode="json")))
    return [field.name for field in missing]


def _answer_detail(answer: httpx.Response) -> object:
    if not answer.is_success:
        raise FieldsRefused(f"{answer.request.url.path} answered {answer.status_code}: {answer.text[:500]}")
    return answer.json()
