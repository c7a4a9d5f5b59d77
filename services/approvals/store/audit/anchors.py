"""Which chains have moved since the last anchor, and how is the next one kept?"""

from uuid import UUID

from sqlalchemy import insert, select, text

from chassis.db.unit_of_work import Work
from services.approvals.domain.audit.anchors import Anchor, Head
from services.approvals.tables.audit import anchored, anchors

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('audit anchors', 0))")
# A request's head stands in its row; the other chains (to-dos, policies) have it only in their last line.
MOVED = text(
    "SELECT c.chain, c.seq, c.hash FROM ("
    " SELECT r.id AS chain, r.audit_seq AS seq, r.audit_hash AS hash FROM requests r WHERE r.audit_seq > 0"
    " UNION ALL SELECT * FROM (SELECT DISTINCT ON (chain) chain, seq, hash FROM audit a"
    " WHERE NOT EXISTS (SELECT FROM requests r WHERE r.id = a.chain) ORDER BY chain, seq DESC) others) c"
    " WHERE NOT EXISTS (SELECT FROM anchored d WHERE d.chain = c.chain AND d.seq >= c.seq)"
    " ORDER BY c.chain LIMIT :most"
)


async def lock_last_anchor(work: Work) -> Anchor | None:
    """The newest; nobody else makes one until the commit."""
    await work.session.execute(ONE_AT_A_TIME)
    row = (await work.session.execute(select(anchors).order_by(anchors.c.number.desc()).limit(1))).first()
    return Anchor(*row) if row else None


async def list_moved(work: Work, most: int) -> list[Head]:
    """The heads that no anchor covers yet, in the order of their chains."""
    return [Head(*row) for row in await work.session.execute(MOVED, {"most": most})]


async def insert_anchor(work: Work, one: Anchor, heads: list[Head]) -> None:
    await work.session.execute(insert(anchors), [vars(one)])
    await work.session.execute(insert(anchored), [vars(head) | {"anchor": one.number} for head in heads])


async def list_anchors(work: Work, *, before: int | None, limit: int) -> list[Anchor]:
    """The newest first."""
    query = select(anchors).order_by(anchors.c.number.desc()).limit(limit)
    query = query.where(anchors.c.number < before) if before is not None else query
    return [Anchor(*row) for row in await work.session.execute(query)]


async def list_anchors_of(work: Work, chain: UUID) -> list[Anchor]:
    """Those that cover this chain, the oldest first."""
    mine = select(anchored.c.anchor).where(anchored.c.chain == chain)
    query = select(anchors).where(anchors.c.number.in_(mine)).order_by(anchors.c.number)
    return [Anchor(*row) for row in await work.session.execute(query)]


async def list_heads(work: Work, number: int) -> list[Head]:
    """What this anchor covers, in the order of the chains."""
    query = select(anchored.c.chain, anchored.c.seq, anchored.c.hash).where(anchored.c.anchor == number)
    return [Head(*row) for row in await work.session.execute(query.order_by(anchored.c.chain))]
