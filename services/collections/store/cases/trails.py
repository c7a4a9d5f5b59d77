"""What of the life of one receivable is kept, and where?"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from chassis.db.unit_of_work import Work
from services.collections.domain.cases.trail import Happening
from services.collections.tables import Receivable

# What was published of it, and of what is about it; each movement of it in the ledger; letters; whose it was. All of it
# is only ever added to, with ids that grow.
TRAIL = """
SELECT o.event_id AS id, 0 AS line, o.occurred_at AS at, o.subject AS what, o.headers ->> 'actor' AS by,
  coalesce(o.headers ->> 'actorname', '') AS by_name, o.payload::text AS content,
  '' AS owner_name
FROM outbox o WHERE o.aggregate_id IN (SELECT $1::uuid::text
  UNION ALL SELECT record_id::text FROM case_receivables WHERE receivable_id = $1
  UNION ALL SELECT id::text FROM write_offs WHERE receivable_id = $1)
UNION ALL SELECT l.transaction_id, l.line, l.posted_at, 'ledger.' || l.act, l.posted_by::text, coalesce(p.name, ''),
  jsonb_build_object('number', l.number, 'amount', l.amount::text, 'currency', l.currency, 'line', l.line,
    'payment_id', l.payment_id, 'payment_number', m.number)::text, ''
FROM ledger_entries l LEFT JOIN people p ON p.id = l.posted_by LEFT JOIN payments m ON m.id = l.payment_id
WHERE l.receivable_id = $1 AND l.account = 'RECEIVABLE'
UNION ALL SELECT d.id, 0, d.prepared_at, 'letter', NULL, '', jsonb_build_object('level', d.levels -> $2::text,
  'text_zh', d.text_zh, 'text_en', d.text_en, 'amount', d.amount::text, 'currency', d.currency)::text, ''
FROM dunning d WHERE d.customer_id = $3 AND d.levels ? $2::text
UNION ALL SELECT w.id, 0, w.changed_at, 'owner', w.changed_by::text, coalesce(p.name, ''),
  jsonb_build_object('former_owner_id', w.former_owner_id, 'owner_id', w.owner_id)::text, coalesce(n.name, '')
FROM receivable_owner_changes w LEFT JOIN people p ON p.id = w.changed_by LEFT JOIN people n ON n.id = w.owner_id
WHERE w.receivable_id = $1
ORDER BY 1, 2"""


class Kept(NamedTuple):
    happening: Happening
    by_name: str
    owner_name: str  # whose it became


async def trail_of(work: Work, row: Receivable) -> Sequence[Kept]:
    """In the order in which it was written down."""
    found = await work.fetch(TRAIL, row.id, row.number, row.customer_id)
    return [_kept(one) for one in found]


def _kept(one: Any) -> Kept:
    content = json.loads(one["content"])
    happening = Happening(f"{one['id']}/{one['line']}", one["at"], one["what"], one["by"] or "", content)
    return Kept(happening, one["by_name"], one["owner_name"])
