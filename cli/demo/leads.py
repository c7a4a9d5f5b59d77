"""Do the leads come in once, go through their pools, and come back by the clock?"""

from collections import Counter
from datetime import timedelta

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from cli.demo.stage import Demo
from deploy.cast.player import Player, ProblemResponse, until
from messages.leads.leads import (
    Claimed,
    ConvertLead,
    DropLead,
    FollowUpKind,
    LeadCounts,
    LeadStatus,
    LeadView,
    RecordFollowUp,
)
from messages.leads.pools import ClaimNext, PoolView

FILE = "leads/leads.csv"
LEFT_IN = "CHAT"  # the pool whose claimed leads nobody follows up
WORKED_IN = "SEARCH"
CLAIMS = 20


async def bring_in_leads(demo: Demo, limit: int | None) -> None:
    """The file, and the same file again, which must add nothing."""
    before = await _counts(demo.cast.setup)
    first = await demo.bring_in("leads", FILE, limit=limit)
    again = await demo.bring_in("leads", FILE, limit=limit)
    demo.check("leads: every line is accepted, duplicate, invalid or malformed", first.read, _sum(first.counts()))
    demo.check("leads: no well-formed row is refused", 0, first.invalid)
    demo.check("leads: the second time adds nothing", 0, again.accepted)
    demo.check("leads: the second time knows every one", first.accepted + first.duplicate, again.duplicate)
    if limit is None:
        demo.check("leads: good rows in", 8902, first.accepted)
        demo.check("leads: malformed lines reported", 338, first.malformed)
    kept = await _counts(demo.cast.setup)
    demo.check("leads: what went in is what is there", first.accepted, sum(kept.values()) - sum(before.values()))
    demo.results["leads"] = {"first": first.counts(), "again": again.counts()}


async def work_the_pools(demo: Demo, sellers: list[str]) -> None:
    """Sellers claim; what is worked on moves, what is left comes back to its pool when its clock rings."""
    setup = demo.cast.setup
    before = await _counts(setup)
    pools = {pool.code: pool for pool in await setup.get("leads", "/pools", list[PoolView])}
    demo.check("leads: there is something to claim", True, min(pools[LEFT_IN].waiting, pools[WORKED_IN].waiting) > 0)
    worked = await _claim(demo, sellers, pools[WORKED_IN])
    left = await _claim(demo, sellers, pools[LEFT_IN])
    done = await _work(demo, worked)
    await _let_time_pass(demo, pools[LEFT_IN])
    returned = await until(lambda: _returned(setup, left), what="the leads left alone to be in their pool again")
    after = await _counts(setup)
    demo.check("leads: those left alone came back, once, by the clock", len(left), returned)
    demo.check(
        "leads: claimed and followed up stay owned",
        done["followed up"],
        after[LeadStatus.OWNED] - before[LeadStatus.OWNED],
    )
    demo.check("leads: converted", done["converted"], after[LeadStatus.CONVERTED] - before[LeadStatus.CONVERTED])
    demo.check("leads: dropped", done["dropped"], after[LeadStatus.DROPPED] - before[LeadStatus.DROPPED])
    demo.check("leads: none was lost on the way", sum(before.values()), sum(after.values()))
    demo.results["leads"] |= {
        "worked": done,
        "reclaimed": returned,
        "states": {str(one): count for one, count in after.items()},
    }


async def _claim(demo: Demo, sellers: list[str], pool: PoolView) -> list[tuple[Player, LeadView]]:
    """Several sellers at one pool at the same time."""

    async def one(login: str) -> tuple[Player, LeadView] | None:
        seller = await demo.cast.player(login)
        got = await seller.post("leads", "/leads/claim-next", ClaimNext(pool_id=pool.id), Claimed)
        return (seller, got.lead) if got.lead else None

    works = [lambda login=login: one(login) for login in (sellers * CLAIMS)[:CLAIMS]]
    claimed = [got for got in await demo.all_of(f"claim from {pool.code}", works) if got]
    demo.check(f"leads: no lead of {pool.code} has two owners", len(claimed), len({lead.id for _, lead in claimed}))
    return claimed


async def _work(demo: Demo, claimed: list[tuple[Player, LeadView]]) -> Counter[str]:
    done: Counter[str] = Counter()
    for place, (seller, lead) in enumerate(claimed):
        lead_path = f"/leads/{lead.id}"
        await seller.post(
            "leads", f"{lead_path}/follow-ups", RecordFollowUp(kind=FollowUpKind.CALL, note="Called"), object
        )
        if place % 4 == 0:
            command = ConvertLead(customer_name=f"Lead customer {lead.number}", project=f"Project {lead.number}")
            await seller.post("leads", f"{lead_path}/convert", command, LeadView)
            done["converted"] += 1
        elif place % 4 == 1:
            await seller.post("leads", f"{lead_path}/drop", DropLead(reason="No need"), LeadView)
            done["dropped"] += 1
        else:
            done["followed up"] += 1
    return done


async def _let_time_pass(demo: Demo, pool: PoolView) -> None:
    """The pool's keeper lives a week and a day in a moment; all else stays in its own time."""
    client = await Client.connect(demo.stack.layout.temporal)
    keeper = client.get_workflow_handle(f"pool-reclaim/{pool.id}")
    await TimeSkipper(client).fast_forward(keeper, timedelta(days=8))


async def _returned(setup: Player, left: list[tuple[Player, LeadView]]) -> int | None:
    """How many are in their pool again; None until all are."""
    back = 0
    for _, lead in left:
        try:
            seen = await setup.get("leads", f"/leads/{lead.id}", LeadView)
        except ProblemResponse:
            return None
        back += seen.status is LeadStatus.POOLED and seen.owner_id is None
    return back if back == len(left) else None


async def _counts(setup: Player) -> Counter[LeadStatus]:
    found = await setup.get("leads", "/leads/counts", LeadCounts)
    return Counter(found.by_status)


def _sum(counts: dict[str, int]) -> int:
    return sum(count for name, count in counts.items() if name != "read")
