"""What have people written themselves, which a page shows in their words and not in those of its reader?"""

import json
from collections.abc import Iterator
from typing import Any

import asyncpg

SERVICES = ("leads", "deals", "orders", "collections", "approvals")
# Columns that hold what somebody has typed, or the number and the code that somebody has given.
TYPED = (
    "about_number", "about_title", "address", "bank_account", "bank_name", "by_name", "cancel_reason", "carrier",
    "channel", "clauses", "code", "comment", "company", "contact", "contract_number", "credit_note_number",
    "customer_name", "description", "drop_reason", "email", "ends_with", "external_id", "guidance", "invoice_number",
    "login", "lost_reason", "mail_to", "name", "note", "number", "owner_name", "phone", "product_code",
    "product_name", "project", "reason", "reference", "region", "registered_address", "registered_phone",
    "rejected_reason", "reversed_reason", "sector", "ship_to", "site", "source", "tax_id", "title", "tracking",
    "promised_by", "spoke_with", "end_reason", "text", "author_name",
    "counterparty", "remittance",  # as a bank writes them
)  # fmt: skip
CODES_OF_THE_HOUSE = {("audit", "code"), ("stage", "code")}
COLUMNS = """select table_name, column_name from information_schema.columns where table_schema = 'public'
    and data_type in ('text', 'character varying') and column_name = any($1::text[])"""
OWN_FIELDS = """select distinct key from requests, jsonb_object_keys(content::jsonb) as key
    where about_kind in ('expense', 'purchase', 'request')"""  # no service words what people submit by themselves
ERRORS = "select distinct error from deliveries where error <> ''"  # in the words of the receiver's server
ERRORS_TOLD = "select distinct content->>'error' from notices where content->>'error' <> ''"
LISTED = (("leads", "pool", "sources"), ("leads", "pool", "regions"), ("leads", "pool", "product_lines"))
COMMENTS = "select distinct params->>'comment' from audit where params->>'comment' <> ''"


async def own_words(admin_url: str) -> set[str]:
    """Of the whole stack, as it stands."""
    found: set[str] = set()
    for service in SERVICES:
        database = await asyncpg.connect(f"{admin_url.rpartition('/')[0]}/{service}")
        try:
            for table, column in await database.fetch(COLUMNS, list(TYPED)):
                if (table, column) not in CODES_OF_THE_HOUSE:
                    rows = await database.fetch(f'select distinct "{column}" from "{table}" where "{column}" <> $1', "")
                    found |= {row[0] for row in rows}
            for _, table, column in (one for one in LISTED if one[0] == service):
                rows = await database.fetch(f'select distinct unnest("{column}") from "{table}"')
                found |= {row[0] for row in rows}
            if service == "approvals":
                found |= {row[0] for row in await database.fetch(COMMENTS)}
                found |= {word for row in await database.fetch("select body from policies") for word in _named(row[0])}
                found |= {
                    word for row in await database.fetch("select content from requests") for word in _said(row[0])
                }
                found |= {word for row in await database.fetch(OWN_FIELDS) for word in (row[0], row[0].capitalize())}
                found |= {row[0] for query in (ERRORS, ERRORS_TOLD) for row in await database.fetch(query)}
        finally:
            await database.close()
    return found


def _named(body: str) -> Iterator[str]:
    """What a policy calls itself, its steps and its branches; by their keys where it gives them no names."""
    for node in _nodes(json.loads(body)):
        names = node.get("name")
        if isinstance(names, dict):
            yield from names.values()
        else:
            yield from (str(node[key]) for key in ("policy", "parallel", "branch", "step") if key in node)


def _said(content: str) -> Iterator[str]:
    """Texts of what was submitted."""
    for node in _nodes(json.loads(content)):
        yield from (one for one in node.values() if isinstance(one, str) and not one.isupper())


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(part)
